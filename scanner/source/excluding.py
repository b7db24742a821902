"""A tree without some of its paths: what a project says is not its own work, such as fixtures of its tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scanner.problem import Problem
from scanner.tree import Blob, Entry, Tree, WholeBlobs


@dataclass(frozen=True)
class ExcludingTree:
    """The entries of `whole` that no pattern names. The tree id stays that of the whole tree."""

    whole: Tree
    patterns: tuple[str, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are left, sorted by path."""
        excluded = _matcher(self.patterns)
        return tuple(entry for entry in self.whole.entries if not excluded.fullmatch(entry.path))

    @property
    def tree_id(self) -> str:
        """Git's id of the whole tree."""
        return self.whole.tree_id

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the paths that are left, and of the tree itself."""
        excluded = _matcher(self.patterns)
        return tuple(problem for problem in self.whole.problems if not excluded.fullmatch(problem.path))

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        """As the whole tree's."""
        return self.whole.blobs(ids)

    def pieces(self, blob_id: str) -> Iterator[bytes]:
        """As the whole tree's.

        Raises:
            TypeError: it gives none.
        """
        if not isinstance(self.whole, WholeBlobs):
            raise TypeError("the whole tree does not give its huge files whole")
        return self.whole.pieces(blob_id)


def excluded_paths(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path matches one of the patterns."""
    matcher = _matcher(patterns) if patterns else None
    return lambda path: matcher is not None and matcher.fullmatch(path) is not None


def excluding(tree: Tree, patterns: tuple[str, ...]) -> Tree:
    """`tree` without the paths that match a pattern.

    In a pattern `**` stands for any folders, `*` and `?` for letters within one; a folder's name means all below it.
    """
    return ExcludingTree(tree, patterns) if patterns else tree


def _matcher(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression for all patterns."""
    return re.compile("|".join(f"(?:{_expression(pattern.strip('/'))})(?:/.*)?" for pattern in patterns), re.DOTALL)


def _expression(pattern: str) -> str:
    # "**/**" says no more than "**", and would let the expression try every way to divide a path between them
    *folders, last = re.sub(r"(?:\*\*/)+", "**/", pattern).split("/")
    parts = ["(?:[^/]+/)*" if part == "**" else _part(part) + "/" for part in folders]
    return "".join(parts) + (".+" if last == "**" else _part(last))


def _part(part: str) -> str:
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(letter, re.escape(letter)) for letter in re.sub(r"\*+", "*", part))
