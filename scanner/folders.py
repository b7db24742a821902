"""The licences of each folder of a tree: what its own files say, and what all below it say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from licenses.detection import said_by
from scanner.inventory import FileRecord


class FolderLicense(Struct, frozen=True):
    """One licence expression in a folder."""

    expression: str
    own: int  # files directly in the folder that bear it
    below: int  # files in the folder and all folders below it that bear it


class Folder(Struct, frozen=True):
    """One folder and the licences that files in it or below it bear, the most frequent first."""

    path: str  # "" for the whole tree
    own: int  # files directly in it
    below: int  # files in it and all folders below it
    licenses: tuple[FolderLicense, ...]


def by_folder(files: Iterable[FileRecord], deepest: int | None = None) -> tuple[Folder, ...]:
    """The folders of a tree in which or below which a licence was found, each before the folders in it.

    With `deepest`, only those so many levels below the root (0: the root alone); what lies deeper counts as below them.
    """
    counts: Counter[str] = Counter()
    bearers: dict[str, Counter[str]] = {}
    for file in files:
        folder = file.path.rpartition("/")[0]
        counts[folder] += 1
        if file.licenses:
            bearers.setdefault(folder, Counter()).update(said_by(file.licenses).keys())
    bearers = {folder: said for folder, said in bearers.items() if said}
    counts_below, bearers_below = _added_up(counts, bearers)
    wanted = [path for path in bearers_below if deepest is None or _depth(path) <= deepest]
    return tuple(
        Folder(path, counts[path], counts_below[path], _licenses(bearers.get(path, Counter()), bearers_below[path]))
        for path in sorted(wanted, key=lambda path: path.split("/") if path else [])
    )


def _added_up(counts: Counter[str], bearers: dict[str, Counter[str]]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The same with what lies below: each folder, the deepest first, is added to the one that it is in."""
    counts_below = Counter(counts)
    bearers_below = {path: Counter(said) for path, said in bearers.items()}
    levels: dict[int, set[str]] = {}
    for path in counts:
        levels.setdefault(_depth(path), set()).add(path)
    for depth in range(max(levels, default=0), 0, -1):
        for path in levels.get(depth, ()):
            above = path.rpartition("/")[0]
            counts_below[above] += counts_below[path]
            if said := bearers_below.get(path):
                bearers_below.setdefault(above, Counter()).update(said)
            levels.setdefault(depth - 1, set()).add(above)
    return counts_below, bearers_below


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0


def _licenses(own: Counter[str], below: Counter[str]) -> tuple[FolderLicense, ...]:
    ranked = sorted(below.items(), key=lambda each: (-each[1], each[0]))
    return tuple(FolderLicense(expression, own[expression], count) for expression, count in ranked)
