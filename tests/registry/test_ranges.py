"""Parts of downloads: resumed by the real curl, and never anything that was not attested."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from registry.models import ReleaseArchive
from registry.pool import Pool
from registry.services import archives
from registry.store.archive.formats import ArchiveFormat
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, repository, serving
from web.app import create_app

PLACE = "/api/v1/projects/lantern/releases/1.0.0"
FILES = [f"{PLACE}/documents/{kind}" for kind in ("sbom", "attestation", "notice-zh")]
FILES += [f"{PLACE}/archives/{form}" for form in ArchiveFormat]


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What HTTP says does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture(scope="module")
def client(shared_pool: Pool) -> FlaskClient:
    """Asks the pool in which lantern is published."""
    return create_app(shared_pool).test_client()


@pytest.mark.parametrize("path", FILES)
def test_a_part_is_sent_and_says_which(client: FlaskClient, path: str) -> None:
    whole = client.get(path)
    size = len(whole.data)

    for asked, first, end in (
        ("0-4", 0, 5),
        ("7-7", 7, 8),
        ("5-", 5, size),
        ("-9", size - 9, size),
        ("3-999999", 3, size),
    ):
        answer = client.get(path, headers={"Range": f"bytes={asked}"})

        assert (answer.status_code, answer.data) == (206, whole.data[first:end])
        assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{size}"
        assert answer.content_length == end - first
        assert answer.headers["ETag"] == whole.headers["ETag"]
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")


@pytest.mark.parametrize("path", FILES)
def test_bytes_that_are_not_there_are_a_problem_that_says_how_many_there_are(client: FlaskClient, path: str) -> None:
    size = client.head(path).content_length

    for asked in (f"{size}-", "999999999-", "-0"):
        answer = client.get(path, headers={"Range": f"bytes={asked}"})

        assert (answer.status_code, answer.content_type) == (416, "application/problem+json")
        assert answer.headers["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "lines=0-1", "bytes=5-2", "bytes=", "bytes=a-b", "0-1", "bytes=--1"]
)
def test_what_is_no_single_range_of_bytes_is_not_asked(client: FlaskClient, asked: str) -> None:
    answer = client.get(FILES[0], headers={"Range": asked})

    assert (answer.status_code, answer.data) == (200, client.get(FILES[0]).data)


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=20))
def test_no_range_is_a_defect(client: FlaskClient, asked: str) -> None:
    assert client.get(FILES[0], headers={"Range": f"bytes={asked}"}).status_code in {200, 206, 416}


@pytest.mark.parametrize("path", FILES)
def test_a_part_is_only_of_the_file_whose_beginning_the_client_has(client: FlaskClient, path: str) -> None:
    etag = client.head(path).headers["ETag"]

    def status(known: str) -> int:
        return client.get(path, headers={"Range": "bytes=1-2", "If-Range": known}).status_code

    assert [status(it) for it in (etag, '"another"', f"W/{etag}", "Tue, 03 Feb 2026 04:05:06 GMT")] == [
        206,
        200,
        200,
        200,
    ]


@pytest.mark.parametrize("path", FILES)
def test_head_tells_everything_but_the_bytes_and_knows_no_ranges(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path), client.head(path, headers={"Range": "bytes=0-1"})

    assert (head.status_code, head.data) == (200, b"")
    told = ("Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Content-Disposition")
    assert [head.headers[it] for it in told] == [whole.headers[it] for it in told]


def test_what_the_client_has_is_not_sent_in_parts_either(client: FlaskClient) -> None:
    etag = client.head(FILES[-1]).headers["ETag"]

    answer = client.get(FILES[-1], headers={"Range": "bytes=0-1", "If-None-Match": etag})

    assert (answer.status_code, answer.data) == (304, b"")


def test_no_part_is_sent_whole_of_what_was_not_attested(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    with pool.database.writing() as session:
        session.query(ReleaseArchive).update({"sha256": "0" * 64})
    client = create_app(pool).test_client()

    with pytest.raises(archives.WrittenElsewhere):
        client.get(f"{PLACE}/archives/tar", headers={"Range": "bytes=0-9"}, buffered=True)


@pytest.fixture(scope="module")
def server(shared_pool: Pool) -> Iterator[str]:
    """The shared pool, served."""
    with serving(shared_pool) as found:
        yield found


def curl(*words: str | Path) -> str:
    """Run the real curl; what it says."""
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("curl")
@pytest.mark.parametrize("path", FILES)
def test_curl_resumes_a_download_that_broke_off(server: str, client: FlaskClient, tmp_path: Path, path: str) -> None:
    whole, target = client.get(path).data, tmp_path / "file"
    url = f"{server.rstrip('/')}{path}"
    curl("--range", "0-99", "--output", target, url)
    assert target.read_bytes() == whole[:100]

    etag = client.head(path).headers["ETag"]
    curl("--continue-at", "-", "--header", f"If-Range: {etag}", "--output", target, url)

    assert hashlib.sha256(target.read_bytes()).hexdigest() == hashlib.sha256(whole).hexdigest()


@pytest.mark.needs("curl")
def test_curl_sees_the_size_before_it_downloads(server: str, client: FlaskClient) -> None:
    said = curl("--head", f"{server.rstrip('/')}{FILES[-1]}").lower()

    assert f"content-length: {len(client.get(FILES[-1]).data)}" in said
    assert "accept-ranges: bytes" in said
