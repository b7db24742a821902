"""Releases: in a list, and one with the addresses of its lists, documents and archives."""

from __future__ import annotations

from msgspec import Struct, field

from registry.api.answers.envelope import Moment
from registry.models import DocumentKind, State
from registry.store.archive.formats import ArchiveFormat


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
