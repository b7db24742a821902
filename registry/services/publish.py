"""Publish: a scanned and judged commit enters the pool.

In order, so that a crash leaves the pool as before or as after:
1. its git objects are brought into the project's held repository; nobody can see them there;
2. its archives are measured, its documents stored by their sha256; nothing refers to them yet;
3. one transaction adds the release with all its rows, its verdict, its documents and its state;
4. the project's public repository is made to show what the database says. Should this step be lost, the next reader
   of the repository does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from licenses.bilingual import Bilingual, filled
from licenses.errors import BadUsage
from licenses.language import Text, text
from licenses.policy_severity import Severity
from licenses.verdict import Verdict
from licenses.waiver_applied import apply_waivers
from registry.models import (
    Admission,
    Origin,
    OriginRelation,
    Project,
    Publication,
    Release,
    ReleaseDocument,
    State,
)
from registry.pool import Pool
from registry.services.archives import measure, record_archives
from registry.services.judgement import record_verdict
from registry.services.labels import base_name, free_label, project_name
from registry.services.organisations import organisation_named
from registry.services.place import Place, place_of
from registry.services.record import record
from registry.services.refs import show_published
from registry.services.submission import NewDocument, Submission
from registry.services.waivers import waivers_of
from registry.services.workflow import submitted, transition
from registry.store.archive.measured import Measured

TRIES = 5  # at a label that somebody else takes first


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a submission."""

    project: str
    label: str
    commit: str
    state: State
    reason: Text | None
    new: bool  # false when the pool had this commit already


@dataclass(frozen=True, slots=True)
class _Ready:
    """What was made for the release before it is there."""

    label: str
    archives: tuple[Measured, ...]  # empty when it is refused
    documents: tuple[NewDocument, ...]


class _LabelTaken(Exception):
    """Somebody published another commit under the label meanwhile: the archives' names are wrong."""


def publish(pool: Pool, submission: Submission) -> Published:
    """Bring a submission into the pool: published when its verdict accepts it, kept as rejected when it refuses it.

    Publishing the same commit of a project again changes nothing and says what it found.

    Raises:
        BadUsage: the name is no project name, or belongs to a project with another history.
        GitFailed: the commit cannot be read whole from its repository.
    """
    for _ in range(TRIES):
        try:
            return _publish(pool, submission)
        except _LabelTaken:
            continue
    raise AssertionError("each time that a label was free, somebody else took it")


def _publish(pool: Pool, submission: Submission) -> Published:
    if found := _found(pool, submission):
        return found
    with pool.database.reading() as session:
        place = place_of(session, submission.location, submission.name)
        submission = _with_waivers(session, submission, place, pool.now().date())
    repositories = pool.repositories(place.store)
    repositories.keep(submission.objects, submission.commit, place.origin_key)
    _refuse_stranger(pool, submission, place)
    ready = _prepare(pool, submission, place)
    try:
        with pool.database.writing() as session:
            release = _add(pool, session, submission, place, ready)
            project_id = release.project_id
            done = Published(
                release.project.name, release.label, release.commit, release.state, release.reason, new=True
            )
    except IntegrityError:
        # somebody published the same commit meanwhile: theirs is the release
        if found := _found(pool, submission):
            return found
        raise
    show_published(pool, project_id)
    return done


def _prepare(pool: Pool, submission: Submission, place: Place) -> _Ready:
    """What takes time, before the transaction: archives measured, documents written, signed and stored."""
    with pool.database.reading() as session:
        label = free_label(session, place.project_id, submission)
        base = base_name(project_name(session, place.project_id, submission), label)
    refused = submission.verdict.refused  # nobody will download it
    archives = () if refused else measure(pool, place.store, submission.commit, base)
    documents = submission.sign({f"{base}.{it.form}": it.sha256 for it in archives})
    for document in documents:
        pool.documents.keep(document.content)
    return _Ready(label, archives, documents)


def _with_waivers(session: Session, submission: Submission, place: Place, today: date) -> Submission:
    """The submission with its verdict as the project's waivers leave it: what is signed is what holds."""
    if place.project_id is None:
        return submission
    waivers = waivers_of(session, place.project_id)
    return replace(submission, verdict=apply_waivers(submission.verdict, waivers, today))


def _found(pool: Pool, submission: Submission) -> Published | None:
    """The release that this commit of this project already is."""
    with pool.database.reading() as session:
        place = place_of(session, submission.location, submission.name)
        release = session.scalars(
            select(Release).where(Release.project_id == place.project_id, Release.commit == submission.commit)
        ).one_or_none()
        if release is None:
            return None
        return Published(release.project.name, release.label, release.commit, release.state, release.reason, new=False)


