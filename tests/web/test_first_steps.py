"""What a person sees who is new here: a project before its first release, and where to decide."""

from __future__ import annotations

from pathlib import Path

from registry.models import Admission, Role
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.submit import submit
from tests.registry.pool import MIT_PROJECT, Publish, repository
from web.app import create_app
from web.session import COOKIE


def test_a_project_without_a_release_says_why_there_is_none(pool: Pool) -> None:
    submit(pool, "https://forge.example/app.git", actor="anna")

    page = create_app(pool).test_client().get("/projects/app").text

    assert "None yet: what was submitted still waits for its visit" in page
    assert "https://forge.example/app.git" in page


def test_a_release_that_waits_shows_reviewers_where_to_decide_and_nobody_else(
    pool: Pool, publish: Publish, tmp_path: Path
) -> None:
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="t")
    accounts.add_user(pool, "rita", password="", administrator=False, robot=False, actor="t")
    organisations.admit(pool, "harbour", "rita", Role.REVIEWER, actor="t")
    publish(repository(tmp_path / "lantern", MIT_PROJECT), organisation="harbour")
    with pool.database.writing() as session:
        secret = accounts.open_session(pool, session, accounts.user_named(session, "rita"))
    client = create_app(pool).test_client(use_cookies=False)
    path, way = "/projects/lantern/releases/1.0.0", 'href="#history">It waits for a decision: decide'

    assert way in client.get(path, headers={"Cookie": f"{COOKIE}={secret}"}).text
    assert way not in client.get(path).text
