"""The pages about jobs: for those whom they concern, with buttons that only our own forms can press."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from licenses.language import text
from registry.jobs.claims import give_back, renew, take
from registry.jobs.ending import End, Ending, settle
from registry.jobs.work import kinds
from registry.models import Admission, JobState, Role
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.jobs import find_jobs, job
from registry.services.submit import submit
from tests.registry.jobs.conftest import jobs_pool
from tests.registry.pool import GPL_IN_MIT, Publish, repository
from web.app import create_app

__all__ = ["jobs_pool"]
PASSWORD = "correct horse battery"
LOST = "http://127.0.0.1:1/lost"


@pytest.fixture
def client(jobs_pool: Pool) -> FlaskClient:
    """Asks a pool with a job of harbour's that waits; nobody is logged in yet."""
    organisations.create(jobs_pool, "harbour", title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
    for login, role in (("mia", Role.MAINTAINER), ("rita", Role.READER)):
        accounts.add_user(jobs_pool, login, password=PASSWORD, administrator=False, robot=False, actor="t")
        organisations.admit(jobs_pool, "harbour", login, role, actor="t")
    accounts.add_user(jobs_pool, "mallory", password=PASSWORD, administrator=False, robot=False, actor="t")
    submit(jobs_pool, LOST, actor="anna", organisation="harbour")
    return create_app(jobs_pool).test_client()


@pytest.fixture
def number(client: FlaskClient, jobs_pool: Pool) -> int:
    """That job."""
    return find_jobs(jobs_pool).items[0].id


def enter(client: FlaskClient, login: str) -> None:
    assert client.post("/login", data={"login": login, "password": PASSWORD}).status_code == 303


def press(client: FlaskClient, path: str, what: str) -> TestResponse:
    """Press a button of a page."""
    action = re.search(rf'action="([^"]+/{what})"', client.get(path).text)
    token = re.search(r'name="form_token" value="(\w+)"', client.get(path).text)
    assert action
    assert token
    return client.post(action[1], data={"form_token": token[1]})


def words(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_nobody_sees_jobs_without_logging_in_and_is_shown_where(client: FlaskClient, number: int) -> None:
    for path in ("/jobs", f"/jobs/{number}"):
        answer = client.get(path)

        assert answer.status_code == 401
        assert f'href="/login?next={path}"' in answer.text


def test_the_list_shows_what_concerns_whoever_looks(client: FlaskClient, number: int) -> None:
    enter(client, "rita")
    assert re.search(rf"Visit {LOST} waiting No\. {number} .* anna", words(client, "/jobs"))
    assert "访问来源" in words(client, "/jobs", "zh")
    client.post("/logout", data={"form_token": re.findall(r'form_token" value="(\w+)"', client.get("/").text)[0]})

    enter(client, "mallory")
    assert "No jobs yet" in words(client, "/jobs")
    assert client.get(f"/jobs/{number}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=waiting", True), ("state=failed", False), ("kind=visit&project=lost", True), ("kind=scan", False)],
)
def test_the_list_is_narrowed(client: FlaskClient, number: int, query: str, found: bool) -> None:
    enter(client, "mia")

    said = words(client, f"/jobs?{query}")

    assert (f"No. {number}" in said, "Nothing found" in said) == (found, not found)
    assert client.get("/jobs?project=nowhere").status_code == 404


def test_the_list_goes_on_on_the_next_page(client: FlaskClient, jobs_pool: Pool) -> None:
    for place in range(50):
        submit(jobs_pool, f"{LOST}-{place}", actor="mia", organisation="harbour")
    enter(client, "mia")

    found = re.search(r'rel="next" href="([^"]+)"', client.get("/jobs?state=waiting").text)

    assert found
    rest = client.get(found[1].replace("&amp;", "&")).text
    assert rest.count('class="state waiting"') == 1


def test_a_maintainer_ends_a_job_and_asks_for_it_again(client: FlaskClient, jobs_pool: Pool, number: int) -> None:
    enter(client, "mia")

    assert press(client, f"/jobs/{number}", "cancel").headers["Location"] == f"/jobs/{number}"
    assert job(jobs_pool, number).state is JobState.CANCELLED
    again = press(client, f"/jobs/{number}", "retry").headers["Location"]

    assert again != f"/jobs/{number}"
    assert "It waits for a free worker." in words(client, again)


