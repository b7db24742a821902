"""What all tables share: names of constraints, moments in UTC, sentences kept before their language is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from licenses.bilingual import Bilingual
from licenses.language import LANGUAGES, Text

# Every constraint has a predictable name, so that a migration can change it on any database.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An instant in UTC. SQLite forgets the zone, so it is put back; a naive value is a defect and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC.

        Raises:
            ValueError: the value has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sentence(TypeDecorator[Text]):
    """A sentence whose language is chosen when it is shown.

    Sentences of ours are kept as template and values, so that a later translation reaches them; those of rule packs,
    which bring their own Chinese, are kept as said in both languages.
    """

    impl = JSON(none_as_null=True)  # no sentence is SQL's NULL, which constraints can see
    cache_ok = True

    def process_bind_param(self, value: Text | None, dialect: Dialect) -> dict[str, Any] | None:
        """The sentence as JSON."""
        if value is None:
            return None
        if isinstance(value, Bilingual):
            return {language: value.to(language) for language in LANGUAGES}
        return {"template": value.template, "values": dict(value.values)}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Text | None:
        """The sentence again."""
        if value is None:
            return None
        if "template" in value:
            return Text(value["template"], tuple(sorted(value["values"].items())))
        return Bilingual(_literal(value["en"]), chinese=_literal(value["zh"]))


def _literal(said: str) -> str:
    """A template that says exactly these words."""
    return said.replace("{", "{{").replace("}", "}}")


def words(kind: type[StrEnum], name: str) -> Enum:
    """A column type for a closed vocabulary: its words are stored as text and checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Parent of all models."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy's own hook
        datetime: Moment(),
        Text: Sentence(),
        str: String(),
        # a large pool has more files than 32 bits count; SQLite's only automatic key is INTEGER, which has 64
        int: BigInteger().with_variant(Integer, "sqlite"),
    }
