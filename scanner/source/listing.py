"""A tree while it is being listed: every name is checked, what is unfit becomes a problem, the rest becomes entries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.limits import Limits
from scanner.source.names import leads_out, unfit
from scanner.source.problems import ProblemLog
from scanner.tree import Entry, Mode, printable


class Leaf(Struct, frozen=True):
    """What a path holds."""

    mode: Mode
    blob: str  # git object id, hex


class Listing:
    """Collects the leaves of one tree.

    `where` names the source in errors.
    """

    def __init__(self, limits: Limits, where: str) -> None:
        self.limits = limits
        self.problems = ProblemLog(limits.problems)
        self.leaves: dict[bytes, Leaf] = {}
        self._where = where

    def admits(self, name: bytes) -> bool:
        """Whether `name` may stand in a tree; notes the problem when not."""
        wrong = unfit(name, self.limits)
        if wrong is None:
            return True
        self.problems.note(wrong.code, printable(wrong.at), wrong.reason)
        return False

    def add(self, name: bytes, leaf: Leaf) -> None:
        """Put a leaf under an admitted name; an earlier one of the same name is replaced.

        Raises:
            InputUnreadable: more entries than the limit.
        """
        self.leaves[name] = leaf
        if len(self.leaves) > self.limits.entries:
            raise self.too_many()

    def too_many(self) -> InputUnreadable:
        """The error for a source with more entries than the limit."""
        return too_many(self.limits, self._where)

    def note_link(self, name: bytes, target: bytes) -> None:
        """Note a symlink that leads out of the tree. It stays an entry: it is never followed."""
        if leads_out(name, target):
            message = text("the symlink leads out of the tree: {target}; not followed", target=printable(target[:200]))
            self.problems.note("symlink-escapes", printable(name), message)

    def drop_conflicts(self) -> None:
        """Leave out what lies “inside” a path that is itself a file or a symlink: no tree can hold both."""
        for name in [name for name in self.leaves if self._file_above(name)]:
            del self.leaves[name]
            message = text("the path runs through a file or a symlink of the same source: left out")
            self.problems.note("path-conflict", printable(name), message)

    def _file_above(self, name: bytes) -> bool:
        cut = name.find(b"/")
        while cut != -1:
            if name[:cut] in self.leaves:
                return True
            cut = name.find(b"/", cut + 1)
        return False

    def entries(self) -> tuple[Entry, ...]:
        """The leaves as entries, sorted by path. Names that are not UTF-8 are noted as problems."""
        found = []
        for name, leaf in self.leaves.items():
            path = printable(name)
            if not name.isascii() and path.encode() != name:
                message = text("the name is not UTF-8; its other bytes are shown as \\xNN")
                self.problems.note("name-not-utf8", path, message)
            found.append(Entry(path, leaf.mode, leaf.blob))
        found.sort(key=lambda entry: entry.path)
        self._note_ambiguous(found)
        return tuple(found)

    def _note_ambiguous(self, sorted_entries: list[Entry]) -> None:
        for first, second in pairwise(sorted_entries):
            if first.path == second.path:
                message = text("two different names are shown alike, as this one")
                self.problems.note("name-ambiguous", first.path, message)


def too_many(limits: Limits, where: str) -> InputUnreadable:
    """The error for a source, named by `where`, with more entries than the limit."""
    what = text("the source holds more than {limit} files or folders: refused", limit=limits.entries)
    return InputUnreadable(what, where=where)


def tree_id(leaves: Mapping[bytes, Leaf]) -> str:
    """Git's id of the tree with these leaves: what `git write-tree` would print. https://git-scm.com/docs/gitdatamodel

    Sorting whole paths by bytes is git's order of entries, in which a folder sorts as if its name ended in `/`.
    """
    folders: list[tuple[bytes, list[bytes]]] = [(b"", [])]  # (path with its last "/", encoded entries), root first
    for name in sorted(leaves):
        while not name.startswith(folders[-1][0]):
            _close(folders)
        _open(folders, name)
        leaf = leaves[name]
        base = name[name.rfind(b"/") + 1 :]
        folders[-1][1].append(b"%o %s\0%s" % (leaf.mode, base, bytes.fromhex(leaf.blob)))
    while len(folders) > 1:
        _close(folders)
    return _hash_tree(folders[0][1]).hex()


def _open(folders: list[tuple[bytes, list[bytes]]], name: bytes) -> None:
    start = len(folders[-1][0])
    while (cut := name.find(b"/", start)) != -1:
        start = cut + 1
        folders.append((name[:start], []))


def _close(folders: list[tuple[bytes, list[bytes]]]) -> None:
    path, encoded = folders.pop()
    base = path[len(folders[-1][0]) : -1]
    folders[-1][1].append(b"40000 %s\0%s" % (base, _hash_tree(encoded)))


def _hash_tree(encoded: list[bytes]) -> bytes:
    body = b"".join(encoded)
    return hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).digest()
