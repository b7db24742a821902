"""Which paths are tests and examples."""

from __future__ import annotations

import pytest

from scanner.package import Scope
from scanner.purpose import purpose_of


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
