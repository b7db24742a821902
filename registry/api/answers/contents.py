"""What is in a release: packages, dependency edges, licences, what could not be read."""

from __future__ import annotations

from msgspec import Struct, field

from scanner.package import Scope


class Evidence(Struct, frozen=True):
    """Where a file states it."""

    path: str
    line: int | None


class Component(Struct, frozen=True):
    """One package of a release."""

    purl: str
    name: str
    version: str
    requirement: str
    type: str
    scope: Scope
    direct: bool
    first_party: bool
    declared_license: str
    declared_as: str
    license_class: str
    evidence: list[Evidence]


class Edge(Struct, frozen=True):
    """One dependency edge, by purls."""

    dependent: str
    dependency: str
    scope: Scope
    requirement: str


class License(Struct, frozen=True):
    """One licence expression of a release, with some of its files."""

    expression: str
    license_class: str = field(name="class")
    files: int
    components: int
    paths: list[str]


class ScanProblem(Struct, frozen=True):
    """What the scan could not read as meant."""

    code: str
    path: str
    line: int | None
    message: str
