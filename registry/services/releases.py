"""Everything about one release, for its page and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from licenses.language import Text, text
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from registry.models import (
    Component,
    Dependency,
    DocumentKind,
    File,
    FileLicense,
    LicenseSummary,
    Origin,
    Project,
    Release,
    ReleaseDocument,
    ReleaseVerdict,
    ReleaseViolation,
    State,
)
from registry.models.problem import ReleaseProblem
from registry.pool import Pool
from registry.services.address import shown
from registry.services.pages import Page, number, page_of
from registry.services.projects import ClassCount, NotFound, class_counts, named


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """One licence expression of a release."""

    license_class: str
    expression: str
    files: int
    components: int
    paths: tuple[str, ...]  # some of the files, sorted


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One package of a release."""

    purl: str
    name: str
    version: str
    requirement: str
    type: str
    scope: str
    direct: bool
    first_party: bool
    declared_license: str
    declared_as: str
    license_class: str
    evidence: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One dependency edge of a release."""

    dependent: str  # purl
    dependency: str  # purl
    scope: str
    requirement: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem of a release."""

    code: str
    path: str
    line: int | None
    message: Text


@dataclass(frozen=True, slots=True)
class ViolationRow:
    """One reason of a verdict."""

    rule: str
    severity: Severity
    decided: bool  # false when the rule could not be decided
    subject: str  # path, purl or the project's name
    line: int | None
    expression: str
    reason: Text
    remedy: Text | None
    waived: str  # why a maintainer accepts it; "" when nobody does


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What a rule pack said."""

    pack: str
    pack_version: str
    scenario: Scenario
    outbound: str
    outcome: str
    judged_at: datetime
    violations: tuple[ViolationRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that can be downloaded."""

    kind: DocumentKind
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ReleaseDetail:
    """A release, without its long lists."""

    id: int
    project: str
    project_cloneable: bool
    label: str
    ref: str
    commit: str
    tree: str
    committed_at: datetime | None
    archive_sha256: str
    state: State
    reason: Text | None
    submitted_at: datetime
    changed_at: datetime
    analyser: str
    origin: str
    files: int
    components: int
    dependencies: int
    problems: int
    classes: tuple[ClassCount, ...]
    verdicts: tuple[VerdictRow, ...]  # newest first
    documents: tuple[DocumentRow, ...]


def release(pool: Pool, project: str, wanted: str) -> ReleaseDetail:
    """A release of a project, by its commit, a beginning of it (at least 7 digits), its SWHID or its label.

    Raises:
        NotFound: there is none, or several begin so.
    """
    with pool.database.reading() as session:
        found = find_release(session, named(session, project), wanted)
        return _detail(session, found)


def find_release(session: Session, project: Project, wanted: str) -> Release:
    """The project's release of that commit, beginning of a commit, SWHID or label.

    Raises:
        NotFound: there is none, or several begin so.
    """
    commit = wanted.removeprefix("swh:1:rev:").lower()
    is_hex = 7 <= len(commit) <= 64 and set(commit) <= set("0123456789abcdef")
    matches = Release.commit.startswith(commit, autoescape=True) if is_hex else Release.label == wanted
    statement = select(Release).where(Release.project_id == project.id, or_(matches, Release.label == wanted))
    found = session.scalars(statement.limit(2)).all()
    if len(found) > 1:
        exact = [it for it in found if wanted in (it.label, it.commit)]
        found = exact if len(exact) == 1 else []
    if not found:
        raise NotFound(text("the project has no such release"), where=f"{project.name} {wanted[:100]}")
    return found[0]


def _detail(session: Session, found: Release) -> ReleaseDetail:
    published = select(func.count()).where(Release.project_id == found.project_id, Release.state == State.PUBLISHED)
    return ReleaseDetail(
        id=found.id,
        project=found.project.name,
        project_cloneable=bool(session.scalar(published)),
        label=found.label,
        ref=found.ref,
        commit=found.commit,
        tree=found.tree,
        committed_at=found.committed_at,
        archive_sha256=found.archive_sha256,
        state=found.state,
        reason=found.reason,
        submitted_at=found.submitted_at,
        changed_at=found.changed_at,
        analyser=found.analyser,
        origin=shown(session.scalars(select(Origin.location).where(Origin.id == found.origin_id)).one()),
        files=found.file_count,
        components=found.component_count,
        dependencies=found.dependency_count,
        problems=found.problem_count,
        classes=class_counts(session, [found.id]).get(found.id, ()),
        verdicts=_verdicts(session, found.id),
        documents=_documents(session, found.id),
    )


def _verdicts(session: Session, release_id: int) -> tuple[VerdictRow, ...]:
    statement = (
        select(ReleaseVerdict)
        .where(ReleaseVerdict.release_id == release_id)
        .order_by(ReleaseVerdict.id.desc())
        .options(selectinload(ReleaseVerdict.violations).joinedload(ReleaseViolation.waiver))
    )
    return tuple(
        VerdictRow(
            it.pack,
            it.pack_version,
            it.scenario,
            it.outbound,
            it.outcome.value,
            it.judged_at,
            tuple(_violation(v) for v in it.violations),
        )
        for it in session.scalars(statement)
    )


