"""Archives and notices of releases; usage agreements and who accepted them; licences that reviewers overruled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ("sbom", "attestation", "report")
AFTER = (*BEFORE, "notice", "notice-zh", "conclusions")
JUDGED_ONCE = "uq_verdict_release_id_pack_sha256_scenario"
JUDGED = f"{JUDGED_ONCE}_overrules"


def upgrade() -> None:
    """Add the table; widen what a document can be."""
    op.create_table(
        "release_archive",
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column(
            "form",
            sa.Enum("tar.gz", "zip", "tar", name="form", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("compressor", sa.String(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_release_archive_sha256_is_hex")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_archive_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "form", name=op.f("pk_release_archive")),
    )
    _kinds(AFTER)
    _agreements()
    op.create_table(
        "license_overrule",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("release_id", INTEGER, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("concluded", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_license_overrule_reason_given")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_license_overrule_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_license_overrule")),
    )
    op.create_index("ix_license_overrule_release_id_id", "license_overrule", ["release_id", "id"])
    with op.batch_alter_table("verdict") as table:
        table.add_column(sa.Column("overrules", INTEGER, server_default="0", nullable=False))
        table.drop_constraint(JUDGED_ONCE, type_="unique")
        table.create_unique_constraint(JUDGED, ["release_id", "pack_sha256", "scenario", "overrules"])


def downgrade() -> None:
    """Take it all away again; documents' bytes stay in the store."""
    op.execute("DELETE FROM verdict WHERE overrules > 0")
    with op.batch_alter_table("verdict") as table:
        table.drop_constraint(JUDGED, type_="unique")
        table.drop_column("overrules")
        table.create_unique_constraint(JUDGED_ONCE, ["release_id", "pack_sha256", "scenario"])
    op.drop_table("license_overrule")
    op.drop_table("agreement_acceptance")
    op.drop_table("agreement")
    op.execute("DELETE FROM release_document WHERE kind IN ('notice', 'notice-zh', 'conclusions')")
    _kinds(BEFORE)
    op.drop_table("release_archive")


def _agreements() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("organisation_id", INTEGER, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("english", sa.String(), nullable=False),
        sa.Column("chinese", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_agreement_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("organisation_id", "version", name=op.f("uq_agreement_organisation_id_version")),
    )
    op.create_table(
        "agreement_acceptance",
        sa.Column("agreement_id", INTEGER, nullable=False),
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_acceptance_agreement_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_agreement_acceptance_user_id")),
        sa.PrimaryKeyConstraint("agreement_id", "user_id", name=op.f("pk_agreement_acceptance")),
    )
    op.create_index(op.f("ix_agreement_acceptance_user_id"), "agreement_acceptance", ["user_id"])


def _kinds(kinds: tuple[str, ...]) -> None:
    """SQLite changes a constraint by copying the table; `kind` is one of these words."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("release_document") as table:
        table.drop_constraint(op.f("ck_release_document_kind"), type_="check")
        table.create_check_constraint(op.f("ck_release_document_kind"), f"kind IN ({listed})")
