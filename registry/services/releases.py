"""One release: found by what people call it, with its verdicts and documents."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from licenses.language import text
from registry.models import (
    DocumentKind,
    Origin,
    Project,
    Release,
    ReleaseArchive,
    ReleaseDocument,
    ReleaseVerdict,
    ReleaseViolation,
    State,
)
from registry.pool import Pool
from registry.services.address import shown
from registry.services.projects import NotFound, class_counts, named
from registry.services.release_rows import ArchiveRow, DocumentRow, ReleaseDetail, VerdictRow, ViolationRow
from registry.store.archive.formats import ArchiveFormat


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
        archives=archives_of(session, found.id),
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


def archives_of(session: Session, release_id: int) -> tuple[ArchiveRow, ...]:
    """What is recorded of a release's archives, in the order of the formats."""
    rows = session.scalars(select(ReleaseArchive).where(ReleaseArchive.release_id == release_id))
    found = sorted(rows, key=lambda it: list(ArchiveFormat).index(it.form))
    return tuple(ArchiveRow(it.form, it.sha256, it.size, it.compressor) for it in found)


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
