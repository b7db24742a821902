"""Ranges of each ecosystem in the notation of `vers`; expectations by hand from the package managers' documentation."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.interval import order
from scanner.requirement import admits
from scanner.vers import exact, intervals, vers


@pytest.mark.parametrize(
    ("kind", "requirement", "expected"),
    [
        ("npm", "^1.2.3", ">=1.2.3|<2.0.0"),
        ("npm", "^0.2", ">=0.2.0|<0.3.0"),
        ("npm", "^0.0.3", ">=0.0.3|<0.0.4"),
        ("npm", "^1.2.3-rc.1", ">=1.2.3-rc.1|<2.0.0"),
        ("npm", "~1.2", ">=1.2.0|<1.3.0"),
        ("npm", "~0", ">=0.0.0|<1.0.0"),
        ("npm", "1.x", ">=1.0.0|<2.0.0"),
        ("npm", "1.2", ">=1.2.0|<1.3.0"),
        ("npm", ">1.2", ">=1.3.0"),
        ("npm", "<=1.2", "<1.3.0"),
        ("npm", ">= 1 < 3", ">=1.0.0|<3.0.0"),
        ("npm", "1.2.3 - 2", ">=1.2.3|<3.0.0"),
        ("npm", "^1 || ^2", ">=1.0.0|<3.0.0"),
        ("npm", "1.2.x || >=2.5.0 || 5.0.0 - 7.2.3", ">=1.2.0|<1.3.0|>=2.5.0"),
        ("npm", "1.0.6", "1.0.6"),
        ("npm", "*", "*"),
        ("cargo", "1.0", ">=1.0.0|<2.0.0"),
        ("cargo", ">=1, <2", ">=1.0.0|<2.0.0"),
        ("cargo", "=1.2.3", "1.2.3"),
        ("cargo", "0.4.*", ">=0.4.0|<0.5.0"),
        ("composer", "7.0.0 - 7.0.5 || ^7.0.7", ">=7.0.0|<=7.0.5|>=7.0.7|<8"),
        ("composer", "~1.2", ">=1.2|<2"),
        ("composer", "~1.2.3", ">=1.2.3|<1.3"),
        ("composer", "^7.1|^8.0", ">=7.1|<9"),
        ("composer", "^5.6@dev", ">=5.6|<6"),
        ("gem", "~> 3.3, >= 3.3.27", ">=3.3.27|<4"),
        ("gem", "~> 1.2.3", ">=1.2.3|<1.3"),
        ("gem", ">= 2.5, != 2.5.1.1", ">=2.5|!=2.5.1.1"),
        ("pypi", "~=1.4.2", ">=1.4.2|<1.5"),
        ("pypi", "==1.*", ">=1|<2"),
        ("pypi", ">=1.5.6, !=1.5.7", ">=1.5.6|!=1.5.7"),
        ("pypi", "==1!2.0", "1%212.0"),
        ("maven", "[5.8,6)", ">=5.8|<6"),
        ("maven", "(,1.0],[1.2,)", "<=1.0|>=1.2"),
        ("maven", "]1.0,2.0[", ">1.0|<2.0"),
        ("maven", "2.+", ">=2|<3"),
        ("nuget", "4.4.0", ">=4.4.0"),
        ("nuget", "(1.0,)", ">1.0"),
        ("nuget", "2.*", ">=2|<3"),
        ("deb", ">= 1:1.2", ">=1:1.2"),
        ("deb", "<< 2.0~rc1", "<2.0~rc1"),
        ("rpm", "= 1.0-2.el8", "1.0-2.el8"),
        ("hex", "~> 3.11 and >= 3.11.2", ">=3.11.2|<4.0.0"),
        ("hackage", "^>=0.6 || ==1.*", ">=0.6|<0.7|>=1|<2"),
        ("julia", "0.21, 1", ">=0.21.0|<0.22.0|>=1.0.0|<2.0.0"),
        ("opam", '>= "2.0" & < "3"', ">=2.0|<3"),
        ("conda", "=3.11", ">=3.11|<3.12"),
        ("pub", "^0.1.2", ">=0.1.2|<0.2.0"),
    ],
)
def test_a_range_as_vers(kind: str, requirement: str, expected: str) -> None:
    assert vers(kind, requirement) == f"vers:{kind}/{expected}"


@pytest.mark.parametrize(
    ("kind", "requirement"),
    [
        ("npm", "latest"),
        ("npm", "git+https://forge.example/x"),
        ("npm", "workspace:*"),
        ("npm", ">=2 <1"),
        ("composer", "dev-master"),
        ("pypi", "==4.*.1"),
        ("pypi", "!=1.*"),
        ("nuget", "$(Version)"),
        ("maven", "latest.release"),
        ("maven", "[1.0"),
        ("golang", "v1.0.0"),
        ("npm", "^" * 1000),
    ],
)
def test_what_is_not_understood_has_no_vers(kind: str, requirement: str) -> None:
    assert vers(kind, requirement) == ""


@pytest.mark.parametrize(
    ("kind", "requirement", "version"),
    [
        ("npm", "1.0.6", "1.0.6"),
        ("npm", "v1.0.6", "1.0.6"),
        ("npm", "=1.0.0-beta.1", "1.0.0-beta.1"),
        ("npm", "1.0", ""),
        ("npm", "^1.0.6", ""),
        ("npm", ">=1.0.6 <=1.0.6", "1.0.6"),
        ("cargo", "1.0.6", ""),
        ("cargo", "=1.0.6", "1.0.6"),
        ("gem", "1.0", "1.0"),
        ("pypi", "==2.31.0", "2.31.0"),
        ("pypi", "==2.31.*", ""),
        ("maven", "[1.0]", "1.0"),
        ("nuget", "1.0", ""),
        ("conda", "==1.0", "1.0"),
        ("conda", "=1.0", ""),
    ],
)
def test_a_range_of_one_version_is_that_version(kind: str, requirement: str, version: str) -> None:
    assert exact(kind, requirement) == version


NUMBERS = st.lists(st.integers(0, 12), min_size=3, max_size=3).map(lambda parts: ".".join(map(str, parts)))
OPERATORS = st.sampled_from(["^", "~", ">=", "<=", "<", ">", "=", ""])
RANGES = st.lists(st.tuples(OPERATORS, NUMBERS).map("".join), min_size=1, max_size=3).map(" ".join)


@given(st.lists(RANGES, min_size=1, max_size=3).map(" || ".join), NUMBERS)
def test_the_intervals_hold_what_the_range_admits(requirement: str, version: str) -> None:
    assert held(vers("npm", requirement), version) == (admits("npm", requirement, version) is True)


@given(st.lists(RANGES, min_size=1, max_size=3).map(" || ".join))
def test_constraints_are_sorted_and_each_version_stands_once(requirement: str) -> None:
    found = [re.sub(r"\A[<>=!]+", "", part) for part in vers("npm", requirement).partition("/")[2].split("|")]

    assert found == sorted(set(found), key=lambda version: order(version) or ())


@given(
    st.sampled_from(["npm", "pypi", "maven", "gem", "hex", "nuget", "composer"]),
    st.text("0123.x*+-~^<>=!|,[]() av", max_size=30),
)
def test_no_text_is_too_strange(kind: str, requirement: str) -> None:
    assert vers(kind, requirement) == "" or intervals(kind, requirement)


def held(notation: str, version: str) -> bool:
    """Whether a version lies in a range, by the algorithm of the vers specification."""
    constraints = [
        (found[1] or "=", unquote(found[2]))
        for part in notation.partition("/")[2].split("|")
        if (found := re.fullmatch(r"([<>=!]*)(\d.*)", part))
    ]
    at = order(version)
    assert at is not None
    within = notation.endswith("/*") or bool(constraints and constraints[0][0].startswith("<"))
    for comparator, bound in constraints:
        there = order(bound)
        assert there is not None
        if there == at:
            return "=" in comparator and comparator != "!="
        if there > at:
            return within if comparator != "=" else False
        within = comparator.startswith(">") or (within and comparator == "!=")
    return within
