"""Jobs, scan results, findings shared by all workers; webhooks; OpenID identities; scheduled visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('waiting', 'running')")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the two columns."""
    op.create_table(
        "blob_findings",
        sa.Column("analyser", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("analyser", "blob", name=op.f("pk_blob_findings")),
    )
    op.create_table(
        "manifest_run",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("run", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_manifest_run")),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_identity_user_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_user_id"), "identity", ["user_id"])
    op.create_table(
        "webhook",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("organisation_id", INTEGER, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(secret) >= 32", name=op.f("ck_webhook_secret_is_long")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_webhook_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("organisation_id", "url", name=op.f("uq_webhook_organisation_id_url")),
    )
    op.create_table(
        "job",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "visit", "scan", "record", "deliver", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("release_id", INTEGER, nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", INTEGER, nullable=False),
        sa.Column("total", INTEGER, nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'failed' OR problem IS NOT NULL", name=op.f("ck_job_failure_explained")),
        sa.CheckConstraint("state <> 'running' OR claim <> ''", name=op.f("ck_job_running_is_claimed")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_job_release_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_release_id", "job", ["release_id"])
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
    op.create_index("uq_job_key_open", "job", ["key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "scan_result",
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_scan_result_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_scan_result")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("webhook_id", INTEGER, nullable=False),
        sa.Column("event_id", INTEGER, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", INTEGER, nullable=False),
        sa.Column("status", INTEGER, nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_webhook_delivery_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook_id", "event_id", name=op.f("uq_webhook_delivery_webhook_id_event_id")),
    )
    op.create_index("ix_webhook_delivery_webhook_id_id", "webhook_delivery", ["webhook_id", "id"])
    op.add_column("origin", sa.Column("next_visit_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_origin_next_visit_at"), "origin", ["next_visit_at"])
    op.add_column("session", sa.Column("family", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Take all of it away again."""
    op.drop_column("session", "family")
    op.drop_index(op.f("ix_origin_next_visit_at"), "origin")
    op.drop_column("origin", "next_visit_at")
    for table in ("webhook_delivery", "scan_result", "job", "webhook", "identity", "manifest_run", "blob_findings"):
        op.drop_table(table)
