"""Alembic's entry: runs inside the connection and transaction that `registry.schema` opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from registry.models import Base
from registry.models.base import Moment, Sentence

# A migration states plain types: it must mean the same when our classes have changed.
_PLAIN = {Moment: "sa.DateTime(timezone=True)", Sentence: "sa.JSON()"}


def _plain(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    return _PLAIN.get(type(thing), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=context.config.attributes.get("batch", False),  # SQLite changes a table by copying it
    render_item=_plain,
)
context.run_migrations()
