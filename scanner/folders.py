"""The licences of each folder of a tree: what its own files say, and what all below it say."""

from __future__ import annotations

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
    counts: dict[str, int] = {}
    bearers: dict[str, dict[str, int]] = {}
    for file in files:
        folder = file.path.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
        if file.licenses:
            own = bearers.setdefault(folder, {})
            for expression in said_by(file.licenses):
                own[expression] = own.get(expression, 0) + 1
    counts_below, bearers_below = _added_up(counts, bearers)
    wanted = [path for path in bearers_below if deepest is None or _depth(path) <= deepest]
    # a NUL, which no path holds, sorts before all else: folders come by their components
    return tuple(
        Folder(path, counts.get(path, 0), counts_below[path], _licenses(bearers.get(path, {}), bearers_below[path]))
        for path in sorted(wanted, key=lambda path: path.replace("/", "\0"))
    )


def _added_up(
    counts: dict[str, int], bearers: dict[str, dict[str, int]]
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The same with what lies below, and with the folders that hold nothing but folders."""
    counts_below = dict(counts)
    for path in counts:
        while path and (path := path.rpartition("/")[0]) not in counts_below:
            counts_below[path] = 0
    bearers_below = {path: dict(said) for path, said in bearers.items() if said}
    for path in sorted(counts_below, reverse=True):  # what lies in a folder sorts after it
        if not path:
            continue
        above = path.rpartition("/")[0]
        counts_below[above] += counts_below[path]
        if said := bearers_below.get(path):
            added = bearers_below.setdefault(above, {})
            for expression, count in said.items():
                added[expression] = added.get(expression, 0) + count
    return counts_below, bearers_below


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0


def _licenses(own: dict[str, int], below: dict[str, int]) -> tuple[FolderLicense, ...]:
    ranked = sorted(below.items(), key=lambda each: (-each[1], each[0])) if len(below) > 1 else below.items()
    return tuple(FolderLicense(expression, own.get(expression, 0), count) for expression, count in ranked)
