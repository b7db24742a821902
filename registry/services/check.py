"""Check a whole pool: what its database says against what lies in its git storage and among its documents.

Every rule that publication keeps is asked again from outside, so that after a crash, a restored backup or a bad disk
somebody can know. Nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from licenses.errors import InputUnreadable
from licenses.language import text
from registry.models import (
    AuditEvent,
    Component,
    Dependency,
    Document,
    DocumentKind,
    File,
    Origin,
    Project,
    Publication,
    Release,
    ReleaseArchive,
    ReleaseDocument,
    ReleaseProblem,
    State,
)
from registry.pool import Pool
from registry.services.check_jobs import check_jobs
from registry.services.finding import Finding
from registry.services.refs import wanted_refs
from registry.services.signing import public_key
from registry.store import git
from registry.store.archive.formats import compressor
from scanner.provenance.envelope import EnvelopeMalformed, open_envelope, signed_by
from scanner.provenance.reading import StatementUnreadable, read_statement


def check(pool: Pool) -> Iterator[Finding]:
    """Everything that is wrong, in the order of the checks; nothing when all is well."""
    with pool.database.reading() as session:
        yield from _database(session)
        yield from _counts(session)
        yield from _states(session)
        yield from check_jobs(pool, session)
        for project in session.scalars(select(Project).order_by(Project.id)):
            yield from _repositories(pool, session, project)
        yield from _documents(pool, session)
        yield from _attestations(pool, session)
        yield from _compressors(session)
        yield from _leftovers(pool, session)


def _database(session: Session) -> Iterator[Finding]:
    if session.get_bind().dialect.name != "sqlite":
        return
    connection = session.connection()
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Finding("database-damaged", "", text("the database file is damaged: {line}", line=str(line)))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("row-orphaned", str(row[0]), text("row {row} refers to nothing", row=str(row[1])))


_COUNTED: tuple[tuple[str, InstrumentedAttribute[int], type], ...] = (
    ("file", Release.file_count, File),
    ("component", Release.component_count, Component),
    ("dependency", Release.dependency_count, Dependency),
    ("problem", Release.problem_count, ReleaseProblem),
)


def _counts(session: Session) -> Iterator[Finding]:
    """The counts that lists show are those of the rows."""
    for name, kept, model in _COUNTED:
        counted = select(func.count()).where(model.release_id == Release.id).correlate(Release).scalar_subquery()  # type: ignore[attr-defined]
        for commit, said in session.execute(select(Release.commit, kept).where(kept != counted)):
            message = text("the release says that it has {count} rows of {table}", count=said, table=name)
            yield Finding("count-wrong", commit, message)


def _states(session: Session) -> Iterator[Finding]:
    """The audit trail ends where the release is; what was published has its publication."""
    last = (
        select(AuditEvent.after)
        .where(
            AuditEvent.release_id == Release.id,
            AuditEvent.action.in_([f"release.{it.value.replace(' ', '-')}" for it in State]),
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
        .correlate(Release)
        .scalar_subquery()
    )
    for commit, state, after in session.execute(select(Release.commit, Release.state, last)):
        if after != state.value:
            yield Finding("audit-trail-broken", commit, text("its audit trail does not lead to its state"))
    published = select(Release.commit).where(Release.state.in_((State.PUBLISHED, State.WITHDRAWN)))
    for commit in session.scalars(published.where(~Release.id.in_(select(Publication.release_id)))):
        yield Finding("publication-missing", commit, text("it was published, but no publication is recorded"))


def _repositories(pool: Pool, session: Session, project: Project) -> Iterator[Finding]:
    """Every commit is kept; the public repository shows what is published and nothing else."""
    repositories = pool.repositories(project.store)
    commits = select(Release.commit, Origin.key).join(Origin, Origin.id == Release.origin_id)
    for commit, key in session.execute(commits.where(Release.project_id == project.id)):
        if not repositories.holds(commit, key):
            yield Finding("commit-lost", f"{project.name} {commit}", text("the commit is not in the git storage"))
    wanted = wanted_refs(session, project.id)
    if repositories.public.exists() and repositories.public_refs() != dict(wanted.refs):
        yield Finding("refs-wrong", project.name, text("the public repository does not show what is published"))
    for repository in (repositories.held, repositories.public):
        if repository.exists() and not git.succeeds(repository, "fsck", "--connectivity-only", "--no-dangling"):
            yield Finding("objects-missing", str(repository), text("git finds missing or damaged objects"))


def _documents(pool: Pool, session: Session) -> Iterator[Finding]:
    for digest in session.scalars(select(Document.sha256).order_by(Document.sha256)):
        try:
            pool.documents.read(digest)
        except InputUnreadable as lost:
            yield Finding("document-lost", digest, lost.what)


def _attestations(pool: Pool, session: Session) -> Iterator[Finding]:
    """Each attestation is signed by this node and speaks of its release's commit and documents."""
    key = public_key(pool)
    kinds = select(Release.id, Release.commit, ReleaseDocument.kind, ReleaseDocument.sha256).join(
        Release, Release.id == ReleaseDocument.release_id
    )
    of_release: dict[tuple[str, int], dict[DocumentKind, str]] = {}
    for release_id, commit, kind, digest in session.execute(kinds):
        of_release.setdefault((commit, release_id), {})[kind] = digest
    archives: dict[int, set[str]] = {}
    kept = select(Release.id, ReleaseArchive.sha256).join(Release, Release.id == ReleaseArchive.release_id)
    for release_id, digest in session.execute(kept.where(Release.state == State.PUBLISHED)):
        archives.setdefault(release_id, set()).add(digest)
    for (commit, release_id), digests in sorted(of_release.items()):
        attestation = digests.pop(DocumentKind.ATTESTATION, None)
        try:
            envelope = open_envelope(pool.documents.read(attestation or ""))
            said = read_statement(envelope.payload)
        except (InputUnreadable, EnvelopeMalformed, StatementUnreadable):
            yield Finding("attestation-unreadable", commit, text("its attestation cannot be read"))
            continue
        stated = {value for subject in said.subject for value in subject.digest.values()}
        if not signed_by(envelope, key) or not stated >= {commit, *digests.values(), *archives.get(release_id, ())}:
            yield Finding("attestation-wrong", commit, text("its attestation does not speak of it, or is not ours"))


