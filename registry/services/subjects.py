"""A recorded release as what a rule pack judges: the subjects of its scan, from their rows, with what was overruled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.detection import MatchKind
from licenses.subject import Relation, Subject, SubjectKind, Use, is_license_file, relation_of
from registry.models import Component, Dependency, File, FileLicense, LicenseSummary, Release, ReleaseVerdict
from scanner.judge import EVIDENCE
from scanner.purpose import purpose_of


def subjects_of(session: Session, release: Release, concluded: Mapping[str, str]) -> Iterator[Subject]:
    """The project, then components, then files; `concluded` maps identities to the expressions that hold instead."""
    yield _project(session, release, concluded)
    depths = _depths(session, release.id)
    for component in session.scalars(
        select(Component).where(Component.release_id == release.id).order_by(Component.purl)
    ):
        yield _component(component, depths, concluded)
    yield from _files(session, release.id, concluded)


def _project(session: Session, release: Release, concluded: Mapping[str, str]) -> Subject:
    name = release.project.name
    first = session.scalars(
        select(ReleaseVerdict).where(ReleaseVerdict.release_id == release.id).order_by(ReleaseVerdict.id).limit(1)
    ).first()
    own = session.scalars(
        select(Component.declared_license)
        .where(Component.release_id == release.id, Component.first_party, Component.declared_license != "")
        .order_by(Component.purl)
    ).first()
    found = session.scalars(
        select(LicenseSummary.expression)
        .where(LicenseSummary.release_id == release.id, LicenseSummary.file_count > 0)
        .order_by(LicenseSummary.file_count.desc(), LicenseSummary.expression)
    )
    return Subject(
        kind=SubjectKind.PROJECT,
        identity=name,
        expression=concluded.get(name, first.outbound if first else ""),
        declared=own or "",
        detected=" AND ".join(f"({expression})" for expression in found),
        first_party=True,
    )


def _component(it: Component, depths: Mapping[int, int], concluded: Mapping[str, str]) -> Subject:
    use = Use(it.scope.value)
    path, line = it.evidence[0] if it.evidence else ("", None)
    return Subject(
        kind=SubjectKind.COMPONENT,
        identity=it.purl,
        expression=concluded.get(it.purl, it.declared_license),
        declared=it.declared_license,
        use=use,
        relation=relation_of(it.purl, use),
        direct=it.direct,
        depth=depths.get(it.id),
        first_party=it.first_party,
        path=path,
        first_line=line,
        last_line=line,
    )


def _files(session: Session, release_id: int, concluded: Mapping[str, str]) -> Iterator[Subject]:
    rows = session.execute(
        select(File.path, FileLicense)
        .join(FileLicense, FileLicense.file_id == File.id)
        .where(File.release_id == release_id, FileLicense.kind.in_(EVIDENCE))
        .order_by(File.path, FileLicense.expression, FileLicense.first_line)
    )
    seen: set[str] = set()
    for path, group in groupby(rows, key=lambda row: str(row[0])):
        seen.add(path)
        matches = [match for _, match in group]
        if path in concluded:
            yield _file(path, concluded[path], matches[0])
            continue
        for expression, same in groupby(matches, key=lambda match: match.expression):
            yield _file(path, expression, next(same))
    others = session.scalars(select(File.path).where(File.release_id == release_id, File.path.in_(concluded)))
    yield from (_file(path, concluded[path], None) for path in sorted(set(others) - seen))


def _file(path: str, expression: str, match: FileLicense | None) -> Subject:
    return Subject(
        kind=SubjectKind.FILE,
        identity=path,
        expression=expression,
        detected=match.expression if match else "",
        use=Use(purpose_of(path).value),
        relation=Relation.COPIED,
        path=path,
        first_line=match.first_line if match else None,
        last_line=match.last_line if match else None,
        license_text=is_license_file(path),
        # how much of the text was matched is not recorded; the score is that, weighted
        edited=match.kind is MatchKind.TEXT and match.score < 1 if match else None,
    )


def _depths(session: Session, release_id: int) -> dict[int, int]:
    """Edges from the nearest first-party package, by breadth-first search; ids of components."""
    needs: dict[int, list[int]] = {}
    edges = select(Dependency.dependent_id, Dependency.dependency_id).where(Dependency.release_id == release_id)
    for dependent, dependency in session.execute(edges):
        needs.setdefault(dependent, []).append(dependency)
    own = select(Component.id).where(Component.release_id == release_id, Component.first_party)
    depths = dict.fromkeys(session.scalars(own), 0)
    waiting = list(depths)
    for here in waiting:
        for there in needs.get(here, ()):
            if there not in depths:
                depths[there] = depths[here] + 1
                waiting.append(there)
    return depths
