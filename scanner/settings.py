"""What a project's owners write down for the gate: `trustpool.toml`, or `[tool.trustpool]` in pyproject.toml.

    [tool.trustpool]
    pack = "default"                    # rule pack, by name or by path
    exclude = ["tests/fixtures/**"]     # paths that are not judged

Only the gate reads it, and says so: it is the owner's own gate. A pool that judges somebody else's release does not.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.tree import Mode, Tree

_NAMES = ("trustpool.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """The gate's settings; empty where the project says nothing."""

    pack: str = ""
    exclude: tuple[str, ...] = ()
    path: str = ""  # the file they were read from


def read_settings(tree: Tree) -> Settings:
    """The settings of a tree.

    Raises:
        InputUnreadable: the file does not parse, or a setting is unknown or of the wrong type.
    """
    blobs = {e.path: e.blob for e in tree.entries if e.path in _NAMES and e.mode in (Mode.FILE, Mode.EXECUTABLE)}
    for name in _NAMES:
        if name in blobs:
            content = next(tree.blobs([blobs[name]])).content
            table = _table(name, content)
            if table is not None:
                return _settings(name, table)
    return Settings()


def _table(name: str, content: bytes) -> dict[str, object] | None:
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputUnreadable(text("cannot be read: {reason}", reason=str(error)), where=name) from error
    table: object = document
    if name == "pyproject.toml":
        tools = document.get("tool")
        table = tools.get("trustpool") if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _settings(name: str, table: dict[str, object]) -> Settings:
    unknown = sorted(table.keys() - {"pack", "exclude"})
    pack, exclude = table.get("pack", ""), table.get("exclude", [])
    if unknown:
        _refuse(name, unknown[0])
    if not isinstance(pack, str):
        _refuse(name, "pack")
    if not isinstance(exclude, list) or not all(isinstance(pattern, str) and pattern for pattern in exclude):
        _refuse(name, "exclude")
    return Settings(str(pack), tuple(exclude) if isinstance(exclude, list) else (), name)


def _refuse(name: str, key: str) -> None:
    raise InputUnreadable(
        text("the setting {key} is unknown or has the wrong type", key=key),
        where=name,
        hint=text('settings are: pack = "name or path", exclude = ["pattern", …]'),
    )