def _refuse_stranger(pool: Pool, submission: Submission, place: Place) -> None:
    """A source that merely has the name of a project must not pass for it."""
    if place.project_id is None or place.origin_known or submission.joins:
        return
    if not pool.repositories(place.store).shares_history(submission.commit):
        raise BadUsage(
            text(
                "the pool has a project named {name} from another source, with no common history", name=submission.name
            ),
            where=submission.location,
            hint=text("choose another name with --name, or give this very name with --name to add the source to it"),
        )


def _add(pool: Pool, session: Session, submission: Submission, place: Place, ready: _Ready) -> Release:
    now = pool.now()
    project = _project(session, submission, place, now)
    if free_label(session, project.id, submission) != ready.label:
        raise _LabelTaken
    origin = _origin(session, submission, place, project, now)
    facts = submission.inventory.source
    release = Release(
        project=project,
        origin=origin,
        label=ready.label,
        ref=facts.ref,
        branch=submission.branch,
        commit=facts.commit,
        tree=facts.tree,
        committed_at=datetime.fromtimestamp(facts.committed_at, UTC) if facts.committed_at else None,
        archive_sha256=facts.sha256,
        state=State.SUBMITTED,
        submitted_at=now,
        changed_at=now,
    )
    submitted(session, release, actor=submission.actor, at=now)
    for step in (State.SCANNING, State.SCANNED, State.IN_REVIEW):
        transition(session, release, step, actor=submission.actor, at=now)
    record(session, release, submission.inventory)
    record_verdict(session, release, submission.verdict, now)
    record_archives(session, release, ready.archives)
    for document in ready.documents:
        session.add(ReleaseDocument(release_id=release.id, kind=document.kind, sha256=document.keep(pool, session)))
    _decide(session, release, submission, now)
    return release


def _decide(session: Session, release: Release, submission: Submission, now: datetime) -> None:
    """Let the verdict speak: what it does not refuse is published, or waits where reviewers decide."""
    pack = submission.verdict.pack
    actor = f"pack:{pack.name}@{pack.version}"
    if submission.verdict.refused:
        transition(session, release, State.REJECTED, actor=actor, at=now, reason=_reason(submission.verdict))
    elif not _reviewed(release.project):
        session.add(Publication(release_id=release.id, published_at=now))
        transition(session, release, State.PUBLISHED, actor=actor, at=now)


def _reviewed(project: Project) -> bool:
    return project.organisation is not None and project.organisation.admission is Admission.REVIEWED


def _reason(verdict: Verdict) -> Text:
    """How many reasons there are, and the gravest."""
    grave = [it.message for it in verdict.violations if it.severity is Severity.REFUSE]
    grave += [it.reason for it in verdict.undecided if it.severity is Severity.REFUSE]
    first = grave[0]
    sentence = Bilingual(
        "the rule pack {pack} refuses it (reasons: {count}); first: {first}",
        chinese="规则包 {pack} 因 {count} 项原因予以驳回，首要原因：{first}",
    )
    return filled(sentence, {"pack": verdict.pack.name, "count": len(grave)}, {"first": first})


def _project(session: Session, submission: Submission, place: Place, now: datetime) -> Project:
    if place.project_id is not None:
        return session.get_one(Project, place.project_id)
    own = next((it for it in submission.inventory.components if it.first_party and it.description), None)
    words = [
        submission.name,
        *(f"{it.name} {it.description}" for it in submission.inventory.components if it.first_party),
    ]
    project = Project(
        name=submission.name,
        name_key=submission.name.casefold(),
        store=place.store,
        description=own.description if own else "",
        homepage=own.homepage if own else "",
        search_text="\n".join(words).casefold(),
        created_at=now,
        organisation_id=_organisation(session, submission.organisation),
    )
    session.add(project)
    session.flush()
    return project


def _organisation(session: Session, name: str) -> int | None:
    return organisation_named(session, name).id if name else None


def _origin(session: Session, submission: Submission, place: Place, project: Project, now: datetime) -> Origin:
    if place.origin_known:
        return session.scalars(select(Origin).where(Origin.location == submission.location)).one()
    origin = Origin(
        project=project,
        key=place.origin_key,
        kind=submission.inventory.source.kind,
        relation=OriginRelation.PRIMARY if place.project_id is None else OriginRelation.MIRROR,
        location=submission.location,
        created_at=now,
    )
    session.add(origin)
    session.flush()
    return origin
