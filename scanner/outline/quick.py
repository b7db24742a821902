"""A change judged from what is kept of its repository, without looking at what did not change.

Three trees of one repository: the one that was outlined last, the one that the change is compared with, and the one
that it leads to. The differences between them are all that is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.blobs import BlobAnalyser
from scanner.cache import FindingsCache
from scanner.outline.keep import KeptOutlines
from scanner.outline.outline import Outline
from scanner.outline.update import updated
from scanner.source.difference import Change, Unordinary, difference
from scanner.source.excluding import excluded_paths
from scanner.source.git import GitTree

_MOST = 5000  # differing paths; past these a whole scan is hardly slower
_FAR = 300  # differing paths after which the outline of the base is worth keeping


@dataclass(frozen=True, slots=True)
class QuickChange:
    """Both sides of a change."""

    head: Outline
    base: Outline
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quick:
    """What looking at changes takes."""

    kept: KeptOutlines
    analyser: BlobAnalyser
    cache: FindingsCache

    def change(
        self, base: GitTree, head: GitTree, exclude: tuple[str, ...], staged: Sequence[Change] | None = None
    ) -> QuickChange | None:
        """Both sides of the change from `base` to `head`, or to `staged`; None when it takes whole scans."""
        outline = self.kept.load(exclude, base.has)
        if outline is None:
            return None
        excluded = excluded_paths(exclude)
        try:
            moved = [one for one in self._difference(base, outline.tree, base.tree_id) if not excluded(one.path)]
            before = updated(outline, base, moved, self.analyser, self.cache)
            brought = self._difference(base, base.tree_id, head.tree_id) if staged is None else staged
            changes = [one for one in brought if not excluded(one.path)]
            after = updated(before, head, changes, self.analyser, self.cache)
        except Unordinary:
            return None
        if len(moved) > _FAR:
            self.kept.keep(before, exclude)
        return QuickChange(after, before, frozenset(one.path for one in changes))

    @staticmethod
    def _difference(tree: GitTree, before: str, after: str) -> Sequence[Change]:
        return difference(tree.reader, before, after, tree.limits, _MOST)
