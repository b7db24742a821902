"""`trustpool admin init`: a new pool, ready to be served; run again, it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from licenses.errors import BadUsage
from registry.cli.admin.group import command
from registry.home import Home
from registry.models import Admission, Membership, Role
from registry.pool import open_pool
from registry.services import accounts, organisations
from registry.services.permissions import is_member
from tests.registry.pool import NewHome
from web.app import create_app

Init = Callable[..., str]
PASSWORD = "a very long password\n"


@pytest.fixture
def init(tmp_path: Path, new_home: NewHome, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Runs the command on a pool of its own; what it prints."""
    home = new_home(tmp_path / "home")
    monkeypatch.setenv("TRUSTPOOL_HOME", str(home.folder))
    monkeypatch.setenv("TRUSTPOOL_DATABASE_URL", home.database_url)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str, stdin: str = "") -> str:
        done = CliRunner().invoke(command, ["init", *words], input=stdin, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_a_pool_is_made_with_an_administrator_who_can_log_in(init: Init) -> None:
    said = init("--administrator", "anna", "--organisation", "harbour", "--title", "江城开源联盟", stdin=PASSWORD)

    assert "administrator: anna (new)\norganisation: harbour (new)\n" in said
    assert "trustpool serve" in said
    with open_pool() as pool:
        secret = accounts.log_in(pool, "anna", PASSWORD.strip())
        who = accounts.by_session(pool, secret)
        assert who
        assert (who.administrator, is_member(pool, who, "harbour")) == (True, True)
        assert create_app(pool).test_client().get("/readyz").status_code == 200


def test_again_it_changes_nothing_and_asks_for_no_password(init: Init) -> None:
    words = ("--administrator", "anna", "--organisation", "harbour", "--pack", "permissive")
    first = init(*words, stdin=PASSWORD)

    again = init(*words)

    assert again == first.replace("(new)", "(there already)")


def test_without_an_administrator_it_says_how_to_make_one(init: Init) -> None:
    assert "trustpool admin init --administrator LOGIN" in init()


@pytest.mark.parametrize("stdin", ["", "short\n"])
def test_an_administrator_needs_a_good_password_and_nothing_is_half_made(init: Init, stdin: str) -> None:
    with pytest.raises(BadUsage, match="password"):
        init("--administrator", "anna", "--organisation", "harbour", stdin=stdin)

    assert "administrator: anna (new)" in init("--administrator", "anna", stdin=PASSWORD)


def test_a_login_that_is_nobody_with_all_rights_is_refused(init: Init) -> None:
    with open_pool() as pool:
        accounts.add_user(pool, "ben", password="", administrator=False, robot=False, actor="t")

    with pytest.raises(BadUsage, match="no administrator"):
        init("--administrator", "ben", stdin=PASSWORD)


def test_an_organisation_with_other_rules_is_refused(init: Init) -> None:
    init("--organisation", "harbour", "--admission", "automatic")

    with pytest.raises(BadUsage, match="default and automatic admission"):
        init("--organisation", "harbour", "--admission", "reviewed")
    assert "organisation: harbour (there already)" in init("--organisation", "harbour")


def test_a_rule_pack_that_is_not_there_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTPOOL_HOME", str(tmp_path / "never"))

    with pytest.raises(BadUsage):
        CliRunner().invoke(command, ["init", "--pack", "nothing"], catch_exceptions=False)
    assert not Home(tmp_path / "never").folder.exists()


def test_an_administrator_comes_into_an_organisation_that_was_there(init: Init) -> None:
    with open_pool() as pool:
        organisations.create(pool, "harbour", title="", pack="default", admission=Admission.AUTOMATIC, actor="t")

    init("--administrator", "anna", "--organisation", "harbour", stdin=PASSWORD)

    with open_pool() as pool:
        who = accounts.by_session(pool, accounts.log_in(pool, "anna", PASSWORD.strip()))
        assert who
        with pool.database.reading() as session:
            found = select(Membership.role).where(Membership.user_id == who.id)
            assert session.scalars(found).one() is Role.ADMINISTRATOR
