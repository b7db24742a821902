"""Logging in, and deciding by form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.models import Admission, Role
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.accounts import LOCKED, SESSION, TRIES
from registry.services.agreements import publish_agreement
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, Publish, repository
from web.app import create_app

PASSWORD = "correct horse battery"


@pytest.fixture
def client(pool: Pool) -> FlaskClient:
    """Asks a pool in which anna reviews for harbour."""
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="t")
    accounts.add_user(pool, "anna", password=PASSWORD, administrator=False, robot=False, actor="t")
    organisations.admit(pool, "harbour", "anna", Role.REVIEWER, actor="t")
    return create_app(pool).test_client()


def log_in(client: FlaskClient, password: str = PASSWORD, **more: str) -> int:
    return client.post("/login", data={"login": "anna", "password": password, **more}).status_code


def token_in(body: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', body)
    assert found
    return found[1]


@pytest.fixture
def waiting(client: FlaskClient, publish: Publish, tmp_path: Path) -> str:
    """The page of a release that waits for anna."""
    publish(repository(tmp_path / "lantern", MIT_PROJECT), organisation="harbour")
    return "/projects/lantern/releases/1.0.0"


def test_a_reviewer_logs_in_finds_what_waits_and_publishes_it(client: FlaskClient, waiting: str) -> None:
    assert "<form" not in client.get(waiting).text.split('id="history"')[1]
    assert log_in(client) == 303
    assert "lantern 1.0.0" in client.get("/review").text
    page = client.get(waiting).text
    assert {"publish", "reject", "comment", "question"} == set(re.findall(r'name="decision" value="(\w+)"', page))

    form = {"decision": "publish", "reason": "looks <b>fine</b>", "form_token": token_in(page)}
    answer = client.post(f"{waiting}/decision", data=form)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{waiting}#history")
    page = client.get(waiting).text
    assert "<strong>anna</strong> published it" in page
    assert "looks &lt;b&gt;fine&lt;/b&gt;" in page
    assert 'class="state published"' in page


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({}, False),
    ],
)
def test_a_form_that_another_site_sends_is_refused(
    client: FlaskClient, waiting: str, headers: dict[str, str], token: bool
) -> None:
    log_in(client)
    form = {"decision": "publish", "reason": "x", "form_token": token_in(client.get(waiting).text) if token else ""}

    answer = client.post(f"{waiting}/decision", data=form, headers=headers)

    assert answer.status_code == 403
    assert 'class="state in-review"' in client.get(waiting).text


def test_who_is_not_logged_in_decides_nothing(client: FlaskClient, waiting: str) -> None:
    assert client.post(f"{waiting}/decision", data={"decision": "publish", "reason": "x"}).status_code == 401


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(client: FlaskClient) -> None:
    known = client.post("/login", data={"login": "anna", "password": "wrong"})
    unknown = client.post("/login", data={"login": "nobody", "password": "wrong"})

    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("anna", "") == unknown.text.replace("nobody", "")


def test_an_account_rests_after_too_many_wrong_passwords(pool: Pool, client: FlaskClient) -> None:
    for _ in range(TRIES):
        assert log_in(client, "wrong") == 403
    assert log_in(client) == 403

    later = Pool(pool.home, pool.database, pool.documents, lambda: datetime.now(UTC) + LOCKED + timedelta(seconds=1))
    assert log_in(create_app(later).test_client()) == 303


def test_a_session_ends_by_itself_by_logging_out_and_by_a_new_password(pool: Pool, client: FlaskClient) -> None:
    def known(asked: FlaskClient) -> bool:
        return "anna" in asked.get("/").text

    log_in(client)
    assert known(client)
    client.post("/logout", data={"form_token": token_in(client.get("/").text)})
    assert not known(client)

    log_in(client)
    later = create_app(Pool(pool.home, pool.database, pool.documents, lambda: datetime.now(UTC) + SESSION))
    secret = client.get_cookie("trustpool-session")
    assert secret is not None
    asked_later = later.test_client()
    asked_later.set_cookie("trustpool-session", secret.value)
    assert not known(asked_later)

    accounts.set_password(pool, "anna", "another long password", actor="t")
    assert not known(client)


def test_the_sessions_cookie_is_out_of_reach_and_new_at_each_login(client: FlaskClient) -> None:
    client.set_cookie("trustpool-session", "planted")
    answer = client.post("/login", data={"login": "anna", "password": PASSWORD})

    cookie = answer.headers["Set-Cookie"]
    assert "planted" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/\tx", "review"])
def test_a_login_leads_to_our_own_pages_only(client: FlaskClient, wanted: str) -> None:
    answer = client.post("/login", data={"login": "anna", "password": PASSWORD, "next": wanted})

    assert answer.headers["Location"] == "/"


def test_a_page_of_somebody_is_kept_by_no_cache(client: FlaskClient) -> None:
    log_in(client)

    assert client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def refused(client: FlaskClient, pool: Pool, publish: Publish, tmp_path: Path) -> str:
    """The page of a release that the rule pack refused; anna maintains now."""
    organisations.admit(pool, "harbour", "anna", Role.MAINTAINER, actor="t")
    publish(repository(tmp_path / "candle", GPL_IN_MIT), organisation="harbour")
    log_in(client)
    return "/projects/candle/releases/1.0.0"


def test_a_maintainer_waives_by_form_and_publishes(client: FlaskClient, refused: str) -> None:
    page = client.get(refused).text
    token = token_in(page)
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    wanted = re.findall(r'name="rule" value="([^"]+)">\s*<input type="hidden" name="subject" value="([^"]+)"', page)
    assert wanted
    for rule, subject in wanted:
        form = {"form_token": token, "rule": rule, "subject": subject, "reason": "the author agreed", "until": until}
        answer = client.post(f"{refused}/waivers", data=form)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{refused}#verdict")

    client.post(f"{refused}/decision", data={"decision": "publish", "reason": "settled", "form_token": token})

    page = client.get(refused).text
    assert 'class="state published"' in page
    assert "the author agreed" in page


def test_a_reviewer_overrules_a_licence_by_form(client: FlaskClient, refused: str) -> None:
    form = {"subject": "copied.js", "license": "MIT", "reason": "given to us <under> MIT"}

    token = token_in(client.get(refused).text)
    answer = client.post(f"{refused}/overrules", data={**form, "form_token": token})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{refused}#overrules")
    page = client.get(refused).text
    assert "given to us &lt;under&gt; MIT" in page
    assert "<del><code>GPL-3.0-only</code></del>" in page
    assert "No rule objects to anything in this release." in page


@pytest.mark.parametrize("path", ["waivers", "overrules"])
def test_forms_of_others_pages_and_of_strangers_change_nothing(client: FlaskClient, refused: str, path: str) -> None:
    form = {"rule": "r", "subject": "copied.js", "reason": "x", "until": "2027-01-01", "license": "MIT"}

    assert client.post(f"{refused}/{path}", data=form).status_code == 403, "without the form's token"
    client.post("/logout", data={"form_token": token_in(client.get(refused).text)})
    assert client.post(f"{refused}/{path}", data=form).status_code == 401
    assert "Waive" not in client.get(refused).text


def test_a_member_accepts_the_agreement_by_form(client: FlaskClient, pool: Pool) -> None:
    publish_agreement(pool, "harbour", version="1", actor="t")
    place = "/organisations/harbour/agreement"
    assert "I accept this version" not in client.get(place).text
    log_in(client)

    answer = client.post(place, data={"version": "1", "form_token": token_in(client.get(place).text)})

    assert answer.status_code == 303
    assert "You accepted this version." in client.get(place).text
