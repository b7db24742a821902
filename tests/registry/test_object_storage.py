"""Documents in a bucket instead of a folder: the same promises, kept by a real S3 server on loopback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from itertools import count
from pathlib import Path

import pytest

from licenses.errors import BadUsage, InputUnreadable
from registry.home import Home
from registry.models import DocumentKind
from registry.pool import Pool, documents_of, open_pool
from registry.schema import Opening
from registry.services.check import check
from registry.services.releases import release
from registry.settings import Settings, StorageSettings
from registry.store.bucket import Bucket, BucketDocuments
from registry.store.documents import DocumentStore, FolderDocuments, StorageSilent, name_of
from tests.registry.pool import MIT_PROJECT, NewHome, publisher, repository
from tests.servers.object_storage import object_storage
from web.app import create_app
from web.command import run

pytest.importorskip("obstore")
pytest.importorskip("moto")
PLACES = count()


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """Where documents lie does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A storage with one bucket."""
    with object_storage("pool") as found:
        yield found


@pytest.fixture
def storage(address: str) -> StorageSettings:
    """Its settings, with a place of the test's own."""
    return StorageSettings(f"s3://pool/documents-{next(PLACES)}", address, "us-east-1", "key", "secret", 5)


@pytest.fixture
def silent() -> StorageSettings:
    """The settings of a storage that nobody answers at."""
    return StorageSettings("s3://pool/documents", "http://127.0.0.1:1", "us-east-1", "key", "secret", 1)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    """Either kind of store, empty."""
    if request.param == "folder":
        return FolderDocuments(tmp_path)
    said: StorageSettings = request.getfixturevalue("storage")
    return BucketDocuments(Bucket(said.documents, said))


@pytest.mark.parametrize("content", [b"", b"{}", bytes(range(256)) * 40_000])
def test_what_is_kept_is_read_again_under_its_sha256(store: DocumentStore, content: bytes) -> None:
    digest = store.keep(content)

    assert digest == hashlib.sha256(content).hexdigest() == store.keep(content)
    assert store.read(digest) == content
    assert [(it.digest, it.unfinished) for it in store.stored()] == [(digest, False)]
    assert store.is_ready()


@pytest.mark.parametrize("digest", ["0" * 64, "", "x", "../" * 20 + "etcd"])
def test_what_was_never_kept_is_missing(store: DocumentStore, digest: str) -> None:
    with pytest.raises(InputUnreadable, match="missing"):
        store.read(digest)


def test_what_was_changed_behind_our_back_is_not_read(storage: StorageSettings) -> None:
    bucket = Bucket(storage.documents, storage)
    digest = BucketDocuments(bucket).keep(b"{}")
    bucket.put(name_of(digest), b"[]")

    with pytest.raises(InputUnreadable, match="sha256 any more"):
        BucketDocuments(bucket).read(digest)


@pytest.fixture
def filled(tmp_path: Path, on_sqlite: NewHome, license_index: Path, storage: StorageSettings) -> Iterator[Pool]:
    """A pool whose documents are in the bucket, with a published release."""
    assert license_index.exists()
    with open_pool(on_sqlite(tmp_path / "pool"), Settings(storage=storage)) as opened:
        publisher(opened)(repository(tmp_path / "lantern", MIT_PROJECT))
        yield opened


def test_a_pool_publishes_serves_and_checks_documents_of_a_bucket(filled: Pool) -> None:
    assert list(check(filled)) == []
    assert not list(filled.home.documents.glob("*/*")), "nothing lies in the folder"
    client = create_app(filled).test_client()
    sbom = client.get("/api/v1/projects/lantern/releases/1.0.0/documents/sbom")
    assert hashlib.sha256(sbom.data).hexdigest() == sbom.headers["ETag"].strip('"')
    assert client.get("/readyz").get_json()["parts"]["documents"] == "ok"


def test_each_damage_to_a_bucket_is_found(filled: Pool, storage: StorageSettings) -> None:
    bucket = Bucket(storage.documents, storage)
    documents = {it.kind: it.sha256 for it in release(filled, "lantern", "1.0.0").documents}
    bucket.put(name_of(documents[DocumentKind.SBOM]), b"changed")
    bucket.put("ab/strange", b"strange")
    filled.documents.keep(b"unused")

    assert {it.code for it in check(filled)} == {"document-lost", "file-strange", "document-unused"}


def test_a_storage_that_does_not_answer_is_said_and_loses_nothing(filled: Pool, silent: StorageSettings) -> None:
    settings = Settings(storage=silent)
    client = create_app(of_pool(filled, settings=settings, documents=documents_of(filled.home, settings))).test_client()

    answer = client.get("/api/v1/projects/lantern/releases/1.0.0/documents/sbom")

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert client.get("/readyz").status_code == 503
    with pytest.raises(StorageSilent):
        documents_of(filled.home, settings).keep(b"{}")


def test_a_backup_goes_into_a_bucket_and_comes_back_into_another_place(
    filled: Pool, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(home: Path, documents: str) -> None:
        monkeypatch.setenv("TRUSTPOOL_HOME", str(home))
        for name, value in (
            ("DOCUMENTS", documents),
            ("ENDPOINT", address),
            ("REGION", "us-east-1"),
            ("ACCESS_KEY", "key"),
            ("SECRET_KEY", "secret"),
        ):
            monkeypatch.setenv(f"TRUSTPOOL_STORAGE_{name}", value)

    there = f"s3://pool/backups/{next(PLACES)}.tar.zst"
    told(filled.home.folder, filled.settings.storage.documents)
    assert run(["admin", "backup", there], "en") == 0, capsys.readouterr().err
    assert run(["admin", "backup", there], "en") == 2
    assert "there already" in capsys.readouterr().err

    told(tmp_path / "restored", f"s3://pool/restored-{next(PLACES)}")
    assert run(["admin", "restore", there], "en") == 0, capsys.readouterr().err

    with open_pool(opening=Opening.CURRENT) as restored:
        assert list(check(restored)) == []
        assert not list(Home(tmp_path / "restored").documents.glob("*/*"))
    told(tmp_path / "elsewhere", "")
    assert run(["admin", "restore", f"{there}.lost"], "en") == 3


@pytest.mark.parametrize("url", ["s3://", "https://pool/x", "s3://key:secret@pool/x", "pool"])
def test_what_is_no_place_in_a_bucket_is_refused_when_the_pool_is_opened(tmp_path: Path, url: str) -> None:
    with (
        pytest.raises(BadUsage, match="not a place in a bucket"),
        open_pool(Home(tmp_path), Settings(storage=StorageSettings(url))),
    ):
        pass
