"""Which edges are on shortest ways; pieces of projects' words; the newest uses of one version of a package."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.services.shortest import last_steps
from registry.services.terms import grams

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AT_ONCE = 5_000  # rows
RELEASES = 200
_EDGE = sa.table(
    "dependency",
    *(sa.column(it) for it in ("release_id", "dependent_id", "dependency_id", "shortest")),
)
_COMPONENT = sa.table("component", *(sa.column(it) for it in ("id", "release_id", "first_party")))
_PROJECT = sa.table("project", sa.column("id"), sa.column("search_text"))
_TERM = sa.table("search_term", sa.column("term"), sa.column("project_id"))


def upgrade() -> None:
    """Add column and index, and fill in what follows from what is known."""
    op.add_column("dependency", sa.Column("shortest", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_component_package_id_version", "component")
    op.create_index("ix_component_package_id_version_id", "component", ["package_id", "version", "id"])
    connection = op.get_bind()
    for some in _batches(_steps(connection)):
        marked = sa.update(_EDGE).where(
            _EDGE.c.dependent_id == sa.bindparam("before"), _EDGE.c.dependency_id == sa.bindparam("after")
        )
        connection.execute(marked.values(shortest=sa.true()), some)
    for some in _batches(_terms(connection)):
        connection.execute(sa.insert(_TERM), some)


def downgrade() -> None:
    """Take all of it away again."""
    op.get_bind().execute(sa.delete(_TERM).where(_TERM.c.term.startswith("gram:")))
    op.drop_index("ix_component_package_id_version_id", "component")
    op.create_index("ix_component_package_id_version", "component", ["package_id", "version"])
    op.drop_column("dependency", "shortest")


def _steps(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """The edges to mark, some releases at a time: what is being changed is not being read."""
    releases = connection.scalars(sa.select(_EDGE.c.release_id).distinct().order_by(_EDGE.c.release_id)).all()
    edges = sa.select(_EDGE.c.release_id, _EDGE.c.dependent_id, _EDGE.c.dependency_id).order_by(
        _EDGE.c.release_id, _EDGE.c.dependent_id, _EDGE.c.dependency_id
    )
    own = sa.select(_COMPONENT.c.release_id, _COMPONENT.c.id).where(_COMPONENT.c.first_party == sa.true())
    for start in range(0, len(releases), RELEASES):
        some = releases[start : start + RELEASES]
        starts: dict[int, list[int]] = {}
        for release_id, component_id in connection.execute(own.where(_COMPONENT.c.release_id.in_(some))):
            starts.setdefault(release_id, []).append(component_id)
        rows = connection.execute(edges.where(_EDGE.c.release_id.in_(some))).all()
        for release_id, its in groupby(rows, lambda row: int(row.release_id)):
            steps = last_steps([(row.dependent_id, row.dependency_id) for row in its], starts.get(release_id, ()))
            yield from ({"before": dependent, "after": dependency} for dependency, dependent in steps.items())


def _terms(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    for project_id, words in connection.execute(sa.select(_PROJECT.c.id, _PROJECT.c.search_text)).all():
        yield from ({"term": term, "project_id": project_id} for term in sorted(grams(words)))


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := [row for _, row in zip(range(AT_ONCE), rows, strict=False)]:
        yield some
