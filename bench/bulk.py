"""Many rows at once: PostgreSQL's COPY, and prepared statements on SQLite."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from itertools import islice

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

BATCH = 20_000  # rows
NULL = "\\N"


def add_rows(session: Session, model: type, rows: Iterator[Mapping[str, object]]) -> None:
    """Insert all rows of one table, which all have the same columns."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    while batch := list(islice(rows, BATCH)):
        if session.get_bind().dialect.name == "postgresql":
            _copy(session, table, batch)
        else:
            session.execute(insert(table), batch)


def _copy(session: Session, table: Table, batch: list[Mapping[str, object]]) -> None:
    """https://www.postgresql.org/docs/current/sql-copy.html, in its CSV form."""
    fixed = {
        it.name: it.default.arg  # type: ignore[attr-defined]
        for it in table.columns
        if it.name not in batch[0] and it.default is not None and it.default.is_scalar
    }
    names = [*batch[0], *fixed]
    lines = io.StringIO()
    csv.writer(lines).writerows([_field({**row, **fixed}[name]) for name in names] for row in batch)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = session.connection().connection.cursor()
    cursor.execute(  # type: ignore[call-arg]
        f"COPY \"{table.name}\" ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')",
        stream=io.BytesIO(lines.getvalue().encode()),
    )


def _field(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, list | dict) else str(value)
