"""Code comes in over HTTP: addresses, lists of them, archives; from members who accepted the agreement."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.models import Admission, Role, State
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.agreements import publish_agreement
from registry.services.check import check
from registry.services.releases import release
from registry.settings import FetchSettings, Settings
from tests.registry.jobs.conftest import elsewhere, jobs_pool, lantern, work_here
from tests.registry.pool import MIT_PROJECT, NewHome, git, serving
from web.app import create_app
from web.command import run

__all__ = ["elsewhere", "jobs_pool", "lantern"]
UPLOADS = "/api/v1/uploads?project=boat&organisation=harbour&file=boat-1.tar.gz"


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What comes in does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def client(jobs_pool: Pool) -> FlaskClient:
    """Asks a pool that may fetch from loopback, with two organisations."""
    for name in ("harbour", "hill"):
        organisations.create(jobs_pool, name, title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
    return create_app(jobs_pool).test_client()


def bearer(pool: Pool, login: str, role: Role = Role.CONTRIBUTOR, organisation: str = "harbour") -> dict[str, str]:
    """The header of a member."""
    accounts.add_user(pool, login, password="", administrator=login == "root", robot=True, actor="t")
    organisations.admit(pool, organisation, login, role, actor="t")
    token = accounts.issue_token(pool, login, "x", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="t")
    return {"Authorization": f"Bearer {token}"}


def tar_of(files: dict[str, str]) -> bytes:
    """A compressed archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"boat-1/{name}")
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


BOAT = {name: content.replace("lantern", "boat") for name, content in MIT_PROJECT.items()}


def test_an_address_is_submitted_scanned_and_published(client: FlaskClient, jobs_pool: Pool, elsewhere: str) -> None:
    headers = bearer(jobs_pool, "anna")
    body = {"source": elsewhere, "organisation": "harbour"}

    answer = client.post("/api/v1/submissions", json=body, headers=headers)

    assert answer.status_code == 202, answer.get_json()
    work_here(jobs_pool)
    said = client.get(answer.get_json()["job_url"], headers=headers).get_json()
    assert (said["kind"], said["state"]) == ("visit", "done")
    assert release(jobs_pool, "lantern", "1.0.0").state is State.PUBLISHED


def test_a_list_is_submitted_one_by_one_and_says_what_it_refused(
    client: FlaskClient, jobs_pool: Pool, elsewhere: str
) -> None:
    headers = bearer(jobs_pool, "anna")
    lines = f"# ours\n{elsewhere}\n/etc/passwd\next::sh -c id\nfile:///etc\n"

    answer = client.post(
        "/api/v1/submissions/list?organisation=harbour",
        data=lines,
        headers={**headers, "Content-Type": "text/plain"},
    ).get_json()

    assert [it["source"] for it in answer["submitted"]] == [elsewhere]
    assert [it["source"] for it in answer["refused"]] == ["/etc/passwd", "ext::sh -c id", "file:///etc"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('[{"clone_url": "{here}"}]', "text/plain"),
        ("name,clone_url\nlantern,{here}\n", "text/csv"),
    ],
)
def test_a_forges_export_is_a_list_too(
    client: FlaskClient, jobs_pool: Pool, elsewhere: str, content: str, kind: str
) -> None:
    headers = {**bearer(jobs_pool, "anna"), "Content-Type": kind}
    said = content.replace("{here}", elsewhere)

    answer = client.post("/api/v1/submissions/list?organisation=harbour", data=said, headers=headers).get_json()

    assert [it["project"] for it in answer["submitted"]] == ["lantern"]


@pytest.mark.parametrize(
    "source",
    ["/etc/passwd", "file:///etc/passwd", "ext::sh -c id", "git://forge.example/a", "https://u:p@forge.example/a.git"],
)
def test_what_a_server_does_not_fetch_is_refused(client: FlaskClient, jobs_pool: Pool, source: str) -> None:
    body = {"source": source, "organisation": "harbour"}

    answer = client.post("/api/v1/submissions", json=body, headers=bearer(jobs_pool, "anna"))

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_a_private_address_is_not_visited_unless_configured(
    client: FlaskClient, jobs_pool: Pool, elsewhere: str
) -> None:
    strict = Pool(
        jobs_pool.home,
        jobs_pool.database,
        jobs_pool.documents,
        settings=Settings(fetch=FetchSettings(protocols=("http",))),
    )
    headers = bearer(jobs_pool, "anna")
    body = {"source": elsewhere, "organisation": "harbour"}
    answer = create_app(strict).test_client().post("/api/v1/submissions", json=body, headers=headers)

    work_here(strict)

    said = client.get(answer.get_json()["job_url"], headers=headers).get_json()
    assert said["state"] == "failed"
    assert "not on the public internet" in said["problem"]


