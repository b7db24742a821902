"""Submit a package of a registry by its purl: a job asks the configured index, fetches, checks and brings it in."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
import zipfile
from pathlib import Path

from packageurl import PackageURL

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import JobKind
from registry.pool import Pool
from registry.services.enqueue import enqueue
from registry.services.package_index import golang
from registry.services.package_index.interface import KINDS, Found, base, download, finder
from registry.services.place import place_of
from registry.services.submission import LABEL
from registry.services.submit import Submitted
from registry.services.upload import Parcel, Uploaded, upload

CHUNK = 1024 * 1024


def submit_package(pool: Pool, purl: str, *, actor: str, name: str = "", organisation: str = "") -> Submitted:
    """Ask for a package; asking again while that is not done changes nothing.

    Raises:
        BadUsage: this is no purl with a version of a kind that we know, or the name cannot be a project's.
        NotFound: no index is configured for its kind.
    """
    wanted = read_purl(purl)
    base(pool, wanted.type)
    project = name or wanted.name
    with pool.database.writing() as session:
        place = place_of(session, location_of(wanted), project)
        job = enqueue(
            session,
            JobKind.PACKAGE,
            f"package:{purl}",
            arguments={"subject": purl, "purl": purl, "name": project, "organisation": organisation},
            actor=actor,
            at=pool.now(),
            project_id=place.project_id,
        )
    return Submitted(job, project, purl)


def fetch_package(pool: Pool, purl: str, *, name: str, organisation: str, actor: str) -> Uploaded:
    """Fetch a package's source, check it against the index's digest, and bring it in like an upload.

    Raises:
        BadUsage: what came is not what the index announced, or no archive that we read.
        NotFound: the index does not have it.
        InputUnreadable: the index does not answer.
    """
    wanted = read_purl(purl)
    found = finder(wanted.type).find(pool, wanted)
    with tempfile.TemporaryDirectory(prefix="trustpool-package-") as folder:
        path = _downloaded(pool, found, Path(folder))
        source = _source(path, found, Path(folder), pool.settings.fetch.max_bytes)
        version = str(wanted.version)
        tag = version if LABEL.fullmatch(version) else ""
        return upload(pool, Parcel(source, location_of(wanted), name, organisation, actor, tag))


def read_purl(purl: str) -> PackageURL:
    """A purl that can be submitted.

    Raises:
        BadUsage: it is none.
    """
    try:
        wanted = PackageURL.from_string(purl)
    except ValueError:
        raise BadUsage(text("this is not a package URL"), where=purl[:100]) from None
    if wanted.type not in KINDS or not wanted.version:
        raise BadUsage(
            text(
                "a package is submitted by its purl with its version; known kinds are: {kinds}",
                kinds=", ".join(KINDS),
            ),
            where=purl[:100],
        )
    return wanted


def location_of(wanted: PackageURL) -> str:
    """Where its versions come from: the purl without one."""
    return PackageURL(wanted.type, wanted.namespace, wanted.name).to_string()


def _downloaded(pool: Pool, found: Found, folder: Path) -> Path:
    name = found.url.partition("?")[0].rpartition("/")[2][-100:]
    path = folder / (name if name.strip(".") and "%" not in name else "package")
    most = pool.settings.fetch.max_bytes
    digest = hashlib.new("sha256" if found.algorithm == "h1" else found.algorithm)
    with path.open("wb") as stream:
        for chunk in download(pool, found.url, most):
            digest.update(chunk)
            stream.write(chunk)
    came = golang.digest_of(path, most) if found.algorithm == "h1" else digest.hexdigest()
    if came != found.digest:
        raise BadUsage(text("what came is not what the index announced"), where=found.url)
    return path


def _source(path: Path, found: Found, folder: Path, most: int) -> Path:
    """The archive whose root is the source's."""
    if found.member:
        return _member(path, found.member, folder, most)
    return _below(path, found.folder, folder) if found.folder else path


def _below(path: Path, top: str, folder: Path) -> Path:
    """What lies below a folder of a zip that was checked and measured, as a tar."""
    target = folder / "below.tar"
    with zipfile.ZipFile(path) as packed, tarfile.open(target, "w") as archive:
        for it in packed.infolist():
            if it.filename.startswith(top) and not it.is_dir():
                member = tarfile.TarInfo(it.filename.removeprefix(top))
                member.size = it.file_size
                with packed.open(it) as content:
                    archive.addfile(member, content)
    return target


def _member(path: Path, name: str, folder: Path, most: int) -> Path:
    """The archive within an archive; never more than is allowed, under a name of ours."""
    target = folder / f"member-{name}"
    try:
        with tarfile.open(path, "r:") as packed, target.open("wb") as stream:
            member = packed.getmember(name)
            content = packed.extractfile(member) if member.isreg() and member.size <= most else None
            copied = 0
            while content and (chunk := content.read(CHUNK)):
                copied += stream.write(chunk)
    except (tarfile.TarError, KeyError, OSError) as wrong:
        raise BadUsage(text("the package does not hold {name}", name=name), where=path.name) from wrong
    if copied != member.size or not copied:
        raise BadUsage(text("the package does not hold {name}", name=name), where=path.name)
    return target
