"""What a path is for, as its folders say: tests, examples and documentation are kept apart from what is passed on."""

from __future__ import annotations

from itertools import takewhile

from scanner.package import Scope

_TEST = {"test", "tests", "testing", "testdata", "__tests__", "spec", "fixtures", "test-data", "ohostest"}
_DEVELOPMENT = {"example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "benchmark", "bench"}

# Below src/main/java folders are package names, often com.example.
_LANGUAGES = {"java", "kotlin", "scala", "groovy"}


def purpose_of(path: str) -> Scope:
    """TEST or DEVELOPMENT where a folder of the path says so, else RUNTIME."""
    folders = set(takewhile(lambda folder: folder not in _LANGUAGES, path.lower().split("/")[:-1]))
    if folders & _TEST:
        return Scope.TEST
    return Scope.DEVELOPMENT if folders & _DEVELOPMENT else Scope.RUNTIME
