"""What differs between two trees of one repository: equal ids are equal content, so only what differs is opened.

Like `git diff-tree -r`, but each tree object is checked against its id, and whatever is out of the ordinary (a name
that a tree should not hold, an object that cannot be read) ends the comparison: it takes a whole listing to say what
is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from licenses.language import Text
from scanner.source.git import SUBTREE, mode_of, read_trees
from scanner.source.limits import Limits
from scanner.source.listing import Leaf
from scanner.source.names import unfit
from scanner.source.objects import ObjectReader
from scanner.tree import printable

_Items = Mapping[bytes, tuple[int, str]]  # name: raw mode, object id
_Read = Mapping[str, Sequence[tuple[int, bytes, str]] | Text]


class Unordinary(Exception):
    """The trees cannot be compared without listing them whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path that differs; None where a tree has no leaf there."""

    path: str
    before: Leaf | None
    after: Leaf | None


def difference(reader: ObjectReader, before: str, after: str, limits: Limits, most: int) -> tuple[Change, ...]:
    """The paths in which the trees with these ids differ, sorted.

    Raises:
        Unordinary: something is amiss with what differs, or more than `most` paths do.
    """
    found: list[Change] = []
    level = [(b"", before, after)] if before != after else []
    while level:
        read = read_trees(reader, [tree for _, *both in level for tree in both if tree])
        below: list[tuple[bytes, str, str]] = []
        for prefix, old, new in level:
            for path, was, is_ in _unequal(prefix, _items(read, old), _items(read, new), limits):
                folders = _folder(was), _folder(is_)
                if any(folders):
                    below.append((path + b"/", *folders))
                if (leaves := (_leaf(was), _leaf(is_))) != (None, None) and leaves[0] != leaves[1]:
                    found.append(Change(path.decode("utf-8"), *leaves))
        if len(found) + len(below) > most:
            raise Unordinary
        level = below
    return tuple(sorted(found, key=lambda change: change.path))


def ordinary(path: bytes, limits: Limits) -> bool:
    """Whether a path is shown as it is written and means the same everywhere."""
    return unfit(path, limits) is None and b"\\" not in path and printable(path).encode() == path


def _items(read: _Read, tree: str) -> _Items:
    if not tree:
        return {}
    items = read[tree]
    if isinstance(items, Text):
        raise Unordinary
    named = {name: (mode, object_id) for mode, name, object_id in items}
    if len(named) != len(items):
        raise Unordinary
    return named


_Item = tuple[int, str] | None


def _unequal(prefix: bytes, before: _Items, after: _Items, limits: Limits) -> Iterator[tuple[bytes, _Item, _Item]]:
    names: Iterable[bytes] = before.keys() | after.keys()
    for name in names:
        was, is_ = before.get(name), after.get(name)
        if was == is_:
            continue
        if b"/" in name or not ordinary(prefix + name, limits):
            raise Unordinary
        yield prefix + name, was, is_


def _folder(item: _Item) -> str:
    return item[1] if item and item[0] == SUBTREE else ""


def _leaf(item: _Item) -> Leaf | None:
    return Leaf(mode_of(item[0]), item[1]) if item and item[0] != SUBTREE else None
