"""Packages of registries come in by purl, from indexes that the operator configured: here ones on loopback."""

from __future__ import annotations

import base64
import hashlib
import http.server
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.errors import BadUsage
from registry.models import Admission, JobState, Role, State
from registry.pool import Pool
from registry.services import organisations
from registry.services.check import check
from registry.services.jobs import find_jobs, job
from registry.services.package_index import composer
from registry.services.package_index.interface import KINDS
from registry.services.packages import submit_package
from registry.services.projects import NotFound
from registry.services.releases import release
from registry.services.submit import submit
from registry.settings import FetchSettings, IndexSettings
from tests.registry.jobs.conftest import SETTINGS, jobs_pool, work_here
from tests.registry.pool import NewHome, serving
from tests.registry.test_submissions import BOAT, bearer, tar_of
from web.command import run

__all__ = ["jobs_pool"]
CONTENT = tar_of(BOAT)
Files = dict[str, bytes]


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What comes in does not depend on the database, so these tests run on one."""
    return on_sqlite


def zip_of(prefix: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in BOAT.items():
            archive.writestr(f"{prefix}{name}", content)
    return packed.getvalue()


def b64(algorithm: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(algorithm, content).digest()).decode()


def sha(algorithm: str, content: bytes) -> str:
    return hashlib.new(algorithm, content).hexdigest()


def npm() -> Files:
    integrity = f"sha512-{b64('sha512', CONTENT)}"
    return {
        "/npm/@sea%2Fboat/1.0.0": json.dumps({"dist": {"tarball": "/boat.tgz", "integrity": integrity}}).encode(),
        "/boat.tgz": CONTENT,
    }


def pypi() -> Files:
    files = [
        {"filename": "boat-1.0.0-py3-none-any.whl", "url": "w.whl", "hashes": {"sha256": "0" * 64}},
        {"filename": "boat-1.0.0.tar.gz", "url": "../../files/b.tar.gz", "hashes": {"sha256": sha("sha256", CONTENT)}},
    ]
    return {"/simple/boat/": json.dumps({"files": files}).encode(), "/files/b.tar.gz": CONTENT}


def cargo() -> Files:
    lines = [
        {"name": "boat", "vers": "0.9.0", "cksum": "0" * 64},
        {"name": "boat", "vers": "1.0.0", "cksum": sha("sha256", CONTENT), "yanked": False},
    ]
    return {
        "/cargo/config.json": json.dumps({"dl": "{here}/crates/{crate}/{version}"}).encode(),
        "/cargo/bo/at/boat": b"not a line\n" + "\n".join(map(json.dumps, lines)).encode(),
        "/crates/boat/1.0.0": CONTENT,
    }


def maven() -> Files:
    content = zip_of("")
    place = "/maven/org/sea/boat/1.0.0/boat-1.0.0-sources.jar"
    return {place: content, f"{place}.sha256": f"{sha('sha256', content)}  boat-1.0.0-sources.jar\n".encode()}


def gem() -> Files:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in (("metadata.gz", b"\x1f\x8bx"), ("data.tar.gz", CONTENT)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    digest = sha("sha256", packed.getvalue())
    info = f"---\n1.0.0-java |checksum:{'0' * 64}\n1.0.0 rope:>= 1|checksum:{digest},ruby:>= 3\n"
    return {"/gem/info/boat": info.encode(), "/gem/gems/boat-1.0.0.gem": packed.getvalue()}


def golang() -> Files:
    prefix = "forge.example/Sea/boat@v1.0.0/"
    lines = "".join(f"{sha('sha256', content.encode())}  {prefix}{name}\n" for name, content in sorted(BOAT.items()))
    digest = b64("sha256", lines.encode())
    told = f"17\nforge.example/Sea/boat v1.0.0 h1:{digest}\nforge.example/Sea/boat v1.0.0/go.mod h1:x\n"
    return {
        "/go/forge.example/!sea/boat/@v/v1.0.0.zip": zip_of(prefix),
        "/sums/lookup/forge.example/!sea/boat@v1.0.0": told.encode(),
    }


def composer_repository() -> Files:
    content = zip_of("boat-1/")
    listed = [
        {"version": "v2.0.0", "dist": {"url": "none", "shasum": ""}, "homepage": "x"},
        {"version": "v1.0.0", "dist": {"url": "/boat.zip", "shasum": sha("sha1", content)}, "homepage": "__unset"},
    ]
    said = {"minified": "composer/2.0", "packages": {"sea/boat": listed}}
    return {"/composer/p2/sea/boat.json": json.dumps(said).encode(), "/boat.zip": content}


def nuget() -> Files:
    content = zip_of("")
    service = [
        {"@id": "{here}/packed/", "@type": "RegistrationsBaseUrl/3.6.0"},
        {"@id": "{here}/registration/", "@type": "RegistrationsBaseUrl"},
    ]
    leaf = {"packageContent": "{here}/boat.nupkg", "catalogEntry": "{here}/catalog/boat.json"}
    return {
        "/nuget/index.json": json.dumps({"version": "3.0.0", "resources": service}).encode(),
        "/registration/boat/1.0.0.json": json.dumps(leaf).encode(),
        "/catalog/boat.json": json.dumps(
            {"packageHash": b64("sha512", content), "packageHashAlgorithm": "SHA512"}
        ).encode(),
        "/boat.nupkg": content,
    }


REGISTRIES = {
    "npm": (npm, "pkg:npm/%40sea/boat@1.0.0"),
    "pypi": (pypi, "pkg:pypi/boat@1.0.0"),
    "cargo": (cargo, "pkg:cargo/boat@1.0.0"),
    "maven": (maven, "pkg:maven/org.sea/boat@1.0.0"),
    "gem": (gem, "pkg:gem/boat@1.0.0"),
    "golang": (golang, "pkg:golang/forge.example/Sea/boat@v1.0.0"),
    "composer": (composer_repository, "pkg:composer/sea/boat@1.0.0"),
    "nuget": (nuget, "pkg:nuget/Boat@1.0.0"),
}
CODE = {  # what an attacker who can change the files but not the index would replace
    "npm": "/boat.tgz",
    "pypi": "/files/b.tar.gz",
    "cargo": "/crates/boat/1.0.0",
    "maven": "/maven/org/sea/boat/1.0.0/boat-1.0.0-sources.jar",
    "gem": "/gem/gems/boat-1.0.0.gem",
    "golang": "/go/forge.example/!sea/boat/@v/v1.0.0.zip",
    "composer": "/boat.zip",
    "nuget": "/boat.nupkg",
}


@pytest.fixture
def files() -> Files:
    """What the indexes serve, by path."""
    return {path: content for make, _ in REGISTRIES.values() for path, content in make().items()}


@pytest.fixture
def pool(jobs_pool: Pool, files: Files) -> Iterator[Pool]:
    """A pool with an index of every kind."""

    class Index(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(200 if content is not None else 404)
            self.end_headers()
            self.wfile.write((content or b"").replace(b"{here}", here.encode()))

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        index = IndexSettings(
            npm=f"{here}/npm",
            pypi=f"{here}/simple",
            cargo=f"{here}/cargo",
            maven=f"{here}/maven",
            gem=f"{here}/gem",
            golang=f"{here}/go",
            golang_sums=f"{here}/sums",
            composer=f"{here}/composer",
            nuget=f"{here}/nuget",
        )
        yield of_pool(jobs_pool, settings=msgspec.structs.replace(SETTINGS, index=index))
        server.shutdown()


def test_there_is_a_registry_here_for_each_kind() -> None:
    assert set(REGISTRIES) == set(KINDS)


@pytest.mark.parametrize("kind", REGISTRIES)
def test_a_package_is_fetched_checked_scanned_and_published(pool: Pool, kind: str) -> None:
    purl = REGISTRIES[kind][1]
    submit_package(pool, purl, name="boat", actor="t")
    work_here(pool)

    assert {it.state for it in find_jobs(pool).items} == {JobState.DONE}, find_jobs(pool).items
    found = release(pool, "boat", purl.rpartition("@")[2])
    assert (found.state, found.origin) == (State.PUBLISHED, purl.rpartition("@")[0])
    assert {it.project for it in find_jobs(pool).items} == {"boat"}
    assert list(check(pool)) == []


@pytest.mark.parametrize("kind", REGISTRIES)
def test_what_is_not_what_the_index_announced_is_refused(pool: Pool, files: Files, kind: str) -> None:
    packed = io.BytesIO(files[CODE[kind]])
    if kind == "golang":  # whose digest is of the files and not of the archive
        with zipfile.ZipFile(packed, "a") as archive:
            archive.writestr("forge.example/Sea/boat@v1.0.0/more.go", "package more")
    files[CODE[kind]] = packed.getvalue() + (b"" if kind == "golang" else b"more")
    number = submit_package(pool, REGISTRIES[kind][1], name="boat", actor="t").job

    assert work_here(pool) == 1, "it is not tried again"

    assert said(pool, number) == "what came is not what the index announced"


def said(pool: Pool, number: int) -> str:
    found = job(pool, number)
    assert found.state is JobState.FAILED
    return found.problem.to("en") if found.problem else ""


@pytest.mark.parametrize("kind", REGISTRIES)
def test_a_version_that_the_index_does_not_have_is_told_at_once(pool: Pool, kind: str) -> None:
    number = submit_package(pool, f"{REGISTRIES[kind][1].rpartition('@')[0]}@9.9.9", name="boat", actor="t").job

    assert work_here(pool) == 1
    assert said(pool, number) in {
        "the index has no source of this package in this version",
        "it has no such thing",
    }


def test_an_index_that_answers_strangely_is_asked_again(pool: Pool, files: Files) -> None:
    files["/simple/boat/"] = b"<html>"
    number = submit_package(pool, "pkg:pypi/boat@1.0.0", actor="t").job

    assert work_here(pool) == 5
    assert said(pool, number) == "the index does not answer as one"


def test_a_package_without_a_digest_is_refused_and_its_repository_named(pool: Pool, files: Files) -> None:
    source = {"type": "git", "url": "https://forge.example/sea/boat.git", "reference": "a" * 40}
    entry = {"version": "1.0.0", "dist": {"url": "/boat.zip", "shasum": ""}, "source": source}
    files["/composer/p2/sea/boat.json"] = json.dumps({"packages": {"sea/boat": [entry]}}).encode()
    from registry.services.packages import read_purl

    with pytest.raises(NotFound, match="no digest") as refused:
        composer.find(pool, read_purl("pkg:composer/sea/boat@1.0.0"))

    assert refused.value.hint
    assert f"https://forge.example/sea/boat.git@{'a' * 40}" in refused.value.hint.to("en")


@pytest.mark.parametrize("content", [b"", b"not a tar", tar_of(BOAT)])
def test_a_gem_without_its_source_is_refused(pool: Pool, files: Files, content: bytes) -> None:
    files["/gem/gems/boat-1.0.0.gem"] = content
    files["/gem/info/boat"] = f"1.0.0 |checksum:{sha('sha256', content)}\n".encode()
    number = submit_package(pool, "pkg:gem/boat@1.0.0", actor="t").job

    assert work_here(pool) == 1
    assert said(pool, number) == "the package does not hold data.tar.gz"


def test_without_an_index_or_a_version_nothing_is_asked_for(pool: Pool, jobs_pool: Pool) -> None:
    with pytest.raises(NotFound, match="no index is configured"):
        submit_package(jobs_pool, "pkg:npm/boat@1.0.0", actor="t")
    for purl in ("pkg:npm/boat", "pkg:deb/debian/boat@1", "npm/boat@1"):
        with pytest.raises(BadUsage):
            submit_package(pool, purl, actor="t")
    assert find_jobs(pool).items == ()


@pytest.mark.parametrize(("private", "state"), [(False, JobState.FAILED), (True, JobState.DONE)])
def test_an_index_in_ones_own_network_must_be_allowed(pool: Pool, private: bool, state: JobState) -> None:
    index = msgspec.structs.replace(pool.settings.index, private_addresses=private)
    strict = of_pool(pool, settings=msgspec.structs.replace(pool.settings, fetch=FetchSettings(), index=index))
    number = submit_package(strict, "pkg:npm/%40sea/boat@1.0.0", actor="t").job

    work_here(strict)

    assert job(pool, number).state is state
    assert bool(list(Path(pool.home.git).glob("*/*"))) is private


def test_a_purl_is_a_source_like_any_other(pool: Pool) -> None:
    assert submit(pool, "pkg:pypi/boat@1.0.0", actor="t").project == "boat"
    assert submit(pool, "pkg:pypi/boat@1.0.0", actor="t").job == find_jobs(pool).items[0].id


def test_the_command_submits_a_package_to_a_pool_elsewhere(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
    token = bearer(pool, "anna", Role.CONTRIBUTOR)["Authorization"].removeprefix("Bearer ")
    monkeypatch.setenv("TRUSTPOOL_CREDENTIALS", str(tmp_path / "credentials.json"))
    (tmp_path / "token").write_text(f"{token}\n")
    with serving(pool) as address:
        monkeypatch.setattr("sys.stdin", (tmp_path / "token").open())
        assert run(["login", address], "en") == 0
        capsys.readouterr()

        assert run(["submit", "pkg:cargo/boat@1.0.0", "--organisation", "harbour"], "en") == 0

    assert capsys.readouterr().out == f"boat: job {find_jobs(pool).items[0].id}\n"
    work_here(pool)
    assert release(pool, "boat", "1.0.0").state is State.PUBLISHED


VALUES = st.none() | st.integers(0, 3) | st.sampled_from(["1.0", "__unset", ""])


@given(st.lists(st.dictionaries(st.sampled_from(["version", "dist", "source", "x"]), VALUES), max_size=4))
def test_no_repositorys_metadata_is_a_defect(listed: list[dict[str, object]]) -> None:
    assert all(isinstance(it.version, str) for it in composer._expanded(listed))
