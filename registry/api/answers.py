"""How the API's JSON looks: one type an answer. The OpenAPI document is made from these, and answers are these.

Moments are RFC 3339 in UTC; empty strings mean not stated; sentences are in the language of the request.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct, field

from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from registry.models import DocumentKind, JobKind, JobState, Role, State
from registry.models.project import OriginRelation
from registry.models.verdict import Outcome
from registry.models.visit import Found
from registry.store.archive.formats import ArchiveFormat
from scanner.inventory import SourceKind
from scanner.package import Scope

T = TypeVar("T")
Moment = Annotated[datetime, Meta(tz=True)]


class Listed(Struct, Generic[T], frozen=True):
    """A page of a list; `next` is the cursor to ask for, or null on the last."""

    items: list[T]
    next: str | None


class Problem(Struct, frozen=True, omit_defaults=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""  # what it is about: a name, a path, an address
    hint: str = ""  # what to do next


class ClassCount(Struct, frozen=True):
    """How much of a release has licences of one class."""

    license_class: str = field(name="class")
    files: int
    components: int


class ReleaseRow(Struct, frozen=True):
    """A release in a list."""

    project: str
    id: str  # the commit
    label: str
    swhid: str
    state: State
    changed_at: Moment
    committed_at: Moment | None
    files: int
    components: int
    problems: int
    license_classes: list[ClassCount]
    reason: str | None  # why it is rejected or withdrawn
    url: str


class ProjectRow(Struct, frozen=True):
    """A project in a list."""

    name: str
    description: str
    clone_url: str
    published: bool
    url: str
    latest_release: ReleaseRow


class OriginRow(Struct, frozen=True):
    """A place that the code comes from, and how to clone what was published from there."""

    key: str
    kind: SourceKind
    relation: OriginRelation
    location: str
    visited_at: Moment | None
    found: str  # how the last visit ended; "" when there was none
    clone_url: str


class Project(Struct, frozen=True):
    """One project with its origins and a page of its releases, the newest first."""

    name: str
    description: str
    homepage: str
    clone_url: str
    published: bool
    origins: list[OriginRow]
    releases: Listed[ReleaseRow]


class Document(Struct, frozen=True):
    """A document and where it is downloaded."""

    kind: DocumentKind
    media_type: str
    file_name: str
    sha256: str
    size: int
    url: str


class Archive(Struct, frozen=True):
    """An archive and where it is downloaded; size and sha256 are null until it was measured."""

    format: ArchiveFormat
    media_type: str
    file_name: str
    sha256: str | None
    size: int | None
    url: str


class Release(Struct, frozen=True):
    """One release and the addresses of its lists, documents and archives."""

    id: str  # the commit
    project: str
    label: str
    swhid: str
    tree: str  # SWHID
    ref: str
    origin: str
    archive_sha256: str
    state: State
    reason: str | None
    open_question: str | None  # that nobody answered yet
    committed_at: Moment | None
    submitted_at: Moment
    changed_at: Moment
    analyser: str
    files: int
    components: int
    dependencies: int
    problems: int
    license_classes: list[ClassCount]
    clone_url: str | None
    components_url: str
    dependencies_url: str
    licenses_url: str
    problems_url: str
    verdict_url: str
    overrules_url: str
    documents: list[Document]
    archives: list[Archive]


class Evidence(Struct, frozen=True):
    """Where a file states it."""

    path: str
    line: int | None


class Component(Struct, frozen=True):
    """One package of a release."""

    purl: str
    name: str
    version: str
    requirement: str
    type: str
    scope: Scope
    direct: bool
    first_party: bool
    declared_license: str
    declared_as: str
    license_class: str
    evidence: list[Evidence]


class Edge(Struct, frozen=True):
    """One dependency edge, by purls."""

    dependent: str
    dependency: str
    scope: Scope
    requirement: str


class License(Struct, frozen=True):
    """One licence expression of a release, with some of its files."""

    expression: str
    license_class: str = field(name="class")
    files: int
    components: int
    paths: list[str]


class ScanProblem(Struct, frozen=True):
    """What the scan could not read as meant."""

    code: str
    path: str
    line: int | None
    message: str


class Violation(Struct, frozen=True):
    """One reason of a verdict."""

    rule: str
    severity: Severity
    decided: bool
    subject: str
    line: int | None
    expression: str
    reason: str
    remedy: str | None
    waived: str


class Verdict(Struct, frozen=True):
    """What a rule pack said about a release."""

    pack: str
    pack_version: str
    scenario: Scenario
    outbound: str
    outcome: Outcome
    judged_at: Moment
    violations: list[Violation]


class Visit(Struct, frozen=True):
    """One look at an origin."""

    location: str
    at: Moment
    found: Found
    refs: int
    problem: str | None
    changed: list[str]  # branches and tags that are new, elsewhere or gone since the last answer


class Event(Struct, frozen=True):
    """One entry of an audit trail."""

    at: Moment
    actor: str
    action: str
    before: str
    after: str
    reason: str | None


class Use(Struct, frozen=True):
    """A release that has a package, and the way to it."""

    project: str
    label: str
    commit: str
    state: State
    purl: str
    scope: Scope
    direct: bool
    path: list[str]


class Holder(Struct, frozen=True):
    """A release that contains a file."""

    project: str
    label: str
    commit: str
    state: State
    path: str


class PackageChange(Struct, frozen=True):
    """A package whose versions differ."""

    package: str
    before: list[str]
    after: list[str]


class Comparison(Struct, frozen=True):
    """What the later of two releases has differently."""

    before: str
    after: str
    packages: list[PackageChange]
    licenses_gone: list[str]
    licenses_new: list[str]
    files_gone: list[str]
    files_new: list[str]
    files_changed: list[str]


class Me(Struct, frozen=True):
    """Whom a token belongs to, and what it allows at most."""

    login: str
    administrator: bool  # of the whole pool
    limit: Role


class Issued(Struct, frozen=True):
    """A new token. It is shown this once."""

    token: str


class Overrule(Struct, frozen=True):
    """A licence that a reviewer concluded against what was found."""

    subject: str  # path, purl or the project's name
    before: str
    concluded: str
    reason: str
    actor: str
    at: Moment


class JudgedAgain(Struct, frozen=True):
    """What the rule pack says now."""

    outcome: Outcome


class Agreement(Struct, frozen=True):
    """An organisation's usage agreement, the version in force."""

    organisation: str
    version: str
    text: str  # Markdown, in the language of the request
    published_at: Moment
    accepted_at: Moment | None  # by whoever asks


class Submitted(Struct, frozen=True):
    """What was asked for, and the job that does it; null when the pool has it already."""

    source: str
    project: str
    job: int | None
    job_url: str | None


class Uploaded(Struct, frozen=True):
    """An archive that arrived, and the job that scans it; null when the pool had this content already."""

    project: str
    release: str  # the commit that it became
    sha256: str  # of the archive
    job: int | None
    job_url: str | None


class NotSubmitted(Struct, frozen=True):
    """A source of a list that cannot be submitted, and why."""

    source: str
    problem: str


class ListSubmitted(Struct, frozen=True):
    """What became of a list, source by source."""

    submitted: list[Submitted]
    refused: list[NotSubmitted]


class Job(Struct, frozen=True):
    """Work that the pool does."""

    id: int
    kind: JobKind
    subject: str
    state: JobState
    step: str
    done: int
    total: int
    problem: str | None
    created_at: Moment
    ended_at: Moment | None


class Decided(Struct, frozen=True):
    """The state that a decision led to."""

    state: State


class Granted(Struct, frozen=True):
    """The number of a waiver."""

    waiver: int


class Said(Struct, frozen=True):
    """What was written."""

    comment: str
