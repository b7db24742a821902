"""Archives of a release: the same bytes each time, what was published and nothing else, as attested."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from registry.models import ReleaseArchive
from registry.pool import Pool
from registry.services import archives
from registry.services.check import check
from registry.services.releases import release
from registry.services.review import Decision, decide
from registry.services.signing import public_key
from registry.store.archive import formats
from registry.store.archive.formats import ArchiveFormat, archive, written
from registry.store.archive.leaves import Leaf, OpenLeaf
from registry.store.archive.zip import zipped
from scanner.provenance.verify import Expected, verify
from scanner.tree import Mode
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, commit, git, repository
from web.app import create_app

PLACE = "/api/v1/projects/lantern/releases/1.0.0"
WHEN = 1_770_091_506  # the commits' time
EVERY = list(ArchiveFormat)


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What an archive holds does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture(scope="module")
def client(shared_pool: Pool) -> FlaskClient:
    """Asks the pool in which lantern is published and candle rejected."""
    return create_app(shared_pool).test_client()


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with what archives get wrong, and its commit."""
    folder = tmp_path_factory.mktemp("strange") / "repository"
    repository(folder, {"deep/" * 40 + "leaf.txt": "deep\n", "河灯.txt": "float\n", "empty": "", "big": "ab" * 300_000})
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    (folder / "link").symlink_to("deep/../河灯.txt")
    (folder / "far").symlink_to("x" * 150)
    (folder / os.fsdecode(b"caf\xe9")).write_text("latin\n")
    (folder / ".gitattributes").write_text("empty export-ignore\nrun.sh export-subst text eol=crlf\n")
    (folder / "module").mkdir()
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module", at=folder)
    return folder / ".git", commit(folder, {})


def whole(place: tuple[Path, str], form: ArchiveFormat) -> bytes:
    """An archive of a repository's commit."""
    return b"".join(archive(*place, form, prefix="strange-1.0/", mtime=WHEN))


def unpacked(content: bytes, folder: Path, form: ArchiveFormat) -> dict[str, tuple[str, bytes]]:
    """What the usual programs make of an archive: path → kind and content."""
    target = folder / form
    target.mkdir()
    packed = folder / f"packed.{form}"
    packed.write_bytes(content)
    by = ["unzip", "-q", packed, "-d", target] if form is ArchiveFormat.ZIP else ["tar", "-xf", packed, "-C", target]
    subprocess.run(by, check=True, timeout=60)
    return {os.fsdecode(path.relative_to(target)): _described(path) for path in sorted(target.rglob("*"))}


def _described(path: Path) -> tuple[str, bytes]:
    if path.is_symlink():
        return "link", os.fsencode(os.readlink(path))
    if path.is_dir():
        return "folder", b""
    runs = path.stat().st_mode & stat.S_IXUSR
    return ("program" if runs else "file"), path.read_bytes()


@pytest.mark.parametrize("form", EVERY)
def test_the_usual_programs_unpack_every_kind_of_file(
    strange: tuple[Path, str], tmp_path: Path, form: ArchiveFormat
) -> None:
    if form is ArchiveFormat.ZIP and shutil.which("unzip") is None:
        pytest.skip("needs unzip, not installed here")

    found = unpacked(whole(strange, form), tmp_path, form)

    assert found["strange-1.0/" + "deep/" * 40 + "leaf.txt"] == ("file", b"deep\n")
    assert found["strange-1.0/河灯.txt"] == ("file", b"float\n")
    assert found["strange-1.0/empty"] == ("file", b""), "attributes of the tree are not applied"
    assert found["strange-1.0/run.sh"] == ("program", b"#!/bin/sh\n")
    assert found["strange-1.0/link"] == ("link", "deep/../河灯.txt".encode())
    assert found["strange-1.0/far"] == ("link", b"x" * 150)
    assert found["strange-1.0/module"] == ("folder", b"")
    assert found["strange-1.0/big"] == ("file", b"ab" * 300_000)
    assert form is ArchiveFormat.ZIP or found[os.fsdecode(b"strange-1.0/caf\xe9")] == ("file", b"latin\n")


