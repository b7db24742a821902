"""What a path is for, as its folders say: tests, examples and documentation are kept apart from what is passed on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from scanner.package import Scope

_TEST = {"test", "tests", "testing", "testdata", "__tests__", "spec", "fixtures", "test-data", "ohostest"}
_DEVELOPMENT = {"example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "benchmark", "bench"}

# Below src/main/java folders are package names, often com.example.
_LANGUAGES = {"java", "kotlin", "scala", "groovy"}


_EXAMPLE = {"example", "examples", "sample", "samples", "demo", "demos"}

# Files and folders that only continuous integration reads.
_CI_FOLDERS = {".github", ".gitea", ".gitee", ".forgejo", ".circleci", ".buildkite", ".workflow", ".ci", ".gitlab"}
_CI_FILES = (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "appveyor.yml", ".drone.yml", ".cirrus.yml")


def class_of(scope: Scope, paths: Iterable[str]) -> str:
    """What a component is there for, by its scope and by the paths of all files that state it: "ci", "example", or as
    the scope says.
    """
    stated = [path.lower() for path in paths]
    if stated and all(path.endswith(_CI_FILES) or _CI_FOLDERS & set(path.split("/")[:-1]) for path in stated):
        return "ci"
    examples = (_EXAMPLE & set(takewhile(lambda name: name not in _LANGUAGES, path.split("/")[:-1])) for path in stated)
    return "example" if stated and all(examples) else scope.value


def purpose_of(path: str) -> Scope:
    """TEST or DEVELOPMENT where a folder of the path says so, else RUNTIME."""
    return _purpose_of_folder(path.rpartition("/")[0])


@lru_cache(maxsize=50_000)
def _purpose_of_folder(folder: str) -> Scope:
    folders = set(takewhile(lambda name: name not in _LANGUAGES, folder.lower().split("/")))
    if folders & _TEST:
        return Scope.TEST
    return Scope.DEVELOPMENT if folders & _DEVELOPMENT else Scope.RUNTIME
