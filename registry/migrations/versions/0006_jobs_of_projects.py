"""Jobs know their project; packages of registries are fetched by jobs; what is over has its time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('waiting', 'running')")
BEFORE = ("visit", "scan", "record", "deliver")
KINDS = (*BEFORE, "package")
ENDED = "(state IN ('waiting', 'running')) = (ended_at IS NULL)"
CLAIMED = "state = 'running' OR claim = ''"
JOB = sa.table(
    "job",
    sa.column("id", INTEGER),
    sa.column("kind", sa.String()),
    sa.column("arguments", sa.JSON()),
    sa.column("project_id", INTEGER),
)
ORIGIN = sa.table("origin", sa.column("location", sa.String()), sa.column("project_id", INTEGER))

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, fill it from what the jobs are about, and let the database keep two rules more."""
    op.drop_index("uq_job_key_open", "job")  # whose condition is lost when SQLite copies the table
    with op.batch_alter_table("job") as table:
        table.add_column(sa.Column("project_id", INTEGER, nullable=True))
        table.create_foreign_key(op.f("fk_job_project_id"), "project", ["project_id"], ["id"], ondelete="CASCADE")
        table.create_index("ix_job_project_id_id", ["project_id", "id"])
        _kinds(table, KINDS)
    op.create_index("uq_job_key_open", "job", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.execute("UPDATE job SET ended_at = created_at WHERE state NOT IN ('waiting', 'running') AND ended_at IS NULL")
    op.execute("UPDATE job SET ended_at = NULL WHERE state IN ('waiting', 'running')")
    op.execute("UPDATE job SET claim = '' WHERE state <> 'running'")
    op.execute(
        "UPDATE job SET project_id = (SELECT project_id FROM release WHERE release.id = job.release_id)"
        " WHERE release_id IS NOT NULL"
    )
    _projects_of_visits()
    _projects_of_deliveries()
    op.drop_index("uq_job_key_open", "job")
    with op.batch_alter_table("job") as table:
        table.create_check_constraint(op.f("ck_job_ended_when_over"), ENDED)
        table.create_check_constraint(op.f("ck_job_claimed_while_running"), CLAIMED)
    op.create_index("uq_job_key_open", "job", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Take them away again, and the jobs that would not be known any more."""
    op.execute("DELETE FROM job WHERE kind = 'package'")
    op.drop_index("uq_job_key_open", "job")
    with op.batch_alter_table("job") as table:
        table.drop_constraint(op.f("ck_job_claimed_while_running"), type_="check")
        table.drop_constraint(op.f("ck_job_ended_when_over"), type_="check")
        _kinds(table, BEFORE)
        table.drop_index("ix_job_project_id_id")
        table.drop_constraint(op.f("fk_job_project_id"), type_="foreignkey")
        table.drop_column("project_id")
    op.create_index("uq_job_key_open", "job", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _kinds(table: op.batch_alter_table, words: tuple[str, ...]) -> None:  # type: ignore[valid-type]
    listed = ", ".join(f"'{word}'" for word in words)
    table.drop_constraint(op.f("ck_job_kind"), type_="check")  # type: ignore[attr-defined]
    table.create_check_constraint(op.f("ck_job_kind"), f"kind IN ({listed})")  # type: ignore[attr-defined]


def _projects_of_visits() -> None:
    """By the origin that a visit is of; one that is not there yet has no project."""
    connection = op.get_bind()
    projects = dict(connection.execute(sa.select(ORIGIN.c.location, ORIGIN.c.project_id)).all())
    visits = connection.execute(sa.select(JOB.c.id, JOB.c.arguments).where(JOB.c.kind == "visit")).all()
    for job_id, arguments in visits:
        if found := projects.get(arguments.get("location", "")):
            connection.execute(sa.update(JOB).where(JOB.c.id == job_id).values(project_id=found))


def _projects_of_deliveries() -> None:
    """By the release whose event is told."""
    told = sa.text(
        "SELECT webhook_delivery.id, release.project_id FROM webhook_delivery"
        " JOIN audit_event ON audit_event.id = webhook_delivery.event_id"
        " JOIN release ON release.id = audit_event.release_id"
    )
    connection = op.get_bind()
    projects: dict[int, int] = dict(connection.execute(told).all())
    deliveries = connection.execute(sa.select(JOB.c.id, JOB.c.arguments).where(JOB.c.kind == "deliver")).all()
    for job_id, arguments in deliveries:
        if found := projects.get(arguments.get("delivery")):
            connection.execute(sa.update(JOB).where(JOB.c.id == job_id).values(project_id=found))
