"""What is known of each pool on another machine: token and public key. One file, readable by its owner alone."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import msgspec

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text

FILE = "TRUSTPOOL_CREDENTIALS"  # names another file


class Known(msgspec.Struct, frozen=True):
    """One pool."""

    token: str = ""
    login: str = ""
    key: str = ""  # PEM; what `fetch` verifies with


class Credentials(msgspec.Struct, frozen=True):
    """All pools by address, and the one that is meant when none is named."""

    pools: dict[str, Known] = {}
    usual: str = ""

    def with_pool(self, address: str, known: Known) -> Credentials:
        """The same with one pool more, or changed; it is the usual one now."""
        return Credentials({**self.pools, address: known}, address)

    def without(self, address: str) -> Credentials:
        """The same without a pool."""
        left = {it: known for it, known in self.pools.items() if it != address}
        return Credentials(left, self.usual if self.usual in left else next(iter(left), ""))

    def address(self, asked: str) -> str:
        """The address of the pool that is meant.

        Raises:
            BadUsage: none is named, and none was logged in to.
        """
        found = asked.rstrip("/") or self.usual
        if not found:
            raise BadUsage(
                text("no pool is named"),
                hint=text("name it with --pool, or log in once: trustpool login https://pool.example"),
            )
        return found


def credentials_path() -> Path:
    """Where they are kept."""
    if chosen := os.environ.get(FILE):
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("trustpool", appauthor=False) / "credentials.json"


def read_credentials(path: Path) -> Credentials:
    """What is kept; nothing when there is no file.

    Raises:
        InputUnreadable: others may read the file, or it is not what we wrote.
    """
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise InputUnreadable(
                    text("others may read this file of tokens"),
                    where=str(path),
                    hint=text("make it yours alone: chmod 600 {path}", path=str(path)),
                )
            return msgspec.json.decode(stream.read(), type=Credentials)
    except FileNotFoundError:
        return Credentials()
    except (OSError, msgspec.MsgspecError) as wrong:
        raise InputUnreadable(
            text("the file of tokens cannot be read: {cause}", cause=str(wrong)), where=str(path)
        ) from wrong


def write_credentials(path: Path, credentials: Credentials) -> None:
    """Keep them: never readable by others, not even for a moment, and never half written.

    Raises:
        InputUnreadable: the file cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".credentials-")  # made with mode 0600
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(credentials)) + b"\n")
        Path(name).replace(path)
    except OSError as wrong:
        raise InputUnreadable(
            text("the file of tokens cannot be written: {cause}", cause=wrong.strerror or str(wrong)), where=str(path)
        ) from wrong
