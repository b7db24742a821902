"""Answers to questions across the pool."""

from __future__ import annotations

from msgspec import Struct

from registry.models import State
from scanner.package import Scope


class Use(Struct, frozen=True):
    """A release that has a package, and the way to it."""

    project: str
    label: str
    commit: str
    state: State
    purl: str
    scope: Scope
    direct: bool
    path: list[str]


class Holder(Struct, frozen=True):
    """A release that contains a file."""

    project: str
    label: str
    commit: str
    state: State
    path: str


class PackageChange(Struct, frozen=True):
    """A package whose versions differ."""

    package: str
    before: list[str]
    after: list[str]


class Comparison(Struct, frozen=True):
    """What the later of two releases has differently."""

    before: str
    after: str
    packages: list[PackageChange]
    licenses_gone: list[str]
    licenses_new: list[str]
    files_gone: list[str]
    files_new: list[str]
    files_changed: list[str]
