"""What the pool's database holds, and what it guarantees. One idea a module; `base.Base.metadata` knows them all."""

from registry.models.archive import ReleaseArchive
from registry.models.audit import AuditEvent
from registry.models.base import Base
from registry.models.component import Component, Dependency, Package
from registry.models.document import Document, DocumentKind, ReleaseDocument
from registry.models.file import File, FileLicense, LicenseKey, LicenseSummary
from registry.models.job import BlobFindings, Job, JobKind, JobState, ManifestRun, ScanResult
from registry.models.organisation import Admission, Membership, Organisation, Role
from registry.models.problem import ReleaseProblem
from registry.models.project import Origin, OriginRelation, Project
from registry.models.publication import Publication
from registry.models.release import Release, State
from registry.models.term import SearchTerm
from registry.models.user import Identity, Token, User
from registry.models.user import Session as LoginSession
from registry.models.verdict import Outcome, ReleaseVerdict, ReleaseViolation
from registry.models.visit import Found, Snapshot, Visit
from registry.models.waiver import Waiver
from registry.models.webhook import Delivery, Webhook

__all__ = [
    "Admission",
    "AuditEvent",
    "Base",
    "BlobFindings",
    "Component",
    "Delivery",
    "Dependency",
    "Document",
    "DocumentKind",
    "File",
    "FileLicense",
    "Found",
    "Identity",
    "Job",
    "JobKind",
    "JobState",
    "LicenseKey",
    "LicenseSummary",
    "LoginSession",
    "ManifestRun",
    "Membership",
    "Organisation",
    "Origin",
    "OriginRelation",
    "Outcome",
    "Package",
    "Project",
    "Publication",
    "Release",
    "ReleaseArchive",
    "ReleaseDocument",
    "ReleaseProblem",
    "ReleaseVerdict",
    "ReleaseViolation",
    "Role",
    "ScanResult",
    "SearchTerm",
    "Snapshot",
    "State",
    "Token",
    "User",
    "Visit",
    "Waiver",
    "Webhook",
]