def test_the_tar_depends_on_the_commit_alone(tmp_path: Path) -> None:
    folder = repository(tmp_path / "lantern", MIT_PROJECT)
    place = (folder / ".git", git("rev-parse", "HEAD", at=folder))

    content = whole(place, ArchiveFormat.TAR)

    # written down once: another machine, another Python or another git must not change it
    assert hashlib.sha256(content).hexdigest() == "ffc6d2efdb976e4980180adb933f176b5196947e24c40607eee5fe60aab59626"
    known = subprocess.run(["git", "get-tar-commit-id"], input=content, capture_output=True, check=True).stdout
    assert known.decode().strip() == place[1]


@pytest.mark.parametrize("form", EVERY)
def test_an_archive_is_the_same_from_another_clone_however_it_is_packed(
    strange: tuple[Path, str], tmp_path: Path, form: ArchiveFormat
) -> None:
    git("clone", "--quiet", "--bare", strange[0], tmp_path / "other.git")
    git("repack", "-a", "-d", "-f", "--depth=1", at=tmp_path / "other.git")

    assert whole((tmp_path / "other.git", strange[1]), form) == whole(strange, form)


def test_a_gzip_names_no_time_no_file_and_no_system(strange: tuple[Path, str]) -> None:
    assert whole(strange, ArchiveFormat.TAR_GZ)[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


NAMES = st.lists(st.sampled_from(["a", "b c", "河", "x" * 60, "é"]), min_size=1, max_size=3).map("/".join)
MODES = st.sampled_from([Mode.FILE, Mode.EXECUTABLE, Mode.SYMLINK])


@given(st.dictionaries(NAMES, st.tuples(MODES, st.binary(max_size=300)), min_size=1, max_size=6), st.integers(0, 2**40))
def test_what_is_packed_is_what_others_unpack(files: dict[str, tuple[Mode, bytes]], mtime: int) -> None:
    files = {name: (mode, content.hex().encode()) for name, (mode, content) in files.items()}

    def leaves() -> Iterator[OpenLeaf]:
        for name, (mode, content) in files.items():
            yield OpenLeaf(Leaf(name.encode(), mode, ""), len(content), iter([content] if content else []))

    tar = b"".join(written(leaves(), ArchiveFormat.TAR_GZ, prefix=b"p/", commit="c" * 40, mtime=mtime))
    packed = b"".join(zipped(leaves(), prefix=b"p/", commit="c" * 40, mtime=mtime))

    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        members = opened.getmembers()
        assert [it.name for it in members] == [f"p/{name}" for name in files]
        assert {it.mtime for it in members} <= {mtime}
        for member, (mode, content) in zip(members, files.values(), strict=True):
            if mode is Mode.SYMLINK:
                assert member.linkname == content.decode()
            else:
                stream = opened.extractfile(member)
                assert stream is not None
                assert (stream.read(), member.mode) == (content, 0o755 if mode is Mode.EXECUTABLE else 0o644)
    with zipfile.ZipFile(io.BytesIO(packed)) as archived:
        assert archived.testzip() is None
        assert {it.filename: archived.read(it) for it in archived.infolist()} == {
            f"p/{name}": content for name, (_, content) in files.items()
        }


@pytest.mark.parametrize("form", EVERY)
def test_a_download_is_what_the_attestation_names(client: FlaskClient, shared_pool: Pool, form: ArchiveFormat) -> None:
    said = {it["format"]: it for it in client.get(PLACE).get_json()["archives"]}[form]
    answer = client.get(said["url"])
    attestation = client.get(f"{PLACE}/documents/attestation").data

    assert hashlib.sha256(answer.data).hexdigest() == said["sha256"]
    assert (len(answer.data), answer.content_length) == (said["size"], said["size"])
    assert answer.headers["Content-Disposition"] == f"attachment; filename=lantern-1.0.0.{form}"
    assert verify(Expected(said["sha256"]), attestation, public_key(shared_pool)).accepted


def test_a_tar_holds_the_files_under_name_and_version(client: FlaskClient) -> None:
    with tarfile.open(fileobj=io.BytesIO(client.get(f"{PLACE}/archives/tar.gz").data)) as opened:
        assert opened.getnames() == [f"lantern-1.0.0/{name}" for name in ("README", "index.js", "package.json")]


def test_an_archive_that_did_not_change_is_not_made_again(client: FlaskClient) -> None:
    answer = client.get(f"{PLACE}/archives/zip")

    again = client.get(f"{PLACE}/archives/zip", headers={"If-None-Match": answer.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["lantern/releases/1.0.0/archives/rar", "candle/releases/1.0.0/archives/tar", "lantern/releases/2/archives/tar"],
)
def test_what_is_not_published_has_no_archive(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/projects/{path}").status_code == 404


@pytest.fixture
def lantern(pool: Pool, publish: Publish, tmp_path: Path) -> FlaskClient:
    """Asks a pool of the test's own in which lantern is published."""
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    return create_app(pool).test_client()


def test_a_withdrawn_release_is_gone_and_says_why(pool: Pool, lantern: FlaskClient) -> None:
    decide(pool, "lantern", "1.0.0", Decision.WITHDRAW, actor="t", reason="含有密钥")

    answer = lantern.get(f"{PLACE}/archives/tar.gz")

    assert (answer.status_code, answer.get_json()["hint"]) == (410, "含有密钥")


def test_a_release_from_before_there_were_archives_gets_them_when_asked(pool: Pool, lantern: FlaskClient) -> None:
    before = lantern.get(f"{PLACE}/archives/tar").data
    with pool.database.writing() as session:
        session.query(ReleaseArchive).delete()
    old = lantern.get(f"{PLACE}/documents/attestation").data
    later = Pool(pool.home, pool.database, pool.documents, lambda: datetime.now(UTC) + timedelta(days=1))

    after = create_app(later).test_client().get(f"{PLACE}/archives/tar").data

    assert after == before
    attestation = lantern.get(f"{PLACE}/documents/attestation").data
    assert attestation != old
    assert verify(Expected(hashlib.sha256(after).hexdigest()), attestation, public_key(pool)).accepted
    assert list(check(pool)) == []


def test_another_zlib_serves_the_tar_and_says_why_not_the_rest(
    pool: Pool, lantern: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert formats.compressor() == formats.compressor()
    monkeypatch.setattr(archives, "compressor", lambda: "another")

    assert lantern.get(f"{PLACE}/archives/zip").status_code == 503
    assert lantern.get(f"{PLACE}/archives/tar").status_code == 200


def test_bytes_that_are_not_the_attested_ones_are_never_sent_whole(pool: Pool, lantern: FlaskClient) -> None:
    with pool.database.writing() as session:
        session.query(ReleaseArchive).update({"sha256": "0" * 64})

    with pytest.raises(archives.WrittenElsewhere):
        lantern.get(f"{PLACE}/archives/tar", buffered=True)
    assert "attestation-wrong" in {it.code for it in check(pool)}


def test_notices_are_downloaded_in_both_languages(client: FlaskClient, shared_pool: Pool) -> None:
    english, chinese = (client.get(f"{PLACE}/documents/{kind}") for kind in ("notice", "notice-zh"))

    assert english.content_type == "text/plain; charset=utf-8"
    assert "Notices for lantern" in english.text
    assert "MIT" in chinese.text
    assert english.text != chinese.text
    assert release(shared_pool, "lantern", "1.0.0").documents[-1].size == len(chinese.data)
