"""A source that is open for reading."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from scanner.inventory import SourceFacts
from scanner.source.shadow import Layout
from scanner.tree import Tree

Progress = Callable[[int, int], None]  # (done, total): objects of a fetch, bytes of an archive


class OpenSource(Struct, frozen=True):
    """What was opened, and its content; both end with the context in which they were opened."""

    facts: SourceFacts
    tree: Tree
    repository: Layout | None = None  # where the commit's objects lie, git only; a remote one's is a scratch clone