def _violation(it: ReleaseViolation) -> ViolationRow:
    return ViolationRow(
        rule=it.rule,
        severity=it.severity,
        decided=it.decided,
        subject=it.subject,
        line=it.line,
        expression=it.expression,
        reason=it.reason,
        remedy=it.remedy,
        waived=it.waiver.reason if it.waiver else "",
    )


def _documents(session: Session, release_id: int) -> tuple[DocumentRow, ...]:
    """In the order in which the kinds are listed: what people want most comes first."""
    statement = select(ReleaseDocument).where(ReleaseDocument.release_id == release_id)
    found = sorted(session.scalars(statement), key=lambda it: list(DocumentKind).index(it.kind))
    return tuple(DocumentRow(it.kind, it.document.media_type, it.sha256, it.document.size) for it in found)


def licenses_of(pool: Pool, release_id: int, *, paths: int = 20) -> tuple[LicenseRow, ...]:
    """A release's licences, most files first, each with at most `paths` of its files."""
    numbered = (
        select(
            FileLicense.expression,
            File.path,
            func.row_number().over(partition_by=FileLicense.expression, order_by=File.path).label("place"),
        )
        .join(File, File.id == FileLicense.file_id)
        .where(File.release_id == release_id)
        .group_by(FileLicense.expression, File.path)
        .subquery()
    )
    summary = (
        select(LicenseSummary)
        .where(LicenseSummary.release_id == release_id)
        .order_by(LicenseSummary.file_count.desc(), LicenseSummary.component_count.desc(), LicenseSummary.expression)
    )
    with pool.database.reading() as session:
        found: dict[str, list[str]] = {}
        chosen = select(numbered.c.expression, numbered.c.path).where(numbered.c.place <= paths)
        for expression, path in session.execute(chosen.order_by(numbered.c.expression, numbered.c.place)):
            found.setdefault(expression, []).append(path)
        return tuple(
            LicenseRow(
                it.license_class, it.expression, it.file_count, it.component_count, tuple(found.get(it.expression, ()))
            )
            for it in session.scalars(summary)
        )


def components_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[ComponentRow]:
    """A release's packages: its own first, then what it asks for directly, then the rest.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    order = (Component.first_party.desc(), Component.direct.desc(), Component.purl)
    statement = (
        select(Component).where(Component.release_id == release_id).order_by(*order).offset(start).limit(limit + 1)
    )
    with pool.database.reading() as session:
        found = session.scalars(statement.options(selectinload(Component.package))).all()
        rows = [
            ComponentRow(
                purl=it.purl,
                name=it.package.name,
                version=it.version,
                requirement=it.requirement,
                type=it.package.type,
                scope=it.scope.value,
                direct=it.direct,
                first_party=it.first_party,
                declared_license=it.declared_license,
                declared_as=it.declared_as,
                license_class=it.license_class,
                evidence=tuple((path, line) for path, line in it.evidence),
            )
            for it in found
        ]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def dependencies_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[EdgeRow]:
    """A release's dependency edges, by purls.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    start = number(cursor)
    dependent, dependency = aliased(Component), aliased(Component)
    statement = (
        select(dependent.purl, dependency.purl, Dependency.scope, Dependency.requirement)
        .join(dependent, dependent.id == Dependency.dependent_id)
        .join(dependency, dependency.id == Dependency.dependency_id)
        .where(Dependency.release_id == release_id)
        .order_by(dependent.purl, dependency.purl)
        .offset(start)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        rows = [EdgeRow(a, b, scope.value, wanted) for a, b, scope, wanted in session.execute(statement)]
    return page_of(rows, limit, [str(start + place + 1) for place in range(len(rows))])


def problems_of(pool: Pool, release_id: int, *, cursor: str = "", limit: int = 100) -> Page[ProblemRow]:
    """A release's problems, in the order of its inventory.

    Raises:
        BadUsage: the cursor is not one of ours.
    """
    after = number(cursor)
    statement = (
        select(ReleaseProblem)
        .where(ReleaseProblem.release_id == release_id, ReleaseProblem.id > after)
        .order_by(ReleaseProblem.id)
        .limit(limit + 1)
    )
    with pool.database.reading() as session:
        found = session.scalars(statement).all()
        rows = [ProblemRow(it.code, it.path, it.line, it.message) for it in found]
    return page_of(rows, limit, [str(it.id) for it in found])


def document(pool: Pool, of: ReleaseDetail, kind: DocumentKind) -> tuple[DocumentRow, bytes]:
    """A release's document and its bytes, as they were signed.

    Raises:
        NotFound: the release has none of that kind.
        InputUnreadable: the stored bytes are gone or changed.
    """
    found = next((it for it in of.documents if it.kind is kind), None)
    if found is None:
        raise NotFound(text("the release has no such document"), where=f"{of.project} {of.label} {kind.value}")
    return found, pool.documents.read(found.sha256)
