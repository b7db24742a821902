"""Packages of registries come in by purl, from an index that the operator configured: here one on loopback."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from licenses.errors import BadUsage, InputUnreadable
from registry.models import State
from registry.pool import Pool
from registry.services.package_index import submit_package
from registry.services.projects import NotFound
from registry.services.releases import release
from registry.settings import FetchSettings, IndexSettings, Settings
from tests.registry.jobs.conftest import jobs_pool, work_here
from tests.registry.pool import NewHome
from tests.registry.test_submissions import BOAT, tar_of

__all__ = ["jobs_pool"]
CONTENT = tar_of(BOAT)


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What comes in does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def files() -> dict[str, bytes]:
    """What the index serves, by path."""
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(CONTENT).digest()).decode()
    simple = {
        "files": [
            {"filename": "boat-1.0.0-py3-none-any.whl", "url": "w.whl", "hashes": {"sha256": "0" * 64}},
            {
                "filename": "boat-1.0.0.tar.gz",
                "url": "../../files/boat-1.0.0.tar.gz",
                "hashes": {"sha256": hashlib.sha256(CONTENT).hexdigest()},
            },
        ]
    }
    return {
        "/@sea%2Fboat/1.0.0": json.dumps({"dist": {"tarball": "/boat.tgz", "integrity": integrity}}).encode(),
        "/boat.tgz": CONTENT,
        "/simple/boat/": json.dumps(simple).encode(),
        "/files/boat-1.0.0.tar.gz": CONTENT,
    }


@pytest.fixture
def pool(jobs_pool: Pool, files: dict[str, bytes]) -> Iterator[Pool]:
    """A pool with an index."""

    class Index(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(200 if content is not None else 404)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        index = IndexSettings(npm=here, pypi=f"{here}/simple")
        yield with_settings(jobs_pool, msgspec.structs.replace(jobs_pool.settings, index=index))
        server.shutdown()


def with_settings(pool: Pool, settings: Settings) -> Pool:
    """The same pool under other settings."""
    return Pool(pool.home, pool.database, pool.documents, settings=settings)


@pytest.mark.parametrize("purl", ["pkg:npm/%40sea/boat@1.0.0", "pkg:pypi/boat@1.0.0"])
def test_a_package_is_fetched_checked_scanned_and_published(pool: Pool, purl: str) -> None:
    submit_package(pool, purl, name="boat", organisation="", actor="t")
    work_here(pool)

    found = release(pool, "boat", "1.0.0")
    assert (found.state, found.origin) == (State.PUBLISHED, purl.partition("@1")[0])
    assert found.archive_sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_what_is_not_what_the_index_announced_is_refused(pool: Pool, files: dict[str, bytes]) -> None:
    files["/boat.tgz"] = CONTENT + b"more"

    with pytest.raises(BadUsage, match="not what the index announced"):
        submit_package(pool, "pkg:npm/%40sea/boat@1.0.0", name="boat", organisation="", actor="t")


def test_an_index_that_does_not_have_it_or_answers_strangely_says_so(pool: Pool, files: dict[str, bytes]) -> None:
    with pytest.raises(NotFound):
        submit_package(pool, "pkg:pypi/boat@2.0.0", name="boat", organisation="", actor="t")
    files["/simple/boat/"] = b"<html>"
    with pytest.raises(InputUnreadable, match="does not answer as one"):
        submit_package(pool, "pkg:pypi/boat@1.0.0", name="boat", organisation="", actor="t")


def test_without_an_index_or_with_a_private_one_nothing_is_fetched(pool: Pool, jobs_pool: Pool) -> None:
    with pytest.raises(NotFound, match="no index is configured"):
        submit_package(jobs_pool, "pkg:npm/boat@1.0.0", name="boat", organisation="", actor="t")
    strict = with_settings(pool, msgspec.structs.replace(pool.settings, fetch=FetchSettings()))
    with pytest.raises(BadUsage):
        submit_package(strict, "pkg:npm/boat@1.0.0", name="boat", organisation="", actor="t")
    assert not list(Path(pool.home.git).glob("*/*"))
