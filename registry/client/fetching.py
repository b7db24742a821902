"""Bring a release home: its archive, SBOM and attestation, kept only when all of it verifies, offline."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from licenses.errors import InputUnreadable, Refused
from licenses.language import text
from registry.api import answers
from registry.client.remote_pool import RemotePool
from registry.store.archive.formats import ArchiveFormat
from scanner.provenance.envelope import open_envelope
from scanner.provenance.keys import PublicKey
from scanner.provenance.reading import read_statement
from scanner.provenance.verify import Expected, Verification, verify

Heard = Callable[[int, int], None]  # bytes so far, of how many (0: not known)


class NotGenuine(Refused):
    """Something that came does not verify; nothing was kept."""

    def __init__(self, name: str, verification: Verification) -> None:
        super().__init__(text("{name} does not verify: nothing was kept", name=name), where=name)
        self.verification = verification


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was kept."""

    release: answers.Release
    files: tuple[Path, ...]  # archive, SBOM, attestation
    verification: Verification  # of the archive


def fetch(
    pool: RemotePool, release: answers.Release, form: ArchiveFormat, into: Path, key: PublicKey, heard: Heard
) -> Fetched:
    """Download, verify with the key at hand, then keep.

    Raises:
        NotGenuine: the archive or the SBOM is not what the pool's key signed for this commit.
        InputUnreadable: the folder cannot be written.
        TrustpoolError: see `registry.client.connection`.
    """
    attestation = pool.document(release, "attestation")
    sbom = pool.document(release, "sbom")
    _checked("sbom", hashlib.sha256(sbom).hexdigest(), release, attestation, key)
    names = {it.kind.value: safe(it.file_name) for it in release.documents}
    archive = next(it for it in release.archives if it.format is form)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".fetching-") as scratch:
            part = Path(scratch) / "archive"
            digest = _download(pool, release, archive, part, heard)
            verification = _checked(archive.file_name, digest, release, attestation, key)
            (Path(scratch) / "sbom").write_bytes(sbom)
            (Path(scratch) / "attestation").write_bytes(attestation)
            targets = (into / safe(archive.file_name), into / names["sbom"], into / names["attestation"])
            for source, target in zip(("archive", "sbom", "attestation"), targets, strict=True):
                os.replace(Path(scratch) / source, target)
    except OSError as wrong:
        raise InputUnreadable(
            text("the folder cannot be written: {cause}", cause=wrong.strerror or str(wrong)), where=str(into)
        ) from wrong
    return Fetched(release, targets, verification)


def safe(name: str) -> str:
    """A file name that another machine chose, as a name in our folder.

    Raises:
        InputUnreadable: it would lead elsewhere.
    """
    if name in {"", ".", ".."} or name.startswith(".") or set(name) & set("/\\\0") or not name.isprintable():
        raise InputUnreadable(text("the pool names a file as no file may be named"), where=name[:100])
    return name


def _download(pool: RemotePool, release: answers.Release, archive: answers.Archive, part: Path, heard: Heard) -> str:
    """Write the archive; its sha256, hex. No more is written than the pool announced."""
    digest, size = hashlib.sha256(), 0
    with pool.archive(release, archive.format) as chunks, part.open("wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if archive.size is not None and size > archive.size:
                raise InputUnreadable(text("more is sent than was announced"), where=archive.file_name)
            digest.update(chunk)
            stream.write(chunk)
            heard(size, archive.size or 0)
    return digest.hexdigest()


def require_asked(release: answers.Release, project: str, wanted: str) -> None:
    """The pool may not answer with another release than the one that was asked for.

    Raises:
        InputUnreadable: it did.
    """
    names = (release.label, release.id, release.swhid)
    asked = not wanted or wanted in names or (len(wanted) >= 7 and release.id.startswith(wanted.lower()))
    if not asked or release.project.casefold() != project.casefold():
        raise InputUnreadable(text("the pool shows another release than the one that was asked for"), where=wanted)


def _require_name(name: str, digest: str, attestation: bytes) -> None:
    """The signed name says project and version, or the kind of document: nothing else of the pool's can pass for it.

    Raises:
        Refused: it is signed under another name.
    """
    said = read_statement(open_envelope(attestation).payload)
    stated = [it.name for it in said.subject if it.digest.get("sha256") == digest]
    if name not in stated:
        raise Refused(text("the attestation knows this file as {stated}", stated=", ".join(stated)), where=name)


def _checked(name: str, digest: str, release: answers.Release, attestation: bytes, key: PublicKey) -> Verification:
    found = verify(Expected(digest, release.id), attestation, key)
    if not found.accepted:
        raise NotGenuine(name, found)
    _require_name(name, digest, attestation)
    return found
