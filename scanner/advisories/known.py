"""What is known of a package's vulnerabilities, by the advisories at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol
from urllib.parse import unquote

from scanner.advisories.osv import Statement, asked_package
from scanner.advisories.versions import is_affected
from scanner.purl import version_of

_RELEASE = re.compile(r"[?&]distro=(?:[A-Za-z]+[-:])?v?(\d[\w.-]*)")


class Advisories(Protocol):
    """Answers for packages."""

    def about(self, purl: str) -> tuple[str, ...] | None:
        """The identifiers of the advisories that concern a version of a package, sorted; None when nobody can tell."""


class NoAdvisories:
    """Nobody looked."""

    def about(self, purl: str) -> tuple[str, ...] | None:
        """Nothing is known, not even that there is nothing."""
        del purl
        return None


NO_ADVISORIES = NoAdvisories()


class KnownAdvisories:
    """Advisories at hand; what they do not cover is not known."""

    def __init__(self, kinds: Iterable[str], statements: Callable[[str], Iterable[Statement]]) -> None:
        """`kinds` are the purl types that the advisories cover; `statements` are those about a package."""
        self._kinds = frozenset(kinds)
        self._statements = statements

    def about(self, purl: str) -> tuple[str, ...] | None:
        """As `Advisories`: a package without a version, or of an ecosystem without advisories, is not known."""
        package, version = asked_package(purl), unquote(version_of(purl))
        kind = package.removeprefix("pkg:").partition("/")[0]
        if not version or kind not in self._kinds:
            return None
        found = _RELEASE.search(purl)
        release = found[1] if found else ""
        answers = [(is_affected(kind, version, release, one), one.advisory) for one in self._statements(package)]
        affecting = sorted({advisory for answer, advisory in answers if answer})
        doubtful = any(answer is None for answer, _ in answers)
        return None if doubtful and not affecting else tuple(affecting)
