"""What a path is for, as its folders say: tests, examples and documentation are kept apart from what is passed on."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from scanner.package import Scope

_TEST = {"test", "tests", "testing", "testdata", "__tests__", "spec", "fixtures", "test-data", "ohostest"}
_DEVELOPMENT = {"example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "benchmark", "bench"}

# Below src/main/java folders are package names, often com.example.
_LANGUAGES = {"java", "kotlin", "scala", "groovy"}


def purpose_of(path: str) -> Scope:
    """TEST or DEVELOPMENT where a folder of the path says so, else RUNTIME."""
    return _purpose_of_folder(path.rpartition("/")[0])


@lru_cache(maxsize=50_000)
def _purpose_of_folder(folder: str) -> Scope:
    folders = set(takewhile(lambda name: name not in _LANGUAGES, folder.lower().split("/")))
    if folders & _TEST:
        return Scope.TEST
    return Scope.DEVELOPMENT if folders & _DEVELOPMENT else Scope.RUNTIME
