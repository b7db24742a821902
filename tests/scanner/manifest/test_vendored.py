"""Manifests inside copies of other people's code."""

from __future__ import annotations

import pytest

from scanner.manifest.vendored import is_vendored
from tests.scanner.ecosystems.observed import facts_of_files

PACKAGE = b'{"name": "left", "version": "1.3.0", "license": "WTFPL", "dependencies": {"right": "1"}}'


def test_a_vendored_package_is_contained_and_asks_for_nothing() -> None:
    facts = facts_of_files({"third_party/left/package.json": PACKAGE})

    assert [(package.purl, package.first_party, package.declared_license) for package in facts.packages] == [
        ("pkg:npm/left@1.3.0", False, "WTFPL")
    ]
    assert facts.dependencies == ()


@pytest.mark.parametrize(
    ("path", "vendored"),
    [
        ("node_modules/left/package.json", True),
        ("app/vendor/github.com/x/y/go.mod", True),
        ("third-party/zlib/CMakeLists.txt", True),
        ("vendor/modules.txt", False),
        ("node_modules/.package-lock.json", False),
        ("vendor/composer/installed.json", False),
        ("vendors/package.json", False),
        ("src/package.json", False),
    ],
)
def test_copies_are_known_by_their_folder(path: str, vendored: bool) -> None:
    assert is_vendored(path) is vendored
