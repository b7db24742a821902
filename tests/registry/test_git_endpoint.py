"""The git endpoint, asked by the real git and by hand."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from registry.endpoints.git import MAX_REQUEST
from registry.pool import Pool
from tests.registry.pool import MIT_PROJECT, NewHome, commit, git, serving, try_git


def ask(request: urllib.request.Request | str) -> HTTPResponse:
    """Ask the server on loopback."""
    answer: HTTPResponse = urllib.request.urlopen(request)  # noqa: S310  the address is the test's own
    return answer


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What git gets does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture(scope="module")
def server(shared_pool: Pool) -> Iterator[str]:
    """The shared pool, served."""
    with serving(shared_pool) as found:
        yield found


@pytest.fixture(scope="module")
def lantern(server: str) -> str:
    """The clone URL of a project with a history of two commits."""
    return f"{server}git/lantern.git"


@pytest.mark.parametrize("protocol", [0, 1, 2])
def test_every_protocol_version_clones_the_whole_history(lantern: str, tmp_path: Path, protocol: int) -> None:
    git("clone", lantern, tmp_path / "clone", protocol=protocol)

    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "2"
    git("fsck", "--strict", at=tmp_path / "clone")


@pytest.mark.parametrize("protocol", [0, 2])
def test_a_shallow_clone_has_one_commit_and_can_be_deepened(lantern: str, tmp_path: Path, protocol: int) -> None:
    git("clone", "--depth=1", lantern, tmp_path / "clone", protocol=protocol)
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "1"

    git("fetch", "--unshallow", at=tmp_path / "clone", protocol=protocol)
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "clone") == "2"


def test_a_partial_clone_fetches_its_blobs_when_they_are_needed(lantern: str, tmp_path: Path) -> None:
    git("clone", "--filter=blob:none", "--no-checkout", lantern, tmp_path / "clone")
    missing = git("rev-list", "--objects", "--missing=print", "HEAD", at=tmp_path / "clone")
    assert "?" in missing

    assert git("show", "HEAD:index.js", at=tmp_path / "clone") == MIT_PROJECT["index.js"].strip()


def test_a_push_is_refused(lantern: str, tmp_path: Path) -> None:
    git("clone", lantern, tmp_path / "clone")
    commit(tmp_path / "clone", {"mine.js": ""})

    pushed = try_git("push", "origin", "HEAD:refs/heads/mine", at=tmp_path / "clone")

    assert pushed.returncode != 0
    assert "403" in pushed.stdout


def test_a_project_that_is_not_there_is_said_to_be_not_there(server: str, tmp_path: Path) -> None:
    cloned = try_git("clone", f"{server}git/nothing.git", tmp_path / "clone")

    assert cloned.returncode != 0
    assert "not found" in cloned.stdout


@pytest.mark.parametrize("path", ["HEAD", "objects/info/packs", "config", "../public.git/HEAD", "info/refs"])
def test_only_the_smart_protocol_is_served(lantern: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"{lantern}/{path}")

    assert refused.value.code in {403, 404}


@pytest.mark.parametrize(
    ("body", "encoding", "kind", "status"),
    [
        (gzip.compress(b"0" * (MAX_REQUEST + 1)), "gzip", "application/x-git-upload-pack-request", 413),
        (b"not gzip at all", "gzip", "application/x-git-upload-pack-request", 400),
        (gzip.compress(b"0000")[:-6], "gzip", "application/x-git-upload-pack-request", 400),
        (b"0000", "br", "application/x-git-upload-pack-request", 415),
        (b"0000", "identity", "text/plain", 415),
    ],
    ids=["bomb", "no gzip", "cut gzip", "other encoding", "other type"],
)
def test_a_hostile_request_is_refused(lantern: str, body: bytes, encoding: str, kind: str, status: int) -> None:
    headers = {"Content-Type": kind, "Content-Encoding": encoding}
    request = urllib.request.Request(  # noqa: S310
        f"{lantern}/git-upload-pack", data=body, headers=headers
    )

    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(request)

    assert refused.value.code == status
    assert refused.value.headers["Content-Type"] == "application/problem+json"


def test_a_gzipped_request_is_understood(lantern: str) -> None:
    asked = b"0014command=ls-refs\n0016object-format=sha10001001bref-prefix refs/heads/\n0000"
    request = urllib.request.Request(  # noqa: S310
        f"{lantern}/git-upload-pack",
        data=gzip.compress(asked),
        headers={
            "Content-Type": "application/x-git-upload-pack-request",
            "Content-Encoding": "gzip",
            "Git-Protocol": "version=2",
        },
    )

    with ask(request) as answer:
        assert b"refs/heads/main" in answer.read()


def test_a_protocol_header_cannot_carry_anything_else(lantern: str) -> None:
    request = urllib.request.Request(  # noqa: S310
        f"{lantern}/info/refs?service=git-upload-pack", headers={"Git-Protocol": "version=2:$(touch x)"}
    )

    with ask(request) as answer:
        assert answer.read().startswith(b"001e# service=git-upload-pack\n0000")
