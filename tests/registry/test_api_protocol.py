"""HTTP as the API speaks it: errors as problems, entity tags, preconditions, rates."""

from __future__ import annotations

from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from licenses.errors import BadUsage
from registry.models import Role
from registry.pool import Pool
from registry.services.accounts import add_user, issue_token
from registry.settings import RateSettings, Settings
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, repository
from web.app import create_app

PLACE = "/api/v1/projects/lantern/releases/1.0.0"
DECISION = {"decision": "withdraw", "reason": "leak"}


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What HTTP says does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def client(pool: Pool, publish: Publish, tmp_path: Path) -> FlaskClient:
    """Asks a pool in which lantern is published."""
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    return create_app(pool).test_client()


@pytest.fixture
def bearer(pool: Pool) -> dict[str, str]:
    """An administrator's token."""
    add_user(pool, "root", password="", administrator=True, robot=True, actor="t")
    token = issue_token(pool, "root", "all", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="t")
    return {"Authorization": f"Bearer {token}"}


def ask(client: FlaskClient, status: int, bearer: dict[str, str], language: str) -> TestResponse:
    """A request that is answered with this status."""
    headers = {**bearer, "Accept-Language": language}
    match status:
        case 404:
            return client.get("/api/v1/nothing", headers=headers)
        case 405:
            return client.put(PLACE, headers=headers)
        case 406:
            return client.get(PLACE, headers={**headers, "Accept": "text/html"})
        case 412:
            return client.post(f"{PLACE}/decision", json=DECISION, headers={**headers, "If-Match": '"old"'})
        case 413:
            return client.post(f"{PLACE}/decision", data=b" " * 2**21, headers=headers)
        case 415:
            return client.post(
                f"{PLACE}/decision", data="decision=publish", headers={**headers, "Content-Type": "text/x"}
            )
    raise AssertionError(status)


@pytest.mark.parametrize("status", [404, 405, 406, 412, 413, 415])
def test_every_error_of_the_protocol_is_a_problem_in_both_languages(
    client: FlaskClient, bearer: dict[str, str], status: int
) -> None:
    answers = [ask(client, status, bearer, language) for language in ("en", "zh")]

    assert [(it.status_code, it.content_type) for it in answers] == [(status, "application/problem+json")] * 2
    english, chinese = (it.get_json() for it in answers)
    assert english["status"] == status
    assert english["title"] != chinese["title"]
    assert "defect" not in english["title"]


def test_what_did_not_change_is_not_sent_again_and_what_did_is(client: FlaskClient, bearer: dict[str, str]) -> None:
    seen = client.get(PLACE).headers["ETag"]
    same = client.get(PLACE, headers={"If-None-Match": seen})
    client.post(f"{PLACE}/decision", json=DECISION, headers=bearer)
    other = client.get(PLACE, headers={"If-None-Match": seen})

    assert (same.status_code, same.data) == (304, b"")
    assert (other.status_code, other.get_json()["state"]) == (200, "withdrawn")


def test_a_decision_about_what_was_seen_goes_on(client: FlaskClient, bearer: dict[str, str]) -> None:
    seen = client.get(PLACE).headers["ETag"]

    answer = client.post(f"{PLACE}/decision", json=DECISION, headers={**bearer, "If-Match": seen})

    assert answer.get_json() == {"state": "withdrawn"}


def limited(pool: Pool, everyone: str, login: str) -> Pool:
    """The pool under these rates."""
    return of_pool(pool, settings=Settings(rates=RateSettings(everyone, login)))


def test_who_asks_too_often_is_told_when_to_come_back(pool: Pool, bearer: dict[str, str]) -> None:
    client = create_app(limited(pool, "3/hour", "")).test_client()
    here = "/api/v1/projects"

    assert [client.get(here).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(here, headers={"Accept-Language": "zh"})
    assert (refused.content_type, refused.get_json()["title"]) == ("application/problem+json", "请求过于频繁")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    made_up = [client.get(here, headers={"Authorization": f"Bearer tpool_{n}"}).status_code for n in range(2)]
    assert made_up == [429, 429], "a token that nobody issued opens no new account"
    assert client.get(here, headers=bearer).status_code == 200, "a token is counted by itself"


def test_passwords_cannot_be_tried_fast(pool: Pool) -> None:
    client = create_app(limited(pool, "", "2/minute")).test_client()

    tried = [client.post("/login", data={"login": f"a{n}", "password": "x"}).status_code for n in range(3)]

    assert tried == [403, 403, 429]


def test_rates_that_mean_nothing_are_refused_at_the_start(pool: Pool) -> None:
    with pytest.raises(BadUsage, match="rates cannot be understood"):
        create_app(limited(pool, "often", ""))


@pytest.mark.parametrize(
    "path", ["projects?q=%00", "projects?limit=5&limit=6", "projects?q=" + "x" * 501, "projects?lang=de"]
)
def test_a_query_that_says_nothing_sensible_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 400
