"""An inventory becomes rows. Bulk inserts, in the order in which the rows refer to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from licenses.classes import LicenseClass, class_of
from licenses.detection import said_by
from licenses.expression import BadExpression, licenses_in, parse
from registry.models import Component, Dependency, File, FileLicense, LicenseKey, LicenseSummary, Package, Release
from registry.models.problem import ReleaseProblem
from registry.services.shortest import last_steps
from registry.services.terms import LOOKUP, add_terms, class_term, license_term, name_term, package_term
from scanner.inventory import Component as Found
from scanner.inventory import Inventory
from scanner.purl import without_version


def record(session: Session, release: Release, inventory: Inventory) -> None:
    """Store everything that the inventory says about the release."""
    release.analyser = inventory.analyser
    release.file_count = len(inventory.files)
    release.component_count = len(inventory.components)
    release.dependency_count = len({(edge.dependent, edge.dependency) for edge in inventory.dependencies})
    release.problem_count = len(inventory.problems)
    _record_files(session, release.id, inventory)
    _record_components(session, release.id, inventory)
    _record_licenses(session, release.id, inventory)
    add_terms(session, release.project_id, _terms(inventory))
    _add(
        session,
        ReleaseProblem,
        (
            {"release_id": release.id, "code": it.code, "path": it.path, "line": it.line, "message": it.message}
            for it in inventory.problems
        ),
    )


def _record_files(session: Session, release_id: int, inventory: Inventory) -> None:
    rows = [
        {
            "release_id": release_id,
            "path": it.path,
            "blob": it.blob,
            "size": it.size,
            "treatment": it.treatment,
        }
        for it in inventory.files
    ]
    if not rows:
        return
    ids = session.scalars(insert(File).returning(File.id, sort_by_parameter_order=True), rows).all()
    _add(
        session,
        FileLicense,
        (
            {
                "file_id": file_id,
                "expression": match.expression,
                "license_class": license_class(match.expression),
                "kind": match.kind,
                "first_line": match.first_line,
                "last_line": match.last_line,
                "score": match.score,
            }
            for file_id, it in zip(ids, inventory.files, strict=True)
            for match in it.licenses
        ),
    )


def _record_components(session: Session, release_id: int, inventory: Inventory) -> None:
    if not inventory.components:
        return
    packages = _packages(session, inventory.components)
    rows = [_component_row(release_id, packages[without_version(it.purl)], it) for it in inventory.components]
    ids = session.scalars(insert(Component).returning(Component.id, sort_by_parameter_order=True), rows).all()
    by_purl = {it.purl: component_id for component_id, it in zip(ids, inventory.components, strict=True)}
    edges = {(by_purl[it.dependent], by_purl[it.dependency]): it for it in inventory.dependencies}
    steps = last_steps(edges, (by_purl[it.purl] for it in inventory.components if it.first_party))
    _add(
        session,
        Dependency,
        (
            {
                "release_id": release_id,
                "dependent_id": dependent,
                "dependency_id": dependency,
                "scope": it.scope,
                "requirement": it.requirement,
                "shortest": steps.get(dependency) == dependent,
            }
            for (dependent, dependency), it in edges.items()
        ),
    )


def _component_row(release_id: int, package_id: int, it: Found) -> dict[str, object]:
    return {
        "release_id": release_id,
        "package_id": package_id,
        "purl": it.purl,
        "version": it.version,
        "requirement": it.requirement,
        "scope": it.scope,
        "direct": it.direct,
        "first_party": it.first_party,
        "declared_license": it.declared_license,
        "declared_as": it.declared_as,
        "license_class": license_class(it.declared_license) if it.declared_license else "",
        "description": it.description,
        "evidence": [[evidence.path, evidence.line] for evidence in it.evidence],
    }


def _packages(session: Session, components: Iterable[Found]) -> dict[str, int]:
    """Ids of the components' packages by versionless purl; those that the pool did not know are added."""
    wanted = {without_version(it.purl): it for it in components}
    known = _known_packages(session, list(wanted))
    rows = [
        {"purl": purl, "type": purl[4:].split("/", 1)[0], "name": it.name, "name_key": it.name.casefold()}
        for purl, it in wanted.items()
        if purl not in known
    ]
    if rows:
        _add(session, Package, rows)
        known |= _known_packages(session, [str(row["purl"]) for row in rows])
    return known


def _known_packages(session: Session, purls: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(purls), LOOKUP):
        part = purls[start : start + LOOKUP]
        known |= {
            row.purl: row.id for row in session.execute(select(Package.purl, Package.id).where(Package.purl.in_(part)))
        }
    return known


def _record_licenses(session: Session, release_id: int, inventory: Inventory) -> None:
    in_files = Counter(name for it in inventory.files for name in said_by(it.licenses))
    in_components = Counter(it.declared_license for it in inventory.components if it.declared_license)
    expressions = sorted(in_files.keys() | in_components.keys())
    _add(
        session,
        LicenseSummary,
        (
            {
                "release_id": release_id,
                "expression": name,
                "license_class": license_class(name),
                "file_count": in_files[name],
                "component_count": in_components[name],
            }
            for name in expressions
        ),
    )
    keys = sorted({key for name in expressions for key in license_keys(name)})
    _add(session, LicenseKey, ({"release_id": release_id, "key": key} for key in keys))


def _terms(inventory: Inventory) -> Iterator[str]:
    expressions = {expression for it in inventory.files for expression in said_by(it.licenses)}
    expressions |= {it.declared_license for it in inventory.components if it.declared_license}
    for expression in expressions:
        yield class_term(license_class(expression))
        yield from (license_term(key) for key in license_keys(expression))
    for it in inventory.components:
        yield package_term(without_version(it.purl))
        yield name_term(it.name)


def license_class(expression: str) -> LicenseClass:
    """The class of what a file or manifest says; unknown when it cannot be read as an expression."""
    try:
        return class_of(expression)
    except BadExpression:
        return LicenseClass.UNKNOWN


def license_keys(expression: str) -> set[str]:
    """The licence and exception ids in an expression, case-folded."""
    try:
        parts = licenses_in(parse(expression))
        return {name.casefold() for part in parts for name in (part.id, part.exception) if name}
    except BadExpression:
        return {expression.casefold()}


def _add(session: Session, model: type, rows: Iterable[Mapping[str, object]]) -> None:
    if listed := list(rows):
        session.execute(insert(model), listed)
