"""Jobs over HTTP and by command: who sees which, who may end one or ask again, and what is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.jobs.claims import take
from registry.jobs.work import kinds
from registry.models import Admission, JobKind, JobState, Role
from registry.pool import Pool
from registry.services import organisations
from registry.services.jobs import find_jobs, job
from registry.services.submit import submit
from registry.services.webhooks import add_webhook
from tests.registry.jobs.conftest import elsewhere, jobs_pool, lantern, work_here
from tests.registry.pool import serving
from tests.registry.test_submissions import bearer
from web.app import create_app
from web.command import run

__all__ = ["elsewhere", "jobs_pool", "lantern"]
NOBODY = "http://127.0.0.1:1/lost"


@pytest.fixture
def client(jobs_pool: Pool) -> FlaskClient:
    """Asks a pool with two organisations, and a job of harbour's that waits."""
    for name in ("harbour", "hill"):
        organisations.create(jobs_pool, name, title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
    submit(jobs_pool, NOBODY, actor="anna", organisation="harbour")
    return create_app(jobs_pool).test_client()


@pytest.fixture
def number(client: FlaskClient, jobs_pool: Pool) -> int:
    """That job."""
    return find_jobs(jobs_pool).items[0].id


def ids(client: FlaskClient, headers: dict[str, str], query: str = "") -> list[int]:
    return [it["id"] for it in client.get(f"/api/v1/jobs?{query}", headers=headers).get_json()["items"]]


def test_jobs_are_seen_by_members_by_whoever_asked_and_by_administrators(
    client: FlaskClient, jobs_pool: Pool, number: int
) -> None:
    member = bearer(jobs_pool, "ben", Role.READER)
    stranger = bearer(jobs_pool, "mallory", Role.ADMINISTRATOR, "hill")
    asker = bearer(jobs_pool, "anna", Role.READER, "hill")
    root = bearer(jobs_pool, "root", Role.READER, "hill")

    assert client.get("/api/v1/jobs").status_code == 401
    assert [ids(client, it) for it in (member, asker, root)] == [[number]] * 3
    assert ids(client, stranger) == []
    assert client.get(f"/api/v1/jobs/{number}", headers=stranger).status_code == 404
    assert client.post(f"/api/v1/jobs/{number}/cancel", headers=stranger).status_code == 404


def test_a_list_is_narrowed_and_comes_in_pages(client: FlaskClient, jobs_pool: Pool, number: int) -> None:
    root = bearer(jobs_pool, "root")
    second = submit(jobs_pool, f"{NOBODY}-2", actor="ben", organisation="hill").job

    first = client.get("/api/v1/jobs?limit=1", headers=root).get_json()
    assert [it["id"] for it in first["items"]] == [second]
    assert ids(client, root, f"cursor={first['next']}") == [number]
    assert ids(client, root, "project=lost") == [number]
    assert ids(client, root, "state=waiting&kind=visit") == [second, number]
    assert ids(client, root, "state=done") == []
    assert client.get("/api/v1/jobs?project=nothing", headers=root).status_code == 404
    assert client.get("/api/v1/jobs?state=odd", headers=root).status_code == 400


def test_a_job_tells_what_it_is_about_and_how_far_it_is(client: FlaskClient, jobs_pool: Pool, number: int) -> None:
    said = client.get(f"/api/v1/jobs/{number}", headers=bearer(jobs_pool, "ben", Role.READER)).get_json()

    told = ("kind", "subject", "project", "state", "attempts", "actor", "ended_at", "cancelling")
    assert [said[it] for it in told] == ["visit", NOBODY, "lost", "waiting", 0, "anna", None, False]
    assert said["url"].endswith(f"/api/v1/jobs/{number}")


@pytest.mark.parametrize(
    ("login", "role", "cancelling", "retrying"),
    [
        ("reader", Role.READER, 403, 403),
        ("contributor", Role.CONTRIBUTOR, 403, 202),
        ("reviewer", Role.REVIEWER, 403, 202),
        ("maintainer", Role.MAINTAINER, 200, 202),
        ("anna", Role.CONTRIBUTOR, 200, 202),  # who asked for it
        ("anna", Role.READER, 403, 403),
    ],
)
def test_who_may_end_a_job_and_ask_for_it_again(
    client: FlaskClient, jobs_pool: Pool, number: int, login: str, role: Role, cancelling: int, retrying: int
) -> None:
    headers = bearer(jobs_pool, login, role)

    assert client.post(f"/api/v1/jobs/{number}/cancel", headers=headers).status_code == cancelling
    if cancelling != 200:
        client.post(f"/api/v1/jobs/{number}/cancel", headers=bearer(jobs_pool, "root"))
    answer = client.post(f"/api/v1/jobs/{number}/retry", headers=headers)
    assert answer.status_code == retrying
    if retrying == 202:
        assert answer.get_json()["actor"] == login
        assert answer.get_json()["state"] == "waiting"


def test_what_is_over_cannot_end_and_what_is_under_way_cannot_begin(
    client: FlaskClient, jobs_pool: Pool, number: int
) -> None:
    root = bearer(jobs_pool, "root")

    assert client.post(f"/api/v1/jobs/{number}/retry", headers=root).status_code == 409
    assert client.post(f"/api/v1/jobs/{number}/cancel", headers=root).get_json()["state"] == "cancelled"
    assert client.post(f"/api/v1/jobs/{number}/cancel", headers=root).status_code == 409


def test_a_running_job_is_asked_to_end(client: FlaskClient, jobs_pool: Pool, number: int) -> None:
    assert take(jobs_pool, kinds(), "test")

    said = client.post(f"/api/v1/jobs/{number}/cancel", headers=bearer(jobs_pool, "root")).get_json()

    assert (said["state"], said["cancelling"]) == ("running", True)


def test_ending_a_scan_is_in_the_history_of_its_release(client: FlaskClient, jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna", organisation="harbour")
    work_here_once(jobs_pool, JobKind.VISIT)
    scan = find_jobs(jobs_pool, kind=JobKind.SCAN).items[0]
    headers = bearer(jobs_pool, "mia", Role.MAINTAINER)

    client.post(f"/api/v1/jobs/{scan.id}/cancel", headers=headers)

    events = client.get(f"/api/v1/projects/lantern/releases/{scan.release}/events").get_json()["items"]
    assert (events[-1]["actor"], events[-1]["action"]) == ("mia", "job.cancelled")
    page = client.get(f"/projects/lantern/releases/{scan.release}", headers={"Accept-Language": "zh"}).text
    assert "终止了它的任务" in page


def work_here_once(pool: Pool, kind: JobKind) -> None:
    from registry.jobs.child import perform
    from registry.jobs.ending import settle
    from registry.jobs.work import Tools

    while claim := take(pool, [kind], "test"):
        settle(pool, claim, perform(pool, claim, lambda *_: None, at_home=True, tools=Tools()))


def test_deliveries_and_their_addresses_are_for_maintainers(
    client: FlaskClient, jobs_pool: Pool, elsewhere: str
) -> None:
    add_webhook(jobs_pool, "harbour", "https://hooks.example/secret", actor="t")
    submit(jobs_pool, elsewhere, actor="anna", organisation="harbour")
    work_here_once(jobs_pool, JobKind.VISIT)
    deliveries = [it.id for it in find_jobs(jobs_pool, kind=JobKind.DELIVER).items]
    assert deliveries

    assert ids(client, bearer(jobs_pool, "mia", Role.MAINTAINER), "kind=deliver") == deliveries
    assert ids(client, bearer(jobs_pool, "rita", Role.REVIEWER), "kind=deliver") == []
    assert ids(client, bearer(jobs_pool, "anna", Role.REVIEWER), "kind=deliver") == []


def test_the_commands_work_on_the_pool_here_and_on_one_elsewhere(
    client: FlaskClient,
    jobs_pool: Pool,
    number: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRUSTPOOL_HOME", str(jobs_pool.home.folder))
    monkeypatch.setenv("TRUSTPOOL_DATABASE_URL", jobs_pool.home.database_url)
    monkeypatch.setenv("TRUSTPOOL_CREDENTIALS", str(tmp_path / "credentials.json"))
    token = bearer(jobs_pool, "root")["Authorization"].removeprefix("Bearer ")

    def said(*words: str) -> str:
        assert run(["jobs", *words], "en") == 0, capsys.readouterr().err
        return capsys.readouterr().out

    with serving(jobs_pool) as address:
        monkeypatch.setattr("sys.stdin", (tmp_path / "token").open("w+"))
        (tmp_path / "token").write_text(f"{token}\n")
        assert run(["login", address], "en") == 0, capsys.readouterr().err
        capsys.readouterr()
        there = ("--pool", address)
        assert said("list") == said("list", *there)
        assert said("show", str(number)) == said("show", str(number), *there)
        said("cancel", str(number), *there)
        assert job(jobs_pool, number).state is JobState.CANCELLED
        again = said("retry", str(number), *there).strip()
        assert said("list", "--state", "waiting", *there).split()[0] == again
        said("cancel", again)
        assert "cancelled" in said("list", "--kind", "visit", "--project", "lost")


def test_a_visit_that_makes_a_project_is_the_projects_from_then_on(
    client: FlaskClient, jobs_pool: Pool, elsewhere: str
) -> None:
    submit(jobs_pool, elsewhere, actor="anna", organisation="harbour")
    work_here(jobs_pool)

    assert {it.kind for it in find_jobs(jobs_pool, project="lantern").items} == {JobKind.VISIT, JobKind.SCAN}
