"""Which paths are tests and examples."""

from __future__ import annotations

import pytest

from scanner.package import Scope
from scanner.purpose import class_of, purpose_of


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("src/parser.c", Scope.RUNTIME),
        ("tests/data/copied.c", Scope.TEST),
        ("docs/examples/app.py", Scope.DEVELOPMENT),
        ("service/src/test/java/org/acme/CopiedTest.java", Scope.TEST),
        ("src/main/java/com/example/labels/Code128.java", Scope.RUNTIME),
    ],
)
def test_folders_say_what_a_path_is_for_but_package_names_do_not(path: str, purpose: Scope) -> None:
    assert purpose_of(path) is purpose


@pytest.mark.parametrize(
    ("scope", "paths", "expected"),
    [
        (Scope.RUNTIME, ["go.mod"], "runtime"),
        (Scope.BUILD, [".github/workflows/test.yml", ".gitlab-ci.yml"], "ci"),
        (Scope.BUILD, [".github/workflows/test.yml", "action.yml"], "build"),
        (Scope.DEVELOPMENT, ["examples/hello/package.json", "demo/go.mod"], "example"),
        (Scope.RUNTIME, ["examples/hello/package.json", "package.json"], "runtime"),
        (Scope.TEST, ["src/test/java/com/example/pom.xml"], "test"),
    ],
)
def test_the_class_is_that_of_the_scope_unless_all_files_are_for_something_narrower(
    scope: Scope, paths: list[str], expected: str
) -> None:
    assert class_of(scope, paths) == expected
