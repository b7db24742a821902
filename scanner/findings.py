"""What one blob says, whatever its path: scanned once, ever, and cached by git blob id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from licenses.copyright.finding import Author, Copyright
from licenses.detection import LicenseMatch
from scanner.inventory import Treatment
from scanner.tree import Blob


class Findings(Struct, frozen=True):
    """Everything found in one blob."""

    size: int  # bytes, of the whole blob
    treatment: Treatment
    licenses: tuple[LicenseMatch, ...] = ()
    copyrights: tuple[Copyright, ...] = ()
    authors: tuple[Author, ...] = ()


class Analyser(Protocol):
    """Makes findings from a blob. Its version changes whenever its answers may."""

    @property
    def version(self) -> str:
        """Part of the cache key."""

    def analyse(self, blobs: Sequence[Blob]) -> Sequence[Findings]:
        """The findings of each blob; they depend on nothing but its content."""