def _compressors(session: Session) -> Iterator[Finding]:
    """Compressed archives are made anew for each download, by this machine's zlib."""
    others = select(Release.commit).join(ReleaseArchive, ReleaseArchive.release_id == Release.id).distinct()
    for commit in session.scalars(others.where(ReleaseArchive.compressor.not_in(("", compressor())))):
        message = text("its compressed archives were made by another zlib: only the tar can be downloaded here")
        yield Finding("archive-elsewhere", commit, message)


def _leftovers(pool: Pool, session: Session) -> Iterator[Finding]:
    """What a crash may leave: nothing refers to it, and most of it is taken up when the source is published again."""
    stores = set(session.scalars(select(Project.store)))
    for folder in sorted(pool.home.git.glob("*/*")):
        if folder.parent.name + folder.name not in stores:
            yield Finding("storage-unused", str(folder), text("no project has this git storage"))
    known = set(session.scalars(select(Document.sha256)))
    for it in pool.documents.stored():
        if it.unfinished:
            yield Finding("document-unfinished", it.where, text("the writing of this document was interrupted"))
        elif it.digest not in known:
            code = "document-unused" if _is_document(pool, it.digest) else "file-strange"
            yield Finding(code, it.where, text("no release has this document"))


def _is_document(pool: Pool, digest: str) -> bool:
    try:
        pool.documents.read(digest)
    except InputUnreadable:
        return False
    return True
