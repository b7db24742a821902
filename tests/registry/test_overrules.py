"""A reviewer concludes another licence: recorded, shown, judged anew, attested."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from licenses.expression import parse
from registry.api.asked import EXPRESSION
from registry.models import Admission, Role, State
from registry.models.document import DocumentKind
from registry.pool import Pool
from registry.services import accounts, organisations, releases
from registry.services.check import check
from registry.services.overrules import LONGEST_EXPRESSION
from registry.services.signing import public_key
from scanner.provenance.verify import Expected, verify
from tests.registry.pool import GPL_IN_MIT, Publish, repository
from web.app import create_app

PLACE = "/api/v1/projects/candle/releases/1.0.0"
COPIED = {"subject": "copied.js", "license": "MIT", "reason": "the author gave it to us under MIT 作者授权"}


@pytest.fixture
def client(pool: Pool, publish: Publish, tmp_path: Path) -> FlaskClient:
    """Asks a pool in which candle was refused for a copied GPL file."""
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="t")
    done = publish(repository(tmp_path / "candle", GPL_IN_MIT), organisation="harbour")
    assert done.state is State.REJECTED
    return create_app(pool).test_client()


def bearer(pool: Pool, role: Role) -> dict[str, str]:
    """The header of a member."""
    accounts.add_user(pool, f"a-{role}", password="", administrator=False, robot=True, actor="t")
    organisations.admit(pool, "harbour", f"a-{role}", role, actor="t")
    token = accounts.issue_token(pool, f"a-{role}", "x", role=role, lasts=timedelta(days=1), actor="t")
    return {"Authorization": f"Bearer {token}"}


def test_an_overruled_licence_is_judged_anew_and_the_release_can_be_published(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, Role.REVIEWER)
    publishing = {"decision": "publish", "reason": "settled"}
    assert client.post(f"{PLACE}/decision", json=publishing, headers=headers).status_code == 409

    answer = client.post(f"{PLACE}/overrules", json=COPIED, headers=headers)

    assert (answer.status_code, answer.get_json()) == (201, {"outcome": "accepted"})
    assert client.get(f"{PLACE}/verdict").get_json()["violations"] == []
    (said,) = client.get(f"{PLACE}/overrules").get_json()["items"]
    assert (said["subject"], said["before"], said["concluded"], said["actor"]) == (
        "copied.js",
        "GPL-3.0-only",
        "MIT",
        "a-reviewer",
    )
    assert client.get(f"{PLACE}/events").get_json()["items"][-1]["action"] == "release.overruled"
    assert client.post(f"{PLACE}/decision", json=publishing, headers=headers).get_json() == {"state": "published"}
    assert list(check(pool)) == []


def test_the_attestation_names_what_was_overruled(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, Role.REVIEWER)
    client.post(f"{PLACE}/overrules", json=COPIED, headers=headers)
    client.post(f"{PLACE}/decision", json={"decision": "publish", "reason": "ok"}, headers=headers)

    document = client.get(f"{PLACE}/documents/conclusions").data

    (said,) = json.loads(document)["conclusions"]
    assert (said["found"], said["concluded"], said["reason"]) == ("GPL-3.0-only", "MIT", COPIED["reason"])
    found = releases.release(pool, "candle", "1.0.0")
    attestation = releases.document(pool, found, DocumentKind.ATTESTATION)[1]
    expected = Expected(hashlib.sha256(document).hexdigest(), found.commit)
    assert verify(expected, attestation, public_key(pool)).accepted


def test_the_last_decision_about_a_subject_holds(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, Role.REVIEWER)
    client.post(f"{PLACE}/overrules", json=COPIED, headers=headers)

    back = client.post(f"{PLACE}/overrules", json={**COPIED, "license": "GPL-3.0-only"}, headers=headers)

    assert back.get_json() == {"outcome": "refused"}
    assert client.get(f"{PLACE}/overrules").get_json()["items"][1]["before"] == "MIT"
    assert list(check(pool)) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**COPIED, "license": "no such thing at all"}, 400),
        ({**COPIED, "license": "MIT AND ("}, 400),
        ({**COPIED, "subject": "elsewhere.js"}, 404),
        ({**COPIED, "reason": ""}, 400),
    ],
)
def test_what_cannot_be_concluded_is_refused(
    client: FlaskClient, pool: Pool, body: dict[str, str], status: int
) -> None:
    answer = client.post(f"{PLACE}/overrules", json=body, headers=bearer(pool, Role.REVIEWER))

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert client.get(f"{PLACE}/overrules").get_json()["items"] == []


def test_packages_and_the_project_can_be_overruled_too(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, Role.REVIEWER)
    for subject in ("pkg:npm/candle@1.0.0", "candle"):
        body = {"subject": subject, "license": "GPL-3.0-only", "reason": "it is under the file's own terms"}
        assert client.post(f"{PLACE}/overrules", json=body, headers=headers).status_code == 201

    assert client.get(f"{PLACE}/verdict").get_json()["outbound"] == "GPL-3.0-only"


def test_what_is_published_stays_as_it_was_judged(client: FlaskClient, pool: Pool) -> None:
    headers = bearer(pool, Role.REVIEWER)
    client.post(f"{PLACE}/overrules", json=COPIED, headers=headers)
    client.post(f"{PLACE}/decision", json={"decision": "publish", "reason": "ok"}, headers=headers)

    assert client.post(f"{PLACE}/overrules", json=COPIED, headers=headers).status_code == 409


def test_a_question_stays_open_until_it_is_answered(client: FlaskClient, pool: Pool) -> None:
    reviewer, contributor = bearer(pool, Role.REVIEWER), bearer(pool, Role.CONTRIBUTOR)
    asked = {"comment": "whose file is copied.js?", "kind": "question"}
    assert client.post(f"{PLACE}/comments", json=asked, headers=contributor).status_code == 403
    client.post(f"{PLACE}/comments", json=asked, headers=reviewer)
    client.post(f"{PLACE}/comments", json={"comment": "one moment"}, headers=contributor)
    assert client.get(PLACE).get_json()["open_question"] == "whose file is copied.js?"
    assert "whose file is copied.js?" in client.get("/projects/candle/releases/1.0.0").text

    client.post(f"{PLACE}/comments", json={"comment": "mine", "kind": "answer"}, headers=contributor)

    assert client.get(PLACE).get_json()["open_question"] is None
    actions = [it["action"] for it in client.get(f"{PLACE}/events").get_json()["items"]]
    assert actions[-3:] == ["release.question", "release.comment", "release.answer"]
    assert list(check(pool)) == []


@given(st.from_regex(EXPRESSION, fullmatch=True).filter(lambda it: len(it) <= LONGEST_EXPRESSION))
def test_what_the_document_says_is_an_expression_is_one(written: str) -> None:
    parse(written)
