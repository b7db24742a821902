"""The pages, as a browser without scripts gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.home import Home
from registry.models import Admission
from registry.pool import Pool, open_pool
from registry.services.agreements import publish_agreement
from registry.services.organisations import create
from registry.services.releases import release
from registry.services.signing import public_key
from web.app import create_app


@pytest.fixture(scope="module")
def client(shared_pool: Pool) -> FlaskClient:
    """Asks the pool in which lantern is published and candle rejected; keeps no cookies."""
    create(shared_pool, "lantern", title="江城开源联盟", pack="default", admission=Admission.AUTOMATIC, actor="t")
    publish_agreement(shared_pool, "lantern", actor="t")
    return create_app(shared_pool).test_client(use_cookies=False)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[FlaskClient]:
    """Asks a pool in which there is nothing."""
    with open_pool(Home(tmp_path)) as pool:
        yield create_app(pool).test_client()


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    """The page's text without its tags."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.content_type == "text/html; charset=utf-8"
    body = re.sub(r"<(script|style).*?</\1>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_first_page_lists_projects_with_state_and_licences(client: FlaskClient) -> None:
    text = page(client, "/")

    assert re.search(r"candle rejected burn .* strong copyleft 1 .* lantern published 河灯 float permissive 2", text)


def test_the_first_page_speaks_chinese(client: FlaskClient) -> None:
    text = page(client, "/", "zh-CN,zh;q=0.9,en;q=0.5")

    assert "可信源池" in text
    assert "已驳回" in text
    assert "已发布" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=河灯", ["lantern"]), ("q=GPL-3.0-only", ["candle"]), ("q=pkg:npm/candle", ["candle"]), ("class=data", [])],
)
def test_the_search_field_narrows_the_list(client: FlaskClient, asked: str, found: list[str]) -> None:
    assert re.findall(r'<h2><a href="/projects/(\w+)"', client.get(f"/?{asked}").text) == found


def test_a_search_without_result_says_what_else_to_try(client: FlaskClient) -> None:
    assert "Nothing found No project matches. Try fewer words" in page(client, "/?q=nowhere")


def test_an_empty_pool_says_how_to_fill_it(empty: FlaskClient) -> None:
    assert "The pool is empty Publish a first project" in page(empty, "/")
    assert "资源池还是空的" in page(empty, "/", "zh")


def test_what_was_searched_is_shown_as_text(client: FlaskClient) -> None:
    assert '<script>alert("x")</script>' not in client.get('/?q=<script>alert("x")</script>').text


def test_a_project_page_says_how_to_clone_and_where_it_is_from(client: FlaskClient) -> None:
    text = page(client, "/projects/lantern")

    assert "git clone http://localhost/git/lantern.git" in text
    assert "Where the code comes from lantern primary origin" in text


def test_a_release_page_shows_everything_that_a_person_decides_by(client: FlaskClient, shared_pool: Pool) -> None:
    text = page(client, "/projects/lantern/releases/1.0.0")
    commit = release(shared_pool, "lantern", "1.0.0").commit

    for expected in (
        "lantern 1.0.0 published",
        "Verdict accepted by the rule pack default",
        "permissive MIT 2 files · 1 package index.js package.json",
        "lantern pkg:npm/lantern@1.0.0 1.0.0 this project runtime MIT permissive package.json:1",
        "No file states that one package needs another.",
        "Everything in this release could be read.",
        f"swh:1:rev:{commit}",
        f"trustpool verify lantern-{commit[:12]}.sbom.cdx.json",
        public_key(shared_pool).key_id,
    ):
        assert expected in text


def test_a_rejected_release_says_why_and_what_to_do(client: FlaskClient) -> None:
    english = page(client, "/projects/candle/releases/1.0.0")
    chinese = page(client, "/projects/candle/releases/1.0.0", "zh")

    assert re.search(r"Verdict refused by .* refused copied\.js is under GPL-3\.0-only", english)
    assert "What to do: Remove or rewrite the file" in english
    assert "copied.js 采用 GPL-3.0-only" in chinese
    assert "处理办法：" in chinese


