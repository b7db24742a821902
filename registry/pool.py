"""The pool: its database, its git storage, its documents and its key, opened together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from licenses.errors import InputUnreadable
from licenses.language import text
from registry.database import Database, open_database
from registry.home import Home, default_home, prepared
from registry.schema import Opening, prepare_schema
from registry.settings import Settings, read_settings
from registry.store.documents import DocumentStore, FolderDocuments
from registry.store.repositories import ProjectRepositories


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything a service needs. The clock is passed in so that tests can hold it."""

    home: Home
    database: Database
    documents: DocumentStore
    now: Callable[[], datetime] = _now
    settings: Settings = field(default_factory=Settings)

    def repositories(self, store: str) -> ProjectRepositories:
        """The git storage of the project whose `store` this is."""
        return ProjectRepositories(self.home.git, store)


@contextmanager
def open_pool(
    home: Home | None = None, settings: Settings | None = None, opening: Opening = Opening.CURRENT
) -> Iterator[Pool]:
    """Open the pool, made when it is not there.

    Raises:
        BadUsage: its folder cannot be written, the settings cannot be read, or its schema is not the one that this
            code needs.
        InputUnreadable: the database does not answer.
    """
    said = settings or read_settings()
    place = prepared(home or default_home(said))
    database = open_database(place.database_url)
    try:
        _prepare(database, opening)
        yield Pool(place, database, documents_of(place, said), settings=said)
    finally:
        database.close()


def documents_of(home: Home, settings: Settings) -> DocumentStore:
    """Where documents are kept: in the pool's folder, or in the bucket that the settings name.

    Raises:
        BadUsage: that is no bucket.
    """
    if not settings.storage.documents:
        return FolderDocuments(home.documents)
    from registry.store.bucket import Bucket, BucketDocuments

    return BucketDocuments(Bucket(settings.storage.documents, settings.storage))


def _prepare(database: Database, opening: Opening) -> None:
    try:
        prepare_schema(database, opening)
    except DBAPIError as silent:
        raise InputUnreadable(
            text("the database does not answer: {cause}", cause=str(silent.orig)[:300]),
            where=database.engine.url.render_as_string(hide_password=True),
        ) from silent
