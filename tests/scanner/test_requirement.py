"""Ranges as npm, Cargo, Ruby and Python write them."""

from __future__ import annotations

import pytest

from scanner.requirement import admits


@pytest.mark.parametrize(
    ("kind", "requirement", "version", "admitted"),
    [
        ("npm", "^1.2.3", "1.9.0", True),
        ("npm", "^1.2.3", "2.0.0", False),
        ("npm", "^0.2.3", "0.3.0", False),
        ("npm", "~1.2", "1.2.9", True),
        ("npm", "~1.2", "1.3.0", False),
        ("npm", "1.x", "1.4.0", True),
        ("npm", ">=1 <3", "2.0.0", True),
        ("npm", ">= 1 < 3", "3.0.0", False),
        ("npm", "1.2.3 - 2", "1.5.0", True),
        ("npm", "^1 || ^2", "2.1.0", True),
        ("npm", "=1.0.0-beta.1", "1.0.0-beta.1", True),
        ("npm", "workspace:*", "7.0.0", True),
        ("npm", "git+https://forge.example/x", "1.0.0", None),
        ("cargo", "1.0", "1.5.0", True),
        ("cargo", "0.4", "0.5.0", False),
        ("gem", "~> 1.2.3", "1.3.0", False),
        ("gem", "~> 1.2", "1.9", True),
        ("pypi", "~=1.4.2", "1.4.5", True),
        ("pypi", ">=2,<3", "3.0", False),
        ("pypi", "==1.*", "1.5", True),
        ("pypi", "!=1.5", "1.5", False),
        ("npm", "^1", "not a version", None),
    ],
)
def test_a_range_admits_or_refuses(kind: str, requirement: str, version: str, admitted: bool | None) -> None:
    assert admits(kind, requirement, version) is admitted
