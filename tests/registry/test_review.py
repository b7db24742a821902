"""Review: who may decide, what a decision does, and what is written down."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from registry.models import Admission, Role, State
from registry.models.document import DocumentKind
from registry.pool import Pool
from registry.services import accounts, organisations, releases, waivers
from registry.services.accounts import issue_token
from registry.services.signing import public_key
from scanner.provenance.verify import Expected, verify
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, Publish, git, repository, try_git
from web.app import create_app

TOMORROW = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011  the pool's clock runs too
PASSWORD = "correct horse battery"


@pytest.fixture
def client(pool: Pool) -> FlaskClient:
    """Asks a pool in which the organisation harbour lets reviewers decide."""
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="t")
    organisations.create(pool, "hill", title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
    accounts.add_user(pool, "root", password="", administrator=True, robot=False, actor="t")
    for role in Role:
        accounts.add_user(pool, role.value, password="", administrator=False, robot=False, actor="t")
        organisations.admit(pool, "harbour", role.value, role, actor="t")
        accounts.add_user(pool, f"hill-{role.value}", password="", administrator=False, robot=False, actor="t")
        organisations.admit(pool, "hill", f"hill-{role.value}", role, actor="t")
    return create_app(pool).test_client()


def bearer(pool: Pool, login: str, limit: Role = Role.ADMINISTRATOR) -> dict[str, str]:
    """The header of a program that acts for a user."""
    token = issue_token(pool, login, f"test {limit}", role=limit, lasts=timedelta(days=1), actor="t")
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def waiting(client: FlaskClient, pool: Pool, publish: Publish, tmp_path: Path) -> str:
    """The address of a release of harbour's that waits for a decision."""
    source = repository(tmp_path / "lantern", MIT_PROJECT)
    done = publish(source, organisation="harbour")
    assert done.state is State.IN_REVIEW
    return "/api/v1/projects/lantern/releases/1.0.0"


def test_a_release_in_review_cannot_be_cloned_until_a_reviewer_publishes_it(
    client: FlaskClient, pool: Pool, waiting: str, address: str, tmp_path: Path
) -> None:
    git("clone", f"{address}git/lantern.git", tmp_path / "before")
    assert git("for-each-ref", at=tmp_path / "before") == ""

    answer = client.post(
        f"{waiting}/decision",
        json={"decision": "publish", "reason": "读过了 read it"},
        headers=bearer(pool, "reviewer"),
    )

    assert answer.get_json() == {"state": "published"}
    git("clone", f"{address}git/lantern.git", tmp_path / "after")
    assert (tmp_path / "after" / "index.js").exists()
    events = client.get(f"{waiting}/events").get_json()["items"]
    assert [(it["actor"], it["action"], it["reason"]) for it in events][-1] == (
        "reviewer",
        "release.published",
        "读过了 read it",
    )


MATRIX = {
    "comment": (Role.CONTRIBUTOR, {"comment": "why two parsers?"}, "comments", 201),
    "question": (Role.REVIEWER, {"comment": "whose?", "kind": "question"}, "comments", 201),
    "overrule": (Role.REVIEWER, {"subject": "index.js", "license": "MIT", "reason": "so"}, "overrules", 201),
    "reject": (Role.REVIEWER, {"decision": "reject", "reason": "no"}, "decision", 200),
    "publish": (Role.REVIEWER, {"decision": "publish", "reason": "yes"}, "decision", 200),
    "withdraw": (Role.MAINTAINER, {"decision": "withdraw", "reason": "leak"}, "decision", 409),
}


@pytest.mark.parametrize("action", MATRIX)
def test_the_matrix_of_who_may_do_what(client: FlaskClient, pool: Pool, waiting: str, action: str) -> None:
    needed, body, path, done = MATRIX[action]
    order = list(Role)

    def status(headers: dict[str, str]) -> int:
        return client.post(f"{waiting}/{path}", json=body, headers=headers).status_code

    assert status({}) == 401
    assert status({"Authorization": "Bearer tpool_wrong"}) == 401
    for role in Role:
        assert status(bearer(pool, f"hill-{role.value}")) == 403
    for role in order[: order.index(needed)]:
        assert status(bearer(pool, role.value)) == 403
        assert status(bearer(pool, "root", role)) == 403, "a token limits even an administrator"
    assert status(bearer(pool, needed.value)) == done