def test_documents_are_downloaded_under_a_name_that_says_what_they_are(client: FlaskClient, shared_pool: Pool) -> None:
    links = re.findall(r'href="(/api/v1/[^"]+/documents/[\w-]+)"', client.get("/projects/lantern/releases/1.0.0").text)
    commit = release(shared_pool, "lantern", "1.0.0").commit

    names = {client.get(link).headers["Content-Disposition"] for link in links}

    assert names == {
        f"attachment; filename=lantern-{commit[:12]}.{ending}"
        for ending in ("sbom.cdx.json", "attestation.dsse.json", "report.json", "NOTICE.txt", "NOTICE.zh-CN.txt")
    }


def test_the_key_is_downloaded_as_pem(client: FlaskClient, shared_pool: Pool) -> None:
    assert client.get("/key.pem").data == public_key(shared_pool).pem


@pytest.mark.parametrize("part", ["packages", "dependencies", "problems"])
def test_long_lists_have_pages_of_their_own(client: FlaskClient, part: str) -> None:
    assert client.get(f"/projects/lantern/releases/1.0.0/{part}").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/projects/nothing", "/projects/lantern/releases/9.9"])
def test_what_is_not_there_is_told_in_both_languages(client: FlaskClient, path: str) -> None:
    for language, words in (("en", "Show all projects"), ("zh", "查看全部项目")):
        answer = client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 404
        assert words in answer.text


def test_a_defect_is_told_without_its_details(shared_pool: Pool) -> None:
    app = create_app(shared_pool)
    app.add_url_rule("/broken", view_func=broken)

    answer = app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "a defect in trustpool" in answer.text
    assert "secret" not in answer.text


def broken() -> str:
    """A view with a defect."""
    raise RuntimeError("secret detail")


def test_a_chosen_language_is_kept_and_wins_over_the_browsers(shared_pool: Pool) -> None:
    client = create_app(shared_pool).test_client()
    headers = {"Accept-Language": "en"}
    assert "Open source you can check" in client.get("/", headers=headers).text

    client.get("/?lang=zh", headers=headers)

    assert "可自行核验的开源代码" in client.get("/", headers=headers).text


def test_the_language_link_keeps_the_search(client: FlaskClient) -> None:
    assert 'href="/?q=lantern&amp;class=permissive&amp;lang=zh"' in client.get("/?q=lantern&class=permissive").text


def all_pages(app: Flask) -> Iterator[str]:
    """The address of each page of the application, of lantern where one is needed."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(
            ("/api", "/git", "/static", "/healthz", "/readyz", "/metrics", "/schemas", "/login/provider", "/jobs")
        ):
            yield rule.rule.replace("<name>", "lantern").replace("<release_id>", "1.0.0")


def test_no_page_needs_scripts_inline_styles_or_anything_from_elsewhere(client: FlaskClient) -> None:
    pages = list(all_pages(client.application))
    assert len(pages) == 12
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for forbidden in ("<script", "style=", "<style", "javascript:", " onclick", 'src="http', "@import"):
            assert forbidden not in answer.text, path


def test_every_page_has_one_title_one_main_heading_and_names_its_language(client: FlaskClient) -> None:
    for path in all_pages(client.application):
        if path == "/key.pem":
            continue
        body = client.get(path, headers={"Accept-Language": "zh"}).text
        assert '<html lang="zh-Hans">' in body
        assert len(re.findall(r"<h1[ >]", body)) == 1, path
        assert re.search(r"<title>[^<]+ · 可信源池</title>", body), path
        labelled = set(re.findall(r'<label[^>]* for="(\w+)"', body))
        assert set(re.findall(r'<(?:input|select)[^>]* id="(\w+)"', body)) == labelled
