"""What a test asks of an open source."""

from __future__ import annotations

from scanner.source.open import OpenSource
from scanner.tree import Mode


def contents(source: OpenSource) -> dict[str, bytes]:
    """Path → content of every entry that can be read."""
    wanted = [entry for entry in source.tree.entries if entry.mode is not Mode.SUBMODULE]
    blobs = {blob.id: blob for blob in source.tree.blobs(entry.blob for entry in wanted)}
    return {entry.path: blobs[entry.blob].content for entry in wanted if entry.blob in blobs}


def paths(source: OpenSource) -> list[str]:
    """The paths, in the tree's order."""
    return [entry.path for entry in source.tree.entries]


def codes(source: OpenSource) -> list[tuple[str, str]]:
    """(code, path) of every problem."""
    return [(problem.code, problem.path) for problem in source.tree.problems]