def test_a_withdrawn_release_is_cloned_no_more_and_says_why(
    client: FlaskClient, pool: Pool, waiting: str, address: str, tmp_path: Path
) -> None:
    headers = bearer(pool, "maintainer")
    client.post(f"{waiting}/decision", json={"decision": "publish", "reason": "ok"}, headers=headers)
    commit = client.get(waiting).get_json()["id"]
    client.post(f"{waiting}/decision", json={"decision": "withdraw", "reason": "含有密钥"}, headers=headers)

    assert client.get(waiting).get_json()["reason"] == "含有密钥"
    assert "含有密钥" in client.get("/projects/lantern/releases/1.0.0").text
    git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert git("for-each-ref", at=tmp_path / "clone") == ""
    assert try_git("fetch", "origin", commit, at=tmp_path / "clone").returncode != 0


def test_a_refused_release_is_published_once_each_violation_is_waived(
    client: FlaskClient, pool: Pool, publish: Publish, tmp_path: Path
) -> None:
    publish(repository(tmp_path / "candle", GPL_IN_MIT), organisation="harbour")
    place, headers = "/api/v1/projects/candle", bearer(pool, "maintainer")
    publishing = {"decision": "publish", "reason": "we own both"}

    refused = client.post(f"{place}/releases/1.0.0/decision", json=publishing, headers=headers)
    rules = {
        (it["rule"], it["subject"])
        for it in client.get(f"{place}/releases/1.0.0/verdict").get_json()["violations"]
        if it["severity"] == "refuse"
    }
    for rule, subject in rules:
        body = {"rule": rule, "subject": subject, "reason": "the author agreed", "until": TOMORROW}
        assert client.post(f"{place}/waivers", json=body, headers=headers).status_code == 201
    accepted = client.post(f"{place}/releases/1.0.0/decision", json=publishing, headers=headers)

    assert refused.status_code == 409
    assert accepted.get_json() == {"state": "published"}
    found = releases.release(pool, "candle", "1.0.0")
    assert [it.waived for it in found.verdicts[0].violations if it.severity == "refuse"] == ["the author agreed"]
    sbom = releases.document(pool, found, DocumentKind.SBOM)[1]
    attestation = releases.document(pool, found, DocumentKind.ATTESTATION)[1]
    assert verify(Expected(hashlib.sha256(sbom).hexdigest(), found.commit), attestation, public_key(pool)).accepted


def test_a_waiver_speaks_for_the_next_release_too(
    client: FlaskClient, pool: Pool, publish: Publish, tmp_path: Path
) -> None:
    source = repository(tmp_path / "candle", GPL_IN_MIT)
    publish(source, organisation="hill")
    for found in releases.release(pool, "candle", "1.0.0").verdicts[0].violations:
        waivers.waive(
            pool,
            "candle",
            rule=found.rule,
            subject=found.subject,
            reason="ours",
            actor="t",
            until=date.fromisoformat(TOMORROW),
        )
    changed = {**GPL_IN_MIT, "package.json": GPL_IN_MIT["package.json"].replace("1.0.0", "1.0.1")}

    done = publish(repository_change(source, changed))

    assert done.state is State.PUBLISHED
    assert {it.waived for it in releases.release(pool, "candle", "1.0.1").verdicts[0].violations} == {"ours"}


def repository_change(source: Path, files: dict[str, str]) -> Path:
    """The repository after one more commit."""
    from tests.registry.pool import commit

    commit(source, files)
    return source


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"decision": "erase", "reason": "x"}',
        b'{"decision": "publish"}',
        b'{"decision": "publish", "reason": "x", "more": 1}',
        b'{"decision": "publish", "reason": "   "}',
        b"[" * 100_000,
    ],
)
def test_a_decision_of_another_form_is_refused(client: FlaskClient, pool: Pool, waiting: str, body: bytes) -> None:
    answer = client.post(f"{waiting}/decision", data=body, headers=bearer(pool, "reviewer"))

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_a_token_that_is_over_or_revoked_is_worth_nothing(client: FlaskClient, pool: Pool, waiting: str) -> None:
    headers = bearer(pool, "contributor")
    body = {"comment": "hello"}
    assert client.post(f"{waiting}/comments", json=body, headers=headers).status_code == 201

    accounts.revoke_token(pool, "contributor", "test administrator", actor="t")

    assert client.post(f"{waiting}/comments", json=body, headers=headers).status_code == 401
    accounts.disable(pool, "reviewer", actor="t")
    assert client.post(f"{waiting}/comments", json=body, headers=bearer(pool, "reviewer")).status_code == 401
