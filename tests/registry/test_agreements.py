"""Usage agreements: published by version, accepted by members in the words that they saw."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.models import Acceptance, Admission, Role
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.accounts import Taken
from registry.services.agreements import publish_agreement, require_accepted
from registry.services.permissions import NotAllowed
from web.app import create_app

HERE = "/api/v1/organisations/harbour/agreement"


@pytest.fixture
def client(pool: Pool) -> FlaskClient:
    """Asks a pool with the organisation harbour."""
    organisations.create(pool, "harbour", title="江城开源联盟", pack="default", admission=Admission.REVIEWED, actor="t")
    return create_app(pool).test_client()


def bearer(pool: Pool, login: str, *, member: bool = True) -> dict[str, str]:
    """The header of somebody."""
    accounts.add_user(pool, login, password="", administrator=False, robot=True, actor="t")
    if member:
        organisations.admit(pool, "harbour", login, Role.CONTRIBUTOR, actor="t")
    token = accounts.issue_token(pool, login, "x", role=Role.CONTRIBUTOR, lasts=timedelta(days=1), actor="t")
    return {"Authorization": f"Bearer {token}"}


def allowed(pool: Pool, login: str) -> bool:
    """Whether somebody may submit to harbour as far as its agreement goes."""
    with pool.database.reading() as session:
        organisation = organisations.organisation_named(session, "harbour").id
        try:
            require_accepted(session, organisation, accounts.user_named(session, login).id)
        except NotAllowed:
            return False
    return True


def test_a_member_accepts_the_words_that_they_saw(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, "anna")
    assert client.get(HERE).status_code == 404
    assert allowed(pool, "anna"), "where there is no agreement, there is nothing to accept"
    publish_agreement(pool, "harbour", version="1", actor="t")
    assert not allowed(pool, "anna")
    seen = client.get(f"{HERE}?lang=zh", headers=headers).get_json()
    assert "江城开源联盟" in seen["text"]
    assert seen["accepted_at"] is None

    answer = client.post(f"{HERE}/acceptances?lang=zh", json={"version": "1"}, headers=headers)

    assert answer.status_code == 201
    assert answer.get_json()["accepted_at"] is not None
    assert allowed(pool, "anna")
    with pool.database.reading() as session:
        kept = session.scalars(select(Acceptance.sha256)).one()
    assert kept == hashlib.sha256(seen["text"].encode()).hexdigest()


def test_a_new_version_must_be_accepted_again(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, "anna")
    publish_agreement(pool, "harbour", version="1", actor="t")
    client.post(f"{HERE}/acceptances", json={"version": "1"}, headers=headers)

    publish_agreement(pool, "harbour", version="2", texts={"en": "Be kind.", "zh": "请友善。"}, actor="t")

    assert not allowed(pool, "anna")
    assert client.post(f"{HERE}/acceptances", json={"version": "1"}, headers=headers).status_code == 409
    assert client.post(f"{HERE}/acceptances", json={"version": "2"}, headers=headers).status_code == 201
    assert allowed(pool, "anna")


def test_the_words_of_a_version_never_change(client: FlaskClient, pool: Pool) -> None:
    publish_agreement(pool, "harbour", version="1", actor="t")

    with pytest.raises(Taken):
        publish_agreement(pool, "harbour", version="1", texts={"en": "Other.", "zh": "不同。"}, actor="t")


def test_only_members_accept(client: FlaskClient, pool: Pool) -> None:
    publish_agreement(pool, "harbour", version="1", actor="t")

    assert client.post(f"{HERE}/acceptances", json={"version": "1"}).status_code == 401
    other = bearer(pool, "otto", member=False)
    assert client.post(f"{HERE}/acceptances", json={"version": "1"}, headers=other).status_code == 403


def test_the_page_shows_it_in_both_languages(client: FlaskClient, pool: Pool) -> None:
    publish_agreement(pool, "harbour", version="7", texts={"en": "Be <kind>.", "zh": "请友善。"}, actor="t")

    assert "Be &lt;kind&gt;." in client.get("/organisations/harbour/agreement").text
    assert "请友善。" in client.get("/organisations/harbour/agreement?lang=zh").text
