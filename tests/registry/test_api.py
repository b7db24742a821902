"""The JSON API, through Flask's client."""

from __future__ import annotations

import hashlib

import pytest
from flask.testing import FlaskClient

from registry.pool import Pool
from registry.services.releases import release
from registry.services.signing import public_key
from scanner.provenance.verify import Expected, verify
from web.app import create_app


@pytest.fixture(scope="module")
def client(shared_pool: Pool) -> FlaskClient:
    """Asks the pool in which lantern is published and candle rejected."""
    return create_app(shared_pool).test_client()


@pytest.fixture(scope="module")
def commit(shared_pool: Pool) -> str:
    """Lantern's commit."""
    return release(shared_pool, "lantern", "1.0.0").commit


def test_the_list_gives_each_project_with_its_clone_url(client: FlaskClient, commit: str) -> None:
    answer = client.get("/api/v1/projects").get_json()

    assert answer["next"] is None
    assert [it["name"] for it in answer["items"]] == ["candle", "lantern"]
    item = answer["items"][1]
    assert item["description"] == "河灯 float"
    assert item["clone_url"] == "http://localhost/git/lantern.git"
    assert item["latest_release"]["id"] == commit
    assert item["latest_release"]["state"] == "published"
    assert item["latest_release"]["license_classes"] == [{"class": "permissive", "files": 2, "components": 1}]


def test_pages_of_the_list_follow_each_other(client: FlaskClient) -> None:
    first = client.get("/api/v1/projects?limit=1").get_json()
    second = client.get(f"/api/v1/projects?limit=1&cursor={first['next']}").get_json()

    assert [it["name"] for it in first["items"]] == ["candle"]
    assert [it["name"] for it in second["items"]] == ["lantern"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=lant", ["lantern"]),
        ("q=河灯", ["lantern"]),
        ("q=LANTERN+float", ["lantern"]),
        ("q=mit", ["candle", "lantern"]),
        ("q=gpl-3.0-only", ["candle"]),
        ("q=apache-2.0", []),
        ("q=%25", []),
        ("q=pkg:npm/lantern", ["lantern"]),
        ("q=pkg:npm/lantern%401.0.0", ["lantern"]),
        ("q=pkg:npm/lantern%402.0.0", []),
        ("purl=pkg:npm/lantern", ["lantern"]),
        ("license=MIT", ["candle", "lantern"]),
        ("license=GPL-2.0-only", []),
        ("class=permissive", ["candle", "lantern"]),
        ("class=strong-copyleft", ["candle"]),
    ],
)
def test_a_search_finds_by_words_package_licence_and_class(client: FlaskClient, asked: str, found: list[str]) -> None:
    assert [it["name"] for it in client.get(f"/api/v1/projects?{asked}").get_json()["items"]] == found


@pytest.mark.parametrize("spelled", ["{commit}", "{short}", "swh:1:rev:{commit}", "1.0.0"])
def test_a_release_is_found_by_commit_swhid_and_label(client: FlaskClient, commit: str, spelled: str) -> None:
    wanted = spelled.format(commit=commit, short=commit[:12])

    answer = client.get(f"/api/v1/projects/Lantern/releases/{wanted}").get_json()

    assert answer["id"] == commit
    assert answer["components"] == 1
    assert {it["kind"] for it in answer["documents"]} == {"attestation", "notice", "notice-zh", "report", "sbom"}


def test_a_downloaded_sbom_verifies_against_its_attestation(
    client: FlaskClient, shared_pool: Pool, commit: str
) -> None:
    where = f"/api/v1/projects/lantern/releases/{commit}/documents"
    sbom, attestation = client.get(f"{where}/sbom"), client.get(f"{where}/attestation")
    expected = Expected(hashlib.sha256(sbom.data).hexdigest(), commit)

    assert sbom.content_type == "application/vnd.cyclonedx+json; version=1.6"
    assert verify(expected, attestation.data, public_key(shared_pool)).accepted
    changed = Expected(hashlib.sha256(sbom.data + b" ").hexdigest(), commit)
    assert not verify(changed, attestation.data, public_key(shared_pool)).accepted


def test_a_document_that_did_not_change_is_not_sent_again(client: FlaskClient, commit: str) -> None:
    where = f"/api/v1/projects/lantern/releases/{commit}/documents/sbom"
    etag = client.get(where).headers["ETag"]

    assert client.get(where, headers={"If-None-Match": etag}).status_code == 304


def test_the_verdict_says_why_in_the_readers_language(client: FlaskClient) -> None:
    english = client.get("/api/v1/projects/candle/releases/1.0.0/verdict").get_json()
    chinese = client.get("/api/v1/projects/candle/releases/1.0.0/verdict?lang=zh").get_json()

    assert english["outcome"] == "refused"
    assert english["violations"][0]["subject"] == "copied.js"
    assert "GPL-3.0-only" in english["violations"][0]["reason"]
    assert "采用 GPL-3.0-only" in chinese["violations"][0]["reason"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/projects/none", 404),
        ("/api/v1/projects/lantern/releases/abcdef1234", 404),
        ("/api/v1/projects/lantern/releases/1.0.0/documents/secret", 404),
        ("/api/v1/projects?cursor=!!!", 400),
        ("/api/v1/projects?cursor=AAAA%00", 400),
        ("/api/v1/projects?limit=0", 400),
        ("/api/v1/projects?limit=9999999999999999999999", 400),
        ("/api/v1/nothing", 404),
    ],
)
def test_an_error_is_a_problem_document_in_both_languages(client: FlaskClient, path: str, status: int) -> None:
    english = client.get(path)
    chinese = client.get(path, headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert (english.status_code, english.content_type) == (status, "application/problem+json")
    assert english.get_json()["status"] == status
    assert english.get_json()["title"] != chinese.get_json()["title"]


def test_a_method_that_is_not_there_names_those_that_are(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/projects")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_health_is_ok_when_the_database_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
