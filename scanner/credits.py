"""Inventory → what a NOTICE document names: the project, what it ships, and folders under licences of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname

from licenses.copyright.finding import Copyright
from licenses.copyright.united import united
from licenses.detection import MatchKind
from licenses.notice import Credit
from licenses.subject import SubjectKind, is_license_file
from scanner.inventory import Component, FileRecord, Inventory
from scanner.judge import subjects_of
from scanner.notice_files import Wording
from scanner.package import Scope
from scanner.purpose import purpose_of

_SHIPPED = {Scope.RUNTIME, Scope.OPTIONAL}
_REUSE_FOLDER = "LICENSES"  # texts for the whole project: https://reuse.software/spec-3.3/


def credits_of(inventory: Inventory, wordings: tuple[Wording, ...] = ()) -> Iterator[Credit]:
    """The project first, then components by purl, then folders with files, or a licence text, of others.

    Wordings go to the folder that they stand in, else to the project.
    """
    concluded = inventory.conclusions[0].concluded
    expressions = _expressions(inventory)
    own: list[Copyright] = []
    others: dict[tuple[str, str], list[Copyright]] = {}
    for file in inventory.files:
        if purpose_of(file.path) is Scope.RUNTIME:
            statements = _statements(file)
            foreign = _foreign(file, expressions.get(file.path, ()), concluded)
            for expression in foreign:
                others.setdefault((dirname(file.path), expression), []).extend(statements)
            if not foreign:
                own += statements
    name = inventory.source.name
    placed = _placed(wordings, others)
    own_texts = [each.text for each in placed.get(("", ""), ()) if each.expression]
    notices = tuple(each.text for each in placed.get(("", ""), ()) if not each.expression)
    yield Credit(
        name,
        identity=name,
        expression=concluded,
        copyrights=united(own),
        notices=notices,
        own_text="\n\n".join(dict.fromkeys(own_texts)),
    )
    for component in inventory.components:
        if component.scope in _SHIPPED and not component.first_party:
            yield _component(component)
    for (folder, expression), statements in sorted(others.items(), key=lambda item: item[0]):
        place = f"{folder}/" if folder else "./"
        said = placed.get((folder, expression), ())
        yield Credit(
            place,
            identity=place,
            expression=expression,
            copyrights=united(statements),
            notices=tuple(each.text for each in said if not each.expression),
            own_text="\n\n".join(each.text for each in said if each.expression),
        )


def _placed(
    wordings: tuple[Wording, ...], others: Mapping[tuple[str, str], list[Copyright]]
) -> dict[tuple[str, str], list[Wording]]:
    """Wordings by the credit that they belong to: ("", "") is the project's."""
    found: dict[tuple[str, str], list[Wording]] = {}
    for each in wordings:
        here = sorted(key for key in others if key[0] == each.folder)
        same = [key for key in here if key[1] == each.expression]
        key = (same or ([] if each.expression else here) or [("", "")])[0]
        found.setdefault(key, []).append(each)
    return found


def _expressions(inventory: Inventory) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for subject in subjects_of(inventory):
        if subject.kind is SubjectKind.FILE:
            found[subject.path] = (*found.get(subject.path, ()), subject.expression)
    return found


def _statements(file: FileRecord) -> list[Copyright]:
    """Its copyright statements, without those that a licence text makes about itself."""
    texts = [match for match in file.licenses if match.kind is MatchKind.TEXT] if is_license_file(file.path) else []
    return [
        found
        for found in file.copyrights
        if not any(text.first_line < found.first_line <= text.last_line for text in texts)
    ]


def _foreign(file: FileRecord, expressions: tuple[str, ...], concluded: str) -> tuple[str, ...]:
    """The licences of a file by which its folder is a work of others; a licence text speaks for the folder it is in."""
    if is_license_file(file.path):
        folder = dirname(file.path)
        return () if folder in {"", _REUSE_FOLDER} else expressions
    return tuple(expression for expression in expressions if expression != concluded)


def _component(component: Component) -> Credit:
    return Credit(
        name=component.name,
        version=component.version,
        identity=component.purl,
        expression=component.declared_license,
        copyrights=(component.copyright,) if component.copyright else (),
        source_url=component.vcs_url or component.download_url,
    )
