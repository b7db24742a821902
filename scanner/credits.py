"""Inventory → what a NOTICE document names: the project, what it ships, and files under other licences than its own."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from licenses.notice import Credit
from licenses.subject import Subject, SubjectKind, Use
from scanner.inventory import Component, Inventory
from scanner.judge import subjects_of
from scanner.package import Scope

_SHIPPED = {Scope.RUNTIME, Scope.OPTIONAL}


def credits_of(inventory: Inventory) -> Iterator[Credit]:
    """The project first, then components by purl, then folders with files under another licence."""
    concluded = inventory.conclusions[0].concluded
    yield Credit(inventory.source.name, identity=inventory.source.name, expression=concluded)
    for component in inventory.components:
        if component.scope in _SHIPPED and not component.first_party:
            yield _component(component)
    yield from _folders(inventory, concluded)


def _component(component: Component) -> Credit:
    return Credit(
        name=component.name,
        version=component.version,
        identity=component.purl,
        expression=component.declared_license,
        copyrights=(component.copyright,) if component.copyright else (),
        source_url=component.vcs_url or component.download_url,
    )


def _folders(inventory: Inventory, concluded: str) -> Iterator[Credit]:
    found = {
        (dirname(subject.path), subject.expression)
        for subject in subjects_of(inventory)
        if _ships(subject) and subject.expression != concluded
    }
    for folder, expression in sorted(found):
        yield Credit(f"{folder}/" if folder else "./", identity=f"{folder}/", expression=expression)


def _ships(subject: Subject) -> bool:
    return subject.kind is SubjectKind.FILE and subject.use is Use.RUNTIME and not subject.license_text
