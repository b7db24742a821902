"""Schemas: a new database gets one, an old one is changed only when somebody says so, a strange one never."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from licenses.errors import BadUsage, InputUnreadable
from registry.cli.admin.group import command as admin
from registry.home import Home
from registry.pool import open_pool
from registry.schema import MIGRATIONS, Opening, SchemaOld, SchemaStrange, schema_of
from registry.services.check import check
from tests.registry.postgresql import program
from web.command import run


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home whose database has no table yet."""
    if request.param == "sqlite":
        return Home(tmp_path / "home")
    if program("initdb") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs postgresql, not installed here")
    server = request.getfixturevalue("postgresql")
    return Home(tmp_path / "home", server.url(server.create()))


@pytest.fixture
def old(home: Home) -> Home:
    """A home whose database an older trustpool made."""
    with (
        open_pool(home, opening=Opening.AS_IS) as pool,
        pool.database.engine.connect() as connection,
        connection.begin(),
    ):
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0004")
    return home


def test_a_new_database_gets_its_schema(home: Home) -> None:
    with open_pool(home) as pool:
        assert schema_of(pool.database).is_current


def test_an_old_schema_is_refused_with_the_command_that_helps(old: Home) -> None:
    with pytest.raises(SchemaOld, match="has the schema 0004") as refused, open_pool(old):
        pass

    assert refused.value.hint
    assert "trustpool admin migrate" in refused.value.hint.to("en")
    assert "trustpool admin migrate" in refused.value.hint.to("zh")


def test_an_old_schema_is_brought_up_when_somebody_says_so(old: Home) -> None:
    with open_pool(old, opening=Opening.MIGRATE) as pool:
        assert schema_of(pool.database).is_current
        assert list(check(pool)) == []


def test_what_is_missing_is_told_in_order(old: Home) -> None:
    with open_pool(old, opening=Opening.AS_IS) as pool:
        found = schema_of(pool.database)

    revisions = [step.revision for step in found.steps]
    assert (found.current, revisions[0], revisions[-1]) == ("0004", "0005", found.target)
    assert found.steps[0].says.startswith("Jobs, scan results")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "9999, which this trustpool does not know"),
        ("DROP TABLE alembic_version", "not a pool's"),
    ],
)
def test_a_newer_or_a_strangers_database_is_never_changed(home: Home, damage: str, why: str) -> None:
    with open_pool(home) as pool, pool.database.writing() as session:
        session.execute(text(damage))

    for opening in (Opening.CURRENT, Opening.MIGRATE):
        with pytest.raises(SchemaStrange, match=why), open_pool(home, opening=opening):
            pass


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, old: Home) -> Home:
    """The old home as the settings of commands."""
    monkeypatch.setenv("TRUSTPOOL_HOME", str(old.folder))
    monkeypatch.setenv("TRUSTPOOL_DATABASE_URL", old.database_url)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return old


def test_the_command_looks_and_then_migrates(environment: Home) -> None:
    def asked(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(admin, ["migrate", *words], catch_exceptions=False, standalone_mode=False)
        return int(done.return_value), done.output

    code, said = asked("--check")
    assert (code, said.startswith("current: 0004\n"), "back it up" in said) == (1, True, True)
    code, said = asked()
    assert (code, said.endswith(" now\n")) == (0, True)
    assert asked("--check")[0] == 0


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("worker", "--once"), ("admin", "check")])
def test_servers_and_workers_refuse_an_old_schema(
    environment: Home, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words], "en") == 2
    assert "trustpool admin migrate" in capsys.readouterr().err


def test_an_old_pool_on_sqlite_can_be_backed_up_before_it_is_changed(
    environment: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["admin", "backup", str(tmp_path / "backup.tar.zst")], "en")

    on_sqlite = environment.database_url.startswith("sqlite")
    assert (code, (tmp_path / "backup.tar.zst").exists()) == ((0, True) if on_sqlite else (2, False))
    assert "migrate" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql+pg8000://tester@127.0.0.1:1/pool", InputUnreadable),
        ("nothing://here", BadUsage),
        ("postgresql+nodriver://here/pool", BadUsage),
        ("here", BadUsage),
    ],
)
def test_a_database_that_is_not_there_says_so(tmp_path: Path, url: str, error: type[Exception]) -> None:
    with pytest.raises(error), open_pool(Home(tmp_path, url)):
        pass


def test_the_password_of_a_silent_database_is_not_shown(tmp_path: Path) -> None:
    url = "postgresql+pg8000://tester:hush@127.0.0.1:1/pool"

    with pytest.raises(InputUnreadable) as silent, open_pool(Home(tmp_path, url)):
        pass

    assert "hush" not in f"{silent.value.where} {silent.value}"


def test_engines_are_not_left_open(home: Home) -> None:
    with open_pool(home) as pool:
        url = pool.database.engine.url
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    engine.dispose()
