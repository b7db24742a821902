"""The database: its schema is what the migrations make, and SQLite is set up to keep what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, delete, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from licenses import language
from licenses.bilingual import Bilingual
from registry.database import Database
from registry.database import open_database as connected
from registry.models import AuditEvent, Base, Component, Dependency, Origin, Package, Project, Release, SearchTerm
from registry.schema import MIGRATIONS, migrate

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def open_database(url: str) -> Database:
    """A database with the newest schema."""
    opened = connected(url)
    migrate(opened)
    return opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    opened = open_database(f"sqlite:///{tmp_path / 'pool.sqlite'}")
    yield opened
    opened.close()


def test_the_migrations_make_exactly_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pool.sqlite'}"
    first = open_database(url)
    with first.writing() as session:
        session.add(Project(name="a", name_key="a", store="a", created_at=NOW))
    first.close()

    second = open_database(url)
    with second.reading() as session:
        assert session.scalars(select(Project.name)).all() == ["a"]
    second.close()


def test_sqlite_writes_ahead_and_checks_foreign_keys(database: Database) -> None:
    with database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            insert(Origin).values(project_id=99, kind="git", relation="primary", key="k", location="l", created_at=NOW)
        )


def test_a_word_outside_the_vocabulary_is_refused_by_the_database(database: Database) -> None:
    with database.writing() as session:
        session.add(Project(id=1, name="a", name_key="a", store="a", created_at=NOW))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            text(
                "INSERT INTO origin (project_id, kind, relation, key, location, created_at)"
                " VALUES (1, 'svn', 'primary', 'k', 'l', '2026-01-01')"
            )
        )


def test_a_reader_does_not_see_a_writer_before_it_commits(database: Database) -> None:
    with database.writing() as writer:
        writer.add(Project(name="a", name_key="a", store="a", created_at=NOW))
        writer.flush()
        with database.reading() as reader:
            assert reader.scalars(select(Project)).all() == []


def test_moments_come_back_in_utc_and_need_a_zone(database: Database) -> None:
    with database.writing() as session:
        session.add(AuditEvent(at=NOW, actor="a", action="b"))
    with database.reading() as session:
        assert session.scalars(select(AuditEvent.at)).one() == NOW
    with pytest.raises(StatementError, match="without a time zone"), database.writing() as session:
        session.add(AuditEvent(at=datetime(2026, 1, 1), actor="a", action="b"))  # noqa: DTZ001  the point


@pytest.mark.parametrize(
    "sentence",
    [
        language.text("{count} files in {place}", count=3, place="{here}"),
        Bilingual("100 {{%}} of {what}", chinese="{what} 的 100 {{%}}", values=(("what", "it"),)),
    ],
)
def test_a_sentence_comes_back_in_both_languages(database: Database, sentence: language.Text) -> None:
    with database.writing() as session:
        session.execute(delete(AuditEvent))
        session.add(AuditEvent(at=NOW, actor="a", action="b", reason=sentence))

    with database.reading() as session:
        kept = session.scalars(select(AuditEvent.reason)).one()
    assert kept is not None
    assert [kept.to("en"), kept.to("zh")] == [sentence.to("en"), sentence.to("zh")]


IDS = f"'{'a' * 40}', '{'b' * 40}'"
DATES = "'2026-01-01', '2026-01-01', ''"
COUNTS = "0, 0, 0, 0"
TEXTS = "'', '', '', ''"


def test_a_migration_keeps_every_row_and_moves_the_branch(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pool.sqlite'}"
    old = create_engine(url)
    with old.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    old.dispose()

    opened = open_database(url)

    with opened.reading() as session:
        assert session.scalars(select(Release.branch)).all() == ["trunk"]
        assert session.scalars(select(Package.name)).all() == ["lantern"]
        assert session.scalars(select(Component.version)).all() == ["1.0.0"]
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
    opened.close()


OLD_ROWS = (
    "INSERT INTO project VALUES (1, 'lantern', 'lantern', 's', '', '', '', '2026-01-01')",
    "INSERT INTO origin VALUES (1, 1, 'git', 'primary', 'k', '/lantern', '2026-01-01')",
    f"INSERT INTO release VALUES (1, 1, 1, '1.0', '', {IDS}, NULL, '', 'published', NULL, {DATES}, {COUNTS})",  # noqa: S608
    "INSERT INTO publication VALUES (1, 1, 'trunk', '2026-01-01')",
    "INSERT INTO package VALUES (1, 'pkg:npm/lantern', 'npm', 'lantern', 'lantern')",
    f"INSERT INTO component VALUES (1, 1, 1, 'pkg:npm/lantern@1.0.0', '1.0.0', '', 'runtime', 1, 1, {TEXTS}, '[]')",  # noqa: S608
)


EDGES = (
    f"INSERT INTO component VALUES (2, 1, 1, 'pkg:npm/a@1', '1', '', 'runtime', 1, 0, {TEXTS}, '[]')",  # noqa: S608
    f"INSERT INTO component VALUES (3, 1, 1, 'pkg:npm/b@1', '1', '', 'runtime', 0, 0, {TEXTS}, '[]')",  # noqa: S608
    *(
        f"INSERT INTO dependency VALUES ({dependent}, {dependency}, 1, 'runtime', '')"  # noqa: S608
        for dependent, dependency in ((1, 2), (2, 3), (3, 2), (2, 1))
    ),
)


def migrated(folder: Path, before: str, *statements: str) -> Database:
    """A database that was at a revision when these were executed, brought to the newest."""
    url = f"sqlite:///{folder / 'pool.sqlite'}"
    old = create_engine(url)
    with old.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, before)
        for statement in statements:
            connection.execute(text(statement))
    old.dispose()
    return open_database(url)


def test_the_migration_to_shortest_ways_marks_one_edge_for_each_component_that_is_led_to(tmp_path: Path) -> None:
    opened = migrated(tmp_path, "0001", *OLD_ROWS, *EDGES)

    with opened.reading() as session:
        marked = select(Dependency.dependent_id, Dependency.dependency_id).where(Dependency.shortest)
        found = [tuple(row) for row in session.execute(marked.order_by(Dependency.dependency_id))]
    opened.close()
    assert found == [(1, 2), (2, 3)]


def test_the_migration_to_grams_makes_what_was_there_before_searchable(tmp_path: Path) -> None:
    opened = migrated(tmp_path, "0001", *OLD_ROWS, "UPDATE project SET search_text = 'lantern 河灯'")

    with opened.reading() as session:
        found = session.scalars(select(SearchTerm.term).where(SearchTerm.term.startswith("gram:")))
        grams = sorted(it.removeprefix("gram:") for it in found)
    opened.close()
    assert grams == ["ant", "ern", "lan", "nte", "ter", "河灯"]


def test_the_migration_to_search_terms_finds_what_was_there_before(tmp_path: Path) -> None:
    opened = migrated(tmp_path, "0001", *OLD_ROWS, "INSERT INTO license_key VALUES (1, 'mit')")

    with opened.reading() as session:
        found = session.execute(select(SearchTerm.term, SearchTerm.project_id).order_by(SearchTerm.term)).all()
    opened.close()
    assert [tuple(row) for row in found] == [("license:mit", 1), ("name:lantern", 1), ("package:pkg:npm/lantern", 1)]


JOB_ROWS = (
    "INSERT INTO organisation VALUES (1, 'harbour', 'harbour', 'Harbour', 'default', 'automatic', '2026-01-01')",
    f"INSERT INTO webhook VALUES (1, 1, 'https://hooks.example', '{'s' * 40}', '2026-01-01', NULL)",  # noqa: S608
    """INSERT INTO audit_event (id, at, actor, action, release_id, "before", "after")
       VALUES (1, '2026-01-01', 'a', 'release.published', 1, '', 'published')""",
    "INSERT INTO webhook_delivery (id, webhook_id, event_id, body, created_at, tries) VALUES (7, 1, 1, '{}', 'x', 0)",
    *(
        f"""INSERT INTO job (id, kind, key, arguments, release_id, actor, state, due_at, attempts, claim, worker, step,
            done, total, cancelling, created_at, ended_at)
            VALUES ({number}, '{kind}', 'k{number}', '{arguments}', {release}, 'a', '{state}', '2026-01-01', 1,
            '{claim}', '', '', 0, 0, 0, '2026-01-01', {ended})"""  # noqa: S608
        for number, kind, arguments, release, state, claim, ended in (
            (1, "scan", "{}", 1, "done", "", "'2026-01-02'"),
            (2, "visit", '{"location": "/lantern"}', "NULL", "running", "secret", "NULL"),
            (3, "visit", '{"location": "https://nobody.example"}', "NULL", "waiting", "", "NULL"),
            (4, "deliver", '{"delivery": 7}', "NULL", "cancelled", "stale", "NULL"),
        )
    ),
)


def test_the_migration_of_jobs_finds_their_projects_and_mends_what_the_new_rules_forbid(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pool.sqlite'}"
    old = create_engine(url)
    with old.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        for statement in OLD_ROWS[:3]:
            connection.execute(text(statement))
        command.upgrade(config, "0005")
        for statement in JOB_ROWS:
            connection.exec_driver_sql(statement)
    old.dispose()

    opened = open_database(url)

    with opened.reading() as session:
        found = session.execute(text("SELECT id, project_id, claim, ended_at IS NULL FROM job ORDER BY id")).all()
    assert [tuple(row) for row in found] == [(1, 1, "", 0), (2, 1, "secret", 1), (3, None, "", 1), (4, 1, "", 0)]
    with pytest.raises(IntegrityError), opened.writing() as session:
        session.execute(text("UPDATE job SET ended_at = '2026-01-01' WHERE state = 'waiting'"))
    with pytest.raises(IntegrityError), opened.writing() as session:
        session.execute(text("UPDATE job SET key = 'k2' WHERE state = 'waiting'"))
    opened.close()
