"""What services say about one release: rows of its lists, and the whole without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from licenses.language import Text
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from registry.models import DocumentKind, State
from registry.services.projects import ClassCount
from registry.store.archive.formats import ArchiveFormat


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
class ArchiveRow:
    """What an archive of the release comes to."""

    form: ArchiveFormat
    sha256: str  # hex
    size: int  # bytes
    compressor: str  # which zlib wrote it; "" for tar


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
    archives: tuple[ArchiveRow, ...]  # empty until measured: at publication
