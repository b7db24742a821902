"""What the pool signs: the SBOM of a release, its report, and the statement that binds both to the commit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.notice import notice_document
from licenses.notice_text import notice_as_text
from licenses.verdict import Verdict
from registry.models import Outcome, Release, ReleaseArchive, ReleaseDocument, ReleaseVerdict, State
from registry.models.document import DocumentKind
from registry.pool import Pool
from registry.services.submission import NewDocument
from scanner.credits import credits_of
from scanner.formats.interface import WriteContext, format_named
from scanner.inventory import Inventory, SourceFacts
from scanner.notice_files import Wording
from scanner.package import Hash
from scanner.provenance.envelope import seal
from scanner.provenance.keys import PublicKey, node_key
from scanner.provenance.statement import PAYLOAD_TYPE, Summary, statement, subjects_of
from scanner.sbom.artifact import Artifact

_FIRST = ".tar.gz"
NOTICE_TYPE = "text/plain; charset=utf-8"
ENVELOPE_TYPE = "application/vnd.dsse.envelope.v1+json"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The pool's public key, for whoever verifies."""

    key_id: str  # sha256 of the DER form, hex
    pem: str


def public_key(pool: Pool) -> PublicKey:
    """The node's public key; the pair is made on first use."""
    return node_key(pool.home.keys).public


def key_facts(pool: Pool) -> KeyFacts:
    """The public key as it is shown."""
    key = public_key(pool)
    return KeyFacts(key.key_id, key.pem.decode("ascii"))


def node_uri(key: PublicKey) -> str:
    """How attestations name this pool."""
    return f"urn:trustpool:node:{key.key_id}"


Signer = Callable[[Mapping[str, str]], tuple[NewDocument, ...]]


def signer(pool: Pool, project: str, inventory: Inventory, verdict: Verdict, words: tuple[Wording, ...] = ()) -> Signer:
    """A function that makes and signs the release's documents: what the pool has already is not signed again.

    It takes the archives of the release, by name, with their sha256.
    """

    def sign(archives: Mapping[str, str]) -> tuple[NewDocument, ...]:
        written = (
            _written(DocumentKind.SBOM, "cyclonedx", inventory, _sbom_context(pool, archives)),
            _written(DocumentKind.REPORT, "json", inventory, WriteContext()),
            *_notices(project, inventory, words),
        )
        digests = {it.kind.value: hashlib.sha256(it.content).hexdigest() for it in written} | dict(archives)
        return (*written, _attestation(pool, project, inventory, verdict, digests, pool.now()))

    return sign


def _written(kind: DocumentKind, name: str, inventory: Inventory, context: WriteContext) -> NewDocument:
    form = format_named(name)
    return NewDocument(kind, form.media_type, form.write(inventory, context))


def _sbom_context(pool: Pool, archives: Mapping[str, str]) -> WriteContext:
    """The pool that others reach has the SBOM made, and what it hands out first is the file that is distributed."""
    address = pool.settings.pool.address
    host = urlsplit(address).hostname
    name = min(archives, key=lambda each: (not each.endswith(_FIRST), each), default="")
    file = Artifact(name, (Hash("SHA-256", archives[name]),)) if name else None
    return WriteContext(author=f"{host} <{address}>" if host else "", artifact=file)


def _notices(project: str, inventory: Inventory, words: tuple[Wording, ...]) -> tuple[NewDocument, ...]:
    """Who made what it ships, under which terms: in both languages."""
    said = notice_document(project, credits_of(inventory, words))
    return (
        NewDocument(DocumentKind.NOTICE, NOTICE_TYPE, notice_as_text(said, "en").encode()),
        NewDocument(DocumentKind.NOTICE_ZH, NOTICE_TYPE, notice_as_text(said, "zh").encode()),
    )


def _attestation(
    pool: Pool, project: str, inventory: Inventory, verdict: Verdict, digests: Mapping[str, str], at: datetime
) -> NewDocument:
    judged = _Judged(verdict.pack.name, verdict.pack.version, verdict.pack.sha256, passed=not verdict.refused)
    return _seal(pool, project, inventory.source, judged, digests, at)


def sign_again(pool: Pool, session: Session, release: Release) -> None:
    """Replace the release's attestation by one that says what holds now, within the session's transaction."""
    verdict = session.scalars(
        select(ReleaseVerdict).where(ReleaseVerdict.release_id == release.id).order_by(ReleaseVerdict.id.desc())
    ).first()
    if verdict is None:
        raise AssertionError("a release came to be signed without a verdict")
    rows = session.scalars(select(ReleaseDocument).where(ReleaseDocument.release_id == release.id)).all()
    digests = {it.kind.value: it.sha256 for it in rows if it.kind is not DocumentKind.ATTESTATION}
    archives = session.scalars(select(ReleaseArchive).where(ReleaseArchive.release_id == release.id))
    digests |= {f"{release.project.name}-{release.label}.{it.form}": it.sha256 for it in archives}
    attestation = _attest_again(pool, release, verdict, digests)
    next(it for it in rows if it.kind is DocumentKind.ATTESTATION).sha256 = attestation.keep(pool, session)


def _attest_again(pool: Pool, release: Release, verdict: ReleaseVerdict, digests: Mapping[str, str]) -> NewDocument:
    """The attestation of a release that was published by decision: same subjects, today's result."""
    source = SourceFacts(
        kind=release.origin.kind,
        location=release.origin.location,
        name=release.project.name,
        tree=release.tree,
        ref=release.ref,
        commit=release.commit,
    )
    judged = _Judged(verdict.pack, verdict.pack_version, verdict.pack_sha256, passed=_passes(release, verdict))
    return _seal(pool, release.project.name, source, judged, digests, pool.now())


def _passes(release: Release, verdict: ReleaseVerdict) -> bool:
    """What is published passes, and what waits as its verdict says; what is rejected or withdrawn does not."""
    if release.state in {State.REJECTED, State.WITHDRAWN}:
        return False
    return release.state is State.PUBLISHED or verdict.outcome is Outcome.ACCEPTED


@dataclass(frozen=True, slots=True)
class _Judged:
    """By which rules, and with what result."""

    pack: str
    version: str
    sha256: str
    passed: bool


def _seal(
    pool: Pool, project: str, source: SourceFacts, judged: _Judged, digests: Mapping[str, str], at: datetime
) -> NewDocument:
    key = node_key(pool.home.keys)
    summary = Summary(
        verifier=node_uri(key.public),
        verified_at=int(at.timestamp()),
        resource=f"{node_uri(key.public)}/projects/{project}/releases/{source.commit}",
        policy=f"urn:trustpool:pack:{judged.pack}@{judged.version}",
        policy_sha256=judged.sha256,
        passed=judged.passed,
    )
    said = statement(subjects_of(source, dict(digests)), summary)
    return NewDocument(DocumentKind.ATTESTATION, ENVELOPE_TYPE, seal(said, PAYLOAD_TYPE, key))
