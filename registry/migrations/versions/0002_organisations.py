"""Organisations, users, waivers and visits; a release knows its branch before it is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and move the branch from publications to releases."""
    op.create_table(
        "organisation",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column(
            "admission",
            sa.Enum("automatic", "reviewed", name="admission", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 100", name=op.f("ck_organisation_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisation_name_key")),
    )
    op.create_table(
        "snapshot",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("robot", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", INTEGER, nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "login = lower(login) AND length(login) BETWEEN 1 AND 64", name=op.f("ck_user_account_login_form")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "membership",
        sa.Column("organisation_id", INTEGER, nullable=False),
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "contributor",
                "reviewer",
                "maintainer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"])
    op.create_table(
        "session",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_session_user_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_user_id"), "session", ["user_id"])
    op.create_table(
        "token",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_token_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("sha256", name=op.f("uq_token_sha256")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_token_user_id_name")),
    )
    op.create_table(
        "waiver",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("project_id", INTEGER, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_waiver_expires_later")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_waiver_reason_given")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_waiver_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index("ix_waiver_project_id_rule", "waiver", ["project_id", "rule"])
    op.create_table(
        "visit",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("origin_id", INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "found",
            sa.Enum(
                "changed",
                "unchanged",
                "unreachable",
                name="found",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("snapshot_sha256", sa.String(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_visit_origin_id")),
        sa.ForeignKeyConstraint(["snapshot_sha256"], ["snapshot.sha256"], name=op.f("fk_visit_snapshot_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_origin_id_id", "visit", ["origin_id", "id"])
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", INTEGER, nullable=True))
        batch_op.create_index(batch_op.f("ix_project_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_project_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )

    with op.batch_alter_table("violation") as batch_op:
        batch_op.add_column(sa.Column("waiver_id", INTEGER, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_violation_waiver_id"), "waiver", ["waiver_id"], ["id"])
    op.add_column("release", sa.Column("branch", sa.String(), server_default="main", nullable=False))
    op.execute(
        "UPDATE release SET branch = (SELECT branch FROM publication WHERE publication.release_id = release.id)"
        " WHERE id IN (SELECT release_id FROM publication)"
    )
    with op.batch_alter_table("publication") as batch_op:
        batch_op.drop_column("branch")


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("violation") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_violation_waiver_id"), type_="foreignkey")
        batch_op.drop_column("waiver_id")
    op.add_column("publication", sa.Column("branch", sa.String(), server_default="main", nullable=False))
    op.execute("UPDATE publication SET branch = (SELECT branch FROM release WHERE release.id = publication.release_id)")
    with op.batch_alter_table("publication") as batch_op:
        batch_op.alter_column("branch", server_default=None)
    with op.batch_alter_table("release") as batch_op:
        batch_op.drop_column("branch")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_project_organisation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_project_organisation_id"))
        batch_op.drop_column("organisation_id")

    op.drop_table("visit")
    op.drop_table("waiver")
    op.drop_table("token")
    op.drop_table("session")
    op.drop_table("membership")
    op.drop_table("user_account")
    op.drop_table("snapshot")
    op.drop_table("organisation")
