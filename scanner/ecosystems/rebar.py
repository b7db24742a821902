"""rebar.config and application resource files (Erlang).

Source: https://rebar3.org/docs/configuration/dependencies/, https://www.erlang.org/doc/apps/kernel/app.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._erlang import Term, Value, parse_terms
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_NAME = re.compile(r"[a-z][\w@]*")
_PLUGINS = ("plugins", "project_plugins")


@manifest("rebar.config", ecosystem="hex")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield what a project depends on, in each of its profiles, and its plugins.

    Raises:
        Malformed: the terms do not parse.
    """
    terms = parse_terms(file.text())
    yield from _needs(file, terms, Scope.RUNTIME)
    for profiles in terms.named("profiles"):
        for profile in (each for listed in profiles.items[1:2] if isinstance(listed, Term) for each in listed.items):
            if isinstance(profile, Term) and len(profile.items) > 1 and isinstance(profile.items[1], Term):
                scope = Scope.TEST if profile.items[0] == "test" else Scope.DEVELOPMENT
                yield from _needs(file, profile.items[1], Scope.RUNTIME if profile.items[0] == "prod" else scope)


@manifest("*.app.src", ecosystem="hex")
def parse_application(file: ManifestFile) -> Iterator[Package]:
    """Yield the application. A version that a tool fills in (`git`) is none.

    Raises:
        Malformed: the terms do not parse.
    """
    for application in parse_terms(file.text()).named("application"):
        name, about = (*application.items[1:3], "", "")[:2]
        if isinstance(name, str) and _NAME.fullmatch(name) and isinstance(about, Term):
            version, description = _told(about, "vsn"), _told(about, "description")
            licenses = [each for found in about.named("licenses") for each in _words(found)]
            yield Package(
                purl=purl("hex", name, version if version[:1].isdigit() else ""),
                evidence=file.at_line(application.line),
                first_party=True,
                declared_license=" AND ".join(licenses),
                description=description,
            )


def _needs(file: ManifestFile, terms: Term, scope: Scope) -> Iterator[Package | Dependency]:
    for section in terms.named("deps", *_PLUGINS):
        for need in section.items[1].items if len(section.items) > 1 and isinstance(section.items[1], Term) else ():
            line = need.line if isinstance(need, Term) else section.line
            name = need.items[0] if isinstance(need, Term) and need.items else need
            if isinstance(name, str) and _NAME.fullmatch(name):
                wanted, requirement, address = _wanted(name, need.items[1:] if isinstance(need, Term) else ())
                used_for = Scope.BUILD if section.items[0] in _PLUGINS else scope
                yield from asked(
                    "", wanted, file.at_line(line), requirement=requirement, scope=used_for, vcs_url=address
                )


def _wanted(name: str, details: tuple[Value, ...]) -> tuple[str, str, str]:
    """Purl, range and repository of `{name, "1.0"}`, `{name, {git, "address", {tag, "v1"}}}` or `{…, {pkg, other}}`."""
    requirement = next((each for each in details if isinstance(each, str)), "")
    for source in (each for each in details if isinstance(each, Term)):
        kind, where, *more = (*source.items, "", "")
        if kind == "pkg" and isinstance(where, str) and _NAME.fullmatch(where):
            return purl("hex", where), requirement, ""
        if kind in ("git", "git_subdir", "hg") and isinstance(where, str) and where:
            ref = next((each for each in more if each), "")
            stated = ref.items[1] if isinstance(ref, Term) and len(ref.items) > 1 else ref
            return purl("hex", name), stated if isinstance(stated, str) else "", where  # as in the lock
    return purl("hex", name), requirement, ""


def _told(about: Term, name: str) -> str:
    return next((word for found in about.named(name) for word in _words(found)), "")


def _words(found: Term) -> Iterator[str]:
    for item in found.items[1:]:
        yield from (item,) if isinstance(item, str) else (each for each in item.items if isinstance(each, str))
