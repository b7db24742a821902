"""Search terms of projects; the newest uses of a package without sorting all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PACKAGES = (
    "FROM component JOIN package ON package.id = component.package_id JOIN release ON release.id = component.release_id"
)
FILLED = (
    "SELECT DISTINCT 'license:' || key, project_id FROM license_key JOIN release r ON r.id = release_id",
    "SELECT DISTINCT 'class:' || license_class, project_id FROM license_summary JOIN release r ON r.id = release_id",
    f"SELECT DISTINCT 'package:' || package.purl, project_id {_PACKAGES}",
    f"SELECT DISTINCT 'name:' || package.name_key, project_id {_PACKAGES}",
)


def upgrade() -> None:
    """Add the table, filled from what is known, and the index."""
    op.create_table(
        "search_term",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("project_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_search_term_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "project_id", name=op.f("pk_search_term")),
    )
    op.create_index(op.f("ix_search_term_project_id"), "search_term", ["project_id"])
    for rows in FILLED:
        op.execute(f"INSERT INTO search_term (term, project_id) {rows}")
    op.create_index("ix_component_package_id_id", "component", ["package_id", "id"])


def downgrade() -> None:
    """Take both away again."""
    op.drop_index("ix_component_package_id_id", "component")
    op.drop_table("search_term")
