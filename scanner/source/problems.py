"""Problems gathered while a source is read, so many of each kind and no more."""

from __future__ import annotations

from collections import Counter

from licenses.language import Text, text
from scanner.problem import Problem


class ProblemLog:
    """Keeps problems in the order in which they were met; equal code and path count once.

    A hostile source can hold a million bad names: past `limit` of one code the rest is only counted.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[tuple[str, str], Problem] = {}
        self._seen: Counter[str] = Counter()

    def note(self, code: str, path: str, message: Text) -> None:
        """Remember a problem."""
        if (code, path) in self._kept:
            return
        self._seen[code] += 1
        if self._seen[code] <= self._limit:
            self._kept[code, path] = Problem(code, path, message)

    def all(self) -> tuple[Problem, ...]:
        """Every problem kept, and for each code that overflowed one that says how many were left out."""
        return (*self._kept.values(), *(self._overflow(code) for code in sorted(self._seen) if self._over(code) > 0))

    def _over(self, code: str) -> int:
        return self._seen[code] - self._limit

    def _overflow(self, code: str) -> Problem:
        message = text("{count} more problems of the kind {kind} are not listed", count=self._over(code), kind=code)
        return Problem("problems-not-listed", "", message)
