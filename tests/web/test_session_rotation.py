"""A session's secret is replaced every so often; what the person does goes on."""

from __future__ import annotations

import re
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from registry.pool import Pool
from registry.services.accounts import add_user, by_session
from registry.services.sessions import OVERLAP, ROTATED
from web.app import create_app

PASSWORD = "correct horse battery"
COOKIE = "trustpool-session"


@pytest.fixture
def secret(pool: Pool) -> str:
    """Of a browser that logged in."""
    add_user(pool, "anna", password=PASSWORD, administrator=True, robot=False, actor="test")
    client = create_app(pool).test_client()
    client.post("/login", data={"login": "anna", "password": PASSWORD})
    return value_of(client)


def value_of(client: FlaskClient) -> str:
    found = client.get_cookie(COOKIE)
    assert found is not None
    return found.value


def later(pool: Pool, by: timedelta) -> Pool:
    now = pool.now() + by
    return of_pool(pool, now=lambda: now)


def browser(pool: Pool, secret: str) -> FlaskClient:
    client = create_app(pool).test_client()
    client.set_cookie(COOKIE, secret)
    return client


def test_a_young_secret_stays(pool: Pool, secret: str) -> None:
    client = browser(later(pool, ROTATED / 2), secret)

    client.get("/")

    assert value_of(client) == secret


def test_an_old_secret_is_replaced_once_and_soon_worth_nothing(pool: Pool, secret: str) -> None:
    then = later(pool, ROTATED)
    client, same_browser = browser(then, secret), browser(then, secret)

    client.get("/")
    same_browser.get("/")

    fresh = value_of(client)
    assert fresh != secret
    assert value_of(same_browser) == secret
    assert by_session(then, secret) is not None
    afterwards = later(pool, ROTATED + OVERLAP * 2)
    assert by_session(afterwards, secret) is None
    assert by_session(afterwards, fresh) is not None


def test_a_form_that_was_open_meanwhile_still_counts(pool: Pool, secret: str) -> None:
    page = browser(pool, secret).get("/").get_data(as_text=True)
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found
    client = browser(later(pool, ROTATED), secret)
    client.get("/")
    assert value_of(client) != secret

    assert client.post("/logout", data={"form_token": found[1]}).status_code == 303


def test_whoever_logs_out_ends_every_secret_of_the_session(pool: Pool, secret: str) -> None:
    then = later(pool, ROTATED)
    client = browser(then, secret)
    page = client.get("/").get_data(as_text=True)
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found

    client.post("/logout", data={"form_token": found[1]})

    assert by_session(then, secret) is None
