"""Where a pool keeps its things: one folder, `TRUSTPOOL_HOME`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from licenses.errors import BadUsage
from licenses.language import text
from registry.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Home:
    """The pool's folder and what lies where in it."""

    folder: Path
    database: str = ""  # SQLAlchemy URL; "" for a SQLite file in the folder

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL."""
        return self.database or f"sqlite:///{self.folder / 'pool.sqlite'}"

    @property
    def git(self) -> Path:
        """Bare repositories."""
        return self.folder / "git"

    @property
    def documents(self) -> Path:
        """Documents by sha256."""
        return self.folder / "documents"

    @property
    def keys(self) -> Path:
        """The node's signing key."""
        return self.folder / "keys"


def default_home(settings: Settings | None = None) -> Home:
    """The folder and database of the settings, else the user's data folder for trustpool.

    Raises:
        BadUsage: the settings cannot be read.
    """
    said = (settings or read_settings()).pool
    if said.home:
        return Home(Path(said.home).expanduser().resolve(), said.database_url)
    from platformdirs import user_data_path

    return Home(user_data_path("trustpool", appauthor=False), said.database_url)


def prepared(home: Home) -> Home:
    """The home with its folders made, readable by their owner alone.

    Raises:
        BadUsage: the folder cannot be made or written.
    """
    try:
        for folder in (home.folder, home.git, home.documents, home.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadUsage(
            text("the pool's folder cannot be written: {cause}", cause=error.strerror or str(error)),
            where=str(home.folder),
            hint=text("set TRUSTPOOL_HOME to a folder that you can write"),
        ) from error
    return home
