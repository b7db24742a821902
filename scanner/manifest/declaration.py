"""The declaration above a parser: which files it reads, and for which ecosystem.

`catalogue` reads these declarations from the source text, so their arguments must be literals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package
from scanner.problem import Problem

Fact = Package | Dependency | Problem
Parse = Callable[[ManifestFile], Iterator[Fact]]


def manifest(*patterns: str, ecosystem: str) -> Callable[[Parse], Parse]:
    """Declare a parser of files that people write: what a project is and what it asks for.

    A pattern is a shell glob over the base name (`*.csproj`) or, when it has a "/", over the end of the path
    (`requirements/*.txt`); `*` does not cross "/".
    """
    return _declared(patterns, ecosystem)


def lockfile(*patterns: str, ecosystem: str) -> Callable[[Parse], Parse]:
    """Declare a parser of files that tools write: what was resolved, with exact versions. Patterns as for
    `manifest`.
    """
    return _declared(patterns, ecosystem)


def _declared(patterns: tuple[str, ...], ecosystem: str) -> Callable[[Parse], Parse]:
    if not patterns or not ecosystem:
        raise ValueError("a parser reads at least one pattern of one ecosystem")
    return lambda parse: parse
