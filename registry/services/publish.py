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
from datetime import date, datetime

from msgspec.structs import replace
from sqlalchemy import delete, select
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
    Project,
    Publication,
    Release,
    ReleaseDocument,
    ReleaseProblem,
    State,
)
from registry.pool import Pool
from registry.services.archives import measure, record_archives
from registry.services.arrival import OPEN, arrive
from registry.services.judgement import record_verdict
from registry.services.labels import base_name, free_label, project_name
from registry.services.place import Place, place_of
from registry.services.record import record
from registry.services.refs import show_published
from registry.services.submission import NewDocument, Submission
from registry.services.terms import add_terms, grams
from registry.services.waivers import waivers_of
from registry.services.workflow import transition
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
        with pool.database.reading() as session:
            known = place_of(session, submission.location, submission.name)
        show_published(pool, known.project_id or 0)  # whoever published it may have died before this
        return found
    with pool.database.reading() as session:
        place = place_of(session, submission.location, submission.name)
        submission = _with_waivers(session, submission, place, pool.now().date())
    repositories = pool.repositories(place.store)
    repositories.keep(submission.objects, submission.commit, place.origin_key)
    refuse_stranger(pool, place, submission.commit, submission.name, submission.location, joins=submission.joins)
    ready = _prepare(pool, submission, place)
    try:
        with pool.database.writing() as session:
            release = _add(pool, session, submission, place, ready)
            done = _told(release, new=True) if release else None
    except IntegrityError:
        # somebody published the same commit meanwhile: theirs is the release
        if found := _found(pool, submission):
            return found
        raise
    if release is None or done is None:
        return _must_find(pool, submission)
    show_published(pool, release.project_id)
    return done


def _must_find(pool: Pool, submission: Submission) -> Published:
    found = _found(pool, submission)
    if found is None:
        raise AssertionError("a release was completed and is gone")
    return found


def _told(release: Release, *, new: bool) -> Published:
    return Published(release.project.name, release.label, release.commit, release.state, release.reason, new=new)


def _prepare(pool: Pool, submission: Submission, place: Place) -> _Ready:
    """What takes time, before the transaction: archives measured, documents written, signed and stored."""
    with pool.database.reading() as session:
        label = free_label(session, place.project_id, submission.label, submission.commit)
        base = base_name(project_name(session, place.project_id, submission.name), label)
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
    """The completed release that this commit of this project already is."""
    with pool.database.reading() as session:
        place = place_of(session, submission.location, submission.name)
        release = session.scalars(
            select(Release).where(Release.project_id == place.project_id, Release.commit == submission.commit)
        ).one_or_none()
        return _told(release, new=False) if release and release.state not in OPEN else None


def refuse_stranger(pool: Pool, place: Place, commit: str, name: str, location: str, *, joins: bool) -> None:
    """A source that merely has the name of a project must not pass for it.

    Raises:
        BadUsage: it shares no history with the project, and nobody said that it belongs there.
    """
    if place.project_id is None or place.origin_known or joins:
        return
    if not pool.repositories(place.store).shares_history(commit):
        raise BadUsage(
            text("the pool has a project named {name} from another source, with no common history", name=name),
            where=location,
            hint=text("choose another name with --name, or give this very name with --name to add the source to it"),
        )


def _add(pool: Pool, session: Session, submission: Submission, place: Place, ready: _Ready) -> Release | None:
    """The release with all that is known of it; None when somebody completed it meanwhile."""
    now = pool.now()
    release = arrive(session, place, submission.arrival, now)
    if release.state not in OPEN:
        return None
    if free_label(session, release.project_id, submission.label, release.commit) != ready.label:
        raise _LabelTaken
    release.label = ready.label
    for step in (State.SCANNING, State.SCANNED, State.IN_REVIEW):
        if release.state is not step:
            transition(session, release, step, actor=submission.actor, at=now)
    _describe(session, release.project, submission)
    session.execute(delete(ReleaseProblem).where(ReleaseProblem.release_id == release.id))
    record(session, release, submission.inventory)
    record_verdict(session, release, submission.verdict, now)
    record_archives(session, release, ready.archives)
    for document in ready.documents:
        session.add(ReleaseDocument(release_id=release.id, kind=document.kind, sha256=document.keep(pool, session)))
    _decide(session, release, submission, now)
    return release


def _describe(session: Session, project: Project, submission: Submission) -> None:
    """What the first scanned release says of its project."""
    own = [it for it in submission.inventory.components if it.first_party]
    if project.search_text != project.name_key:
        return
    project.search_text = "\n".join([project.name, *(f"{it.name} {it.description}" for it in own)]).casefold()
    add_terms(session, project.id, grams(project.search_text))
    if described := next((it for it in own if it.description), None):
        project.description, project.homepage = described.description, described.homepage


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