def test_an_archive_is_uploaded_scanned_published_and_cloned(
    client: FlaskClient, jobs_pool: Pool, tmp_path: Path
) -> None:
    packed = tar_of(BOAT)

    answer = client.post(UPLOADS, data=packed, headers=bearer(jobs_pool, "anna"))

    assert answer.status_code == 202, answer.get_json()
    assert answer.get_json()["sha256"] == hashlib.sha256(packed).hexdigest()
    work_here(jobs_pool)
    found = release(jobs_pool, "boat", "1.0.0")
    assert (found.state, found.archive_sha256) == (State.PUBLISHED, hashlib.sha256(packed).hexdigest())
    with serving(jobs_pool) as address:
        git("clone", f"{address}git/boat.git", tmp_path / "clone")
    assert (tmp_path / "clone" / "index.js").read_text() == BOAT["index.js"]
    assert list(check(jobs_pool)) == []


def test_the_same_archive_again_asks_for_nothing(client: FlaskClient, jobs_pool: Pool) -> None:
    headers = bearer(jobs_pool, "anna")
    first = client.post(UPLOADS, data=tar_of(BOAT), headers=headers).get_json()
    work_here(jobs_pool)

    again = client.post(UPLOADS, data=tar_of(BOAT), headers=headers).get_json()

    assert (again["release"], again["job"]) == (first["release"], None)


def hostile(kind: str) -> bytes:
    """An archive that is none, or means harm."""
    packed = io.BytesIO()
    if kind == "escaping":
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("../../etc/cron.d/x", "* * * * * root id\n")
        return packed.getvalue()
    if kind == "bomb":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(3):
                archive.writestr(f"zeros-{number}", b"\0" * 200_000_000)
        return packed.getvalue()
    return {"empty": b"", "text": b"hello\n" * 100, "cut": tar_of(BOAT)[:-40]}[kind]


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "escaping", "bomb"])
def test_a_hostile_archive_is_refused_and_leaves_nothing(client: FlaskClient, jobs_pool: Pool, kind: str) -> None:
    answer = client.post(UPLOADS, data=hostile(kind), headers=bearer(jobs_pool, "anna"))

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert client.get("/api/v1/projects/boat").status_code == 404


def test_an_upload_larger_than_allowed_is_refused_while_it_comes(client: FlaskClient, jobs_pool: Pool) -> None:
    small = Settings(fetch=FetchSettings(max_bytes=10_000))
    pool = Pool(jobs_pool.home, jobs_pool.database, jobs_pool.documents, settings=small)

    answer = create_app(pool).test_client().post(UPLOADS, data=b"x" * 20_000, headers=bearer(jobs_pool, "anna"))

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_who_may_submit_where(client: FlaskClient, jobs_pool: Pool) -> None:
    """Every role of the own and of the other organisation, for a new project and for one that is there."""

    def status(headers: dict[str, str]) -> int:
        return client.post(UPLOADS, data=tar_of(BOAT), headers=headers).status_code

    assert status({}) == 401
    assert status({"Authorization": "Bearer tpool_wrong"}) == 401
    for round_ in ("new", "there"):
        for role in Role:
            assert status(bearer(jobs_pool, f"hill-{role}-{round_}", role, "hill")) == 403
        assert status(bearer(jobs_pool, f"reader-{round_}", Role.READER)) == 403
        assert status(bearer(jobs_pool, f"contributor-{round_}")) == 202
    nowhere = "/api/v1/uploads?project=raft"
    assert client.post(nowhere, data=tar_of(BOAT), headers=bearer(jobs_pool, "anna")).status_code == 403
    assert client.post(nowhere, data=tar_of(BOAT), headers=bearer(jobs_pool, "root")).status_code == 202


def test_who_did_not_accept_the_agreement_submits_nothing(client: FlaskClient, jobs_pool: Pool) -> None:
    headers = bearer(jobs_pool, "anna")
    publish_agreement(jobs_pool, "harbour", version="1", actor="t")

    refused = client.post(UPLOADS, data=tar_of(BOAT), headers=headers)
    client.post("/api/v1/organisations/harbour/agreement/acceptances", json={"version": "1"}, headers=headers)
    accepted = client.post(UPLOADS, data=tar_of(BOAT), headers=headers)

    assert (refused.status_code, accepted.status_code) == (403, 202)
    assert "usage agreement 1" in refused.get_json()["title"]


def test_the_command_sends_an_archive(
    client: FlaskClient, jobs_pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.client.credentials import Credentials, Known, write_credentials

    token = bearer(jobs_pool, "anna")["Authorization"].removeprefix("Bearer ")
    (tmp_path / "boat.tar.gz").write_bytes(tar_of(BOAT))
    monkeypatch.setenv("TRUSTPOOL_CREDENTIALS", str(tmp_path / "credentials.json"))
    monkeypatch.setattr("time.sleep", lambda _: work_here(jobs_pool))
    with serving(jobs_pool) as address:
        here = address.rstrip("/")
        write_credentials(tmp_path / "credentials.json", Credentials({here: Known(token)}, here))

        sent = run(["submit", str(tmp_path / "boat.tar.gz"), "--organisation", "harbour"], "en")
        work_here(jobs_pool)
        published = run(["publish", str(tmp_path / "boat.tar.gz"), "--pool", here, "--organisation", "harbour"], "en")

    assert (sent, published) == (0, 0)
    assert release(jobs_pool, "boat", "1.0.0").state is State.PUBLISHED
