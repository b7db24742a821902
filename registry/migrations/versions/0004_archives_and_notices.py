"""What a release's archives come to; NOTICE documents in both languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ("sbom", "attestation", "report")
AFTER = (*BEFORE, "notice", "notice-zh")


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


def downgrade() -> None:
    """Take both away again; the notices' bytes stay in the store."""
    op.execute("DELETE FROM release_document WHERE kind IN ('notice', 'notice-zh')")
    _kinds(BEFORE)
    op.drop_table("release_archive")


def _kinds(kinds: tuple[str, ...]) -> None:
    """SQLite changes a constraint by copying the table; `kind` is one of these words."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("release_document") as table:
        table.drop_constraint(op.f("ck_release_document_kind"), type_="check")
        table.create_check_constraint(op.f("ck_release_document_kind"), f"kind IN ({listed})")