def test_a_reader_has_no_buttons_and_a_form_of_their_own_is_refused(
    client: FlaskClient, jobs_pool: Pool, number: int
) -> None:
    enter(client, "rita")
    page = client.get(f"/jobs/{number}").text
    token = re.findall(r'form_token" value="(\w+)"', page)[0]

    assert f"/jobs/{number}/" not in page
    assert client.post(f"/jobs/{number}/cancel", data={"form_token": token}).status_code == 403
    assert job(jobs_pool, number).state is JobState.WAITING


def test_a_form_from_elsewhere_ends_nothing(client: FlaskClient, jobs_pool: Pool, number: int) -> None:
    enter(client, "mia")

    for data, headers in (({}, {}), ({"form_token": "x"}, {}), ({}, {"Origin": "https://evil.example"})):
        assert client.post(f"/jobs/{number}/cancel", data=data, headers=headers).status_code == 403
    assert job(jobs_pool, number).state is JobState.WAITING


def test_a_running_job_shows_how_far_it_is_and_can_be_watched(
    client: FlaskClient, jobs_pool: Pool, number: int
) -> None:
    claim = take(jobs_pool, kinds(), "test")
    assert claim
    renew(jobs_pool, claim, step="fetching", done=3, total=9)
    enter(client, "mia")

    page = client.get(f"/jobs/{number}").text
    assert re.search(r'<progress[^>]* max="9" value="3">', page)
    assert "fetching · 3 / 9" in page
    assert "refresh" not in page
    assert '<meta http-equiv="refresh" content="5">' in client.get(f"/jobs/{number}?watch=1").text
    assert "正在获取" in words(client, f"/jobs/{number}", "zh")
    press(client, f"/jobs/{number}", "cancel")
    assert "It was asked to end" in words(client, f"/jobs/{number}")


def test_what_failed_says_why_in_both_languages_and_what_waits_for_a_second_try_until_when(
    client: FlaskClient, jobs_pool: Pool, number: int
) -> None:
    problem = text("the worker that had it fell silent")
    claim = take(jobs_pool, kinds(), "test")
    assert claim
    give_back(jobs_pool, claim, problem, pause=timedelta(hours=1).total_seconds())
    enter(client, "mia")
    assert "It will be tried again, not before:" in words(client, f"/jobs/{number}")
    claim = take(jobs_pool, kinds(), "test", job_id=number)
    assert claim
    settle(jobs_pool, claim, Ending(End.LASTING, problem))

    assert "the worker that had it fell silent" in words(client, f"/jobs/{number}")
    assert problem.to("zh") in words(client, f"/jobs/{number}", "zh")
    assert "watch=1" not in client.get(f"/jobs/{number}").text


def test_pages_need_no_scripts_and_have_one_heading(client: FlaskClient, number: int) -> None:
    enter(client, "mia")

    for path in ("/jobs", f"/jobs/{number}"):
        body = client.get(path, headers={"Accept-Language": "zh"}).text
        assert len(re.findall(r"<h1[ >]", body)) == 1
        assert re.search(r"<title>[^<]+ · 可信源池</title>", body)
        labelled = set(re.findall(r'<label[^>]* for="(\w+)"', body))
        assert set(re.findall(r'<(?:input|select)[^>]* id="(\w+)"', body)) == labelled
        for forbidden in ("<script", "style=", "<style", "javascript:", " onclick"):
            assert forbidden not in body


def test_a_project_links_to_its_jobs_for_those_who_are_logged_in(
    client: FlaskClient, jobs_pool: Pool, publish_into_jobs: Path
) -> None:
    assert publish_into_jobs.exists()
    assert "/jobs?project=candle" not in client.get("/projects/candle").text
    enter(client, "mia")
    assert 'href="/jobs?project=candle"' in client.get("/projects/candle").text


@pytest.fixture
def publish_into_jobs(jobs_pool: Pool, tmp_path: Path) -> Path:
    """The source of a project that came without a job."""
    from tests.registry.pool import publisher

    made: Publish = publisher(jobs_pool)
    source = repository(tmp_path / "candle", GPL_IN_MIT)
    made(source)
    return source
