"""The pool's own vocabulary, as people read it."""

from __future__ import annotations

from collections.abc import Mapping

from licenses.language import Text, text
from registry.models.document import DocumentKind
from registry.models.job import JobKind, JobState
from registry.models.release import State
from registry.models.verdict import Outcome
from registry.models.visit import Found
from scanner.package import Scope

STATES: Mapping[State, Text] = {
    State.SUBMITTED: text("submitted"),
    State.SCANNING: text("scanning"),
    State.SCANNED: text("scanned"),
    State.IN_REVIEW: text("in review"),
    State.PUBLISHED: text("published"),
    State.REJECTED: text("rejected"),
    State.WITHDRAWN: text("withdrawn"),
}
OUTCOMES: Mapping[str, Text] = {
    Outcome.ACCEPTED.value: text("accepted"),
    Outcome.REFUSED.value: text("refused"),
}
SCOPES: Mapping[str, Text] = {
    Scope.RUNTIME.value: text("runtime"),
    Scope.OPTIONAL.value: text("optional"),
    Scope.DEVELOPMENT.value: text("development"),
    Scope.TEST.value: text("test"),
    Scope.BUILD.value: text("build"),
    Scope.PROVIDED.value: text("provided"),
}
DOCUMENTS: Mapping[DocumentKind, Text] = {
    DocumentKind.SBOM: text("SBOM (CycloneDX 1.6)"),
    DocumentKind.ATTESTATION: text("Attestation"),
    DocumentKind.REPORT: text("Full report (JSON)"),
    DocumentKind.NOTICE: text("NOTICE (English)"),
    DocumentKind.NOTICE_ZH: text("NOTICE (Chinese)"),
    DocumentKind.CONCLUSIONS: text("Overruled licences"),
}
ACTIONS: Mapping[str, Text] = {
    "release.submitted": text("submitted it"),
    "release.scanning": text("began to scan it"),
    "release.scanned": text("finished the scan"),
    "release.in-review": text("put it in review"),
    "release.published": text("published it"),
    "release.rejected": text("rejected it"),
    "release.withdrawn": text("withdrew it"),
    "release.comment": text("wrote"),
    "release.question": text("asked"),
    "release.answer": text("answered"),
    "release.overruled": text("concluded another licence"),
    "job.cancelled": text("ended its job"),
    "job.retried": text("asked for its job again"),
}
JOB_STATES: Mapping[JobState, Text] = {
    JobState.WAITING: text("waiting"),
    JobState.RUNNING: text("running"),
    JobState.DONE: text("done"),
    JobState.FAILED: text("failed"),
    JobState.CANCELLED: text("cancelled"),
}
JOB_KINDS: Mapping[JobKind, Text] = {
    JobKind.VISIT: text("Visit"),
    JobKind.SCAN: text("Scan"),
    JobKind.RECORD: text("Recording"),
    JobKind.DELIVER: text("Message"),
    JobKind.PACKAGE: text("Package"),
}
STEPS: Mapping[str, Text] = {
    "asking": text("asking the origin"),
    "fetching": text("fetching"),
    "scanning": text("scanning"),
    "recording": text("recording"),
    "building the licence index": text("building the licence index"),
}
VISITS: Mapping[str, Text] = {
    Found.CHANGED.value: text("changed at the last visit"),
    Found.UNCHANGED.value: text("unchanged at the last visit"),
    Found.UNREACHABLE.value: text("unreachable at the last visit"),
}
