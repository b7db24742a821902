"""Logging in at a real OpenID provider, a process on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.models import Identity, User
from registry.pool import Pool
from registry.services.accounts import add_user, disable
from registry.services.oidc import link
from registry.settings import OidcSettings, PoolSettings, Settings
from tests.web.oidc_provider import CLIENT, SECRET
from web.app import create_app

HOME = Path(__file__).resolve().parent.parent.parent
ADDRESS = "http://localhost"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.oidc_provider", str(port)], cwd=HOME, stderr=subprocess.DEVNULL
    )
    try:
        found = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 30
        while True:
            try:
                ask(f"{found}/keys")
            except urllib.error.URLError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                break
        yield found
    finally:
        process.kill()
        process.wait()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The browser of these tests is Flask's client: redirects are its business."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(url: str, body: bytes | None = None) -> str:
    """The `Location` of the answer, if it has one."""
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(urllib.request.Request(url, body), timeout=10):  # noqa: S310  loopback
            return ""
    except urllib.error.HTTPError as redirect:
        return redirect.headers["Location"]


@pytest.fixture
def oidc_pool(pool: Pool, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A pool that knows the provider."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    ask(f"{issuer}/lie", b"")
    settings = Settings(
        pool=PoolSettings(address=ADDRESS),
        oidc=OidcSettings(issuer=issuer, client_id=CLIENT, client_secret=SECRET),
    )
    return of_pool(pool, settings=settings)


def through(client: FlaskClient) -> tuple[int, str]:
    """From our page to the provider and back; the status and where that leads."""
    to_provider = client.get("/login/provider?next=/review").headers["Location"]
    back = ask(to_provider)
    assert back.startswith(f"{ADDRESS}/login/provider/back?")
    answer = client.get(back.removeprefix(ADDRESS))
    return answer.status_code, answer.headers.get("Location", "") or answer.get_data(as_text=True)


def test_somebody_new_becomes_a_user_and_comes_back_to_the_page(oidc_pool: Pool) -> None:
    client = create_app(oidc_pool).test_client()
    assert "/login/provider" in client.get("/login").get_data(as_text=True)

    assert through(client) == (303, "/review")

    assert "anna" in client.get("/review").get_data(as_text=True)
    assert through(create_app(oidc_pool).test_client()) == (303, "/review")
    with oidc_pool.database.reading() as session:
        assert session.scalars(select(User.login)).all() == ["anna"]
        assert session.scalars(select(Identity.subject)).all() == ["s-1"]


def test_a_login_that_exists_here_is_not_taken_over_until_an_administrator_links_it(oidc_pool: Pool) -> None:
    add_user(oidc_pool, "anna", password="a long password", administrator=True, robot=False, actor="test")
    client = create_app(oidc_pool).test_client()

    assert through(client)[0] == 403

    link(oidc_pool, "anna", "s-1", actor="test")
    assert through(client) == (303, "/review")
    disable(oidc_pool, "anna", actor="test")
    assert through(client)[0] == 403


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ("key", "BadSignatureError"),
        ("issuer", "iss"),
        ("audience", "aud"),
        ("nonce", "nonce"),
        ("time", "ExpiredTokenError"),
    ],
)
def test_an_id_token_that_lies_opens_nothing(oidc_pool: Pool, issuer: str, lie: str, why: str) -> None:
    ask(f"{issuer}/lie", lie.encode())
    client = create_app(oidc_pool).test_client()

    status, said = through(client)

    assert status == 403
    assert "the login at the provider did not succeed" in said
    assert why in said
    assert client.get_cookie("trustpool-session") is None
    with oidc_pool.database.reading() as session:
        assert session.scalars(select(User.login)).all() == []


def test_an_answer_for_another_browser_is_refused(oidc_pool: Pool) -> None:
    victim, attacker = create_app(oidc_pool).test_client(), create_app(oidc_pool).test_client()
    to_provider = attacker.get("/login/provider").headers["Location"]
    back = ask(to_provider).removeprefix(ADDRESS)
    victim.get("/login/provider")

    assert victim.get(back).status_code == 403
    assert create_app(oidc_pool).test_client().get(back).status_code == 403


def test_a_question_has_a_challenge_that_only_its_browser_can_answer(oidc_pool: Pool) -> None:
    client = create_app(oidc_pool).test_client()

    asked = parse_qs(urlsplit(client.get("/login/provider").headers["Location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{ADDRESS}/login/provider/back"]
    cookie = client.get_cookie("trustpool-oidc", path="/login/provider/back")
    assert cookie is not None
    assert cookie.http_only
    assert asked["code_challenge"][0] not in cookie.value


def test_without_a_provider_there_is_no_way_to_one(pool: Pool) -> None:
    client = create_app(pool).test_client()

    assert "/login/provider" not in client.get("/login").get_data(as_text=True)
    assert client.get("/login/provider").status_code == 400
    assert os.environ.get("AUTHLIB_INSECURE_TRANSPORT") is None
