"""What a project's owners write down for the gate: `trustpool.toml`, or `[tool.trustpool]` in pyproject.toml.

    [tool.trustpool]
    pack = "default"                        # rule pack, by name, or by its path in the tree
    scenario = "binary-distribution"        # what the code is used for
    exclude = ["tests/fixtures/**"]         # paths that are not judged
    waivers = "trustpool-waivers.yaml"      # reviewed exceptions, a path in the tree
    baseline = "trustpool-baseline.json"    # violations that were there before, a path in the tree
    advisories = "../osv"                   # known vulnerabilities in the OSV format, outside of the tree
    author = "Lin Yue <yue@shop.example>"   # who has SBOMs made, see `trustpool scan --author`

    [tool.trustpool.index]                  # where `--enrich` asks about packages, by purl type
    npm = "https://npm.example"             # or "canonical"

Only the gate reads it, and says so: it is the owner's own gate. A pool that judges somebody else's release does not.
The author and the indexes count only for who stands in their folder: a strange tree does not speak for its scanner.
Whatever is wrong with it is an error: a setting that is skipped in silence would open the gate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import fields

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from licenses.scenario import Scenario
from scanner.manifest.malformed import Malformed
from scanner.source.closest import closest
from scanner.tree import Mode, Tree

_NAMES = ("trustpool.toml", "pyproject.toml")
_LARGEST = 4 * 1024 * 1024  # bytes
_REGULAR = (Mode.FILE, Mode.EXECUTABLE)


class Settings(Struct, frozen=True):
    """The gate's settings; empty where the project says nothing."""

    pack: str = ""
    exclude: tuple[str, ...] = ()
    scenario: Scenario | None = None
    waivers: str = ""  # path in the tree
    baseline: str = ""  # path in the tree
    advisories: str = ""  # path on this machine, from the project's folder
    author: str = ""  # of SBOMs
    index: tuple[tuple[str, str], ...] = ()  # purl type: address
    path: str = ""  # the file they were read from


_KEYS = tuple(field.name for field in fields(Settings) if field.name != "path")


def read_settings(tree: Tree) -> Settings:
    """The settings of a tree.

    Raises:
        InputUnreadable: the file cannot be read or does not parse, or a setting is unknown or wrong; says at which
            line.
    """
    found = {entry.path: entry for entry in tree.entries if entry.path in _NAMES}
    for name in _NAMES:
        if name not in found:
            continue
        if found[name].mode not in _REGULAR:
            raise InputUnreadable(text("the settings are not a regular file: not followed"), where=name)
        settings = _parsed(name, content_of(tree, found[name].blob, name))
        if settings is not None:
            return settings
    return Settings()


def settings_in(folder: Path) -> Settings:
    """The settings of a folder on this machine.

    Raises:
        InputUnreadable: as `read_settings`.
    """
    for name in _NAMES:
        path = folder / name
        if not path.is_file():
            continue
        if path.stat().st_size > _LARGEST:
            raise InputUnreadable(text("the settings are too large"), where=name)
        settings = _parsed(name, path.read_bytes())
        if settings is not None:
            return settings
    return Settings()


def content_of(tree: Tree, blob: str, name: str) -> bytes:
    """The whole content of one file of the tree.

    Raises:
        InputUnreadable: the tree does not have it, or it is huge.
    """
    content = next(tree.blobs([blob]), None)
    if content is None or content.cut:
        reason = text("the file is missing from the source, or too large")
        raise InputUnreadable(text("the gate cannot decide: its settings cannot be read"), where=name, hint=reason)
    return content.content


def _parsed(name: str, content: bytes) -> Settings | None:
    """None for a pyproject.toml that says nothing to us."""
    from scanner.manifest.toml_text import parse_toml  # only now: most trees have neither file

    try:
        written = content.decode("utf-8")
        document = parse_toml(written)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputUnreadable(text("cannot be read: {reason}", reason="not UTF-8"), where=f"{name}:{line}") from None
    except Malformed as error:
        where = f"{name}:{error.line}" if error.line else name
        raise InputUnreadable(text("cannot be read: {reason}", reason=error.reason), where=where) from None
    if name == "trustpool.toml":
        return _Reader(name, written, "", document).settings()
    tools = document.get("tool")
    table = tools.get("trustpool") if isinstance(tools, dict) else None
    if table is None:
        return None
    reader = _Reader(name, written, "tool.trustpool", table if isinstance(table, dict) else {})
    if not isinstance(table, dict):
        reader.refuse("", text("tool.trustpool is not a table"))
    return reader.settings()


class _Reader(Struct, frozen=True):
    """One table of settings and where it stands."""

    path: str
    written: str
    header: str  # "" for the top of the file
    table: Mapping[str, object]

    def settings(self) -> Settings:
        for key in self.table:
            if key not in _KEYS:
                self._unknown(key)
        return Settings(
            pack=self._text("pack"),
            exclude=self._patterns(),
            scenario=self._scenario(),
            waivers=self._text("waivers"),
            baseline=self._text("baseline"),
            advisories=self._text("advisories"),
            author=self._text("author"),
            index=self._index(),
            path=self.path,
        )

    def refuse(self, key: str, what: Text, hint: Text | None = None) -> NoReturn:
        """Raise the error that points at the line of a setting."""
        line = self._line(key)
        raise InputUnreadable(what, where=f"{self.path}:{line}" if line else self.path, hint=hint)

    def _unknown(self, key: str) -> NoReturn:
        meant = closest(key, _KEYS)
        known = text("the settings are: {names}", names=", ".join(_KEYS))
        hint = text("did you mean {name}?", name=meant[0]) if meant else known
        if key == "tool":
            hint = text("in {file} the settings stand at the top, without [tool.trustpool]", file=self.path)
        self.refuse(key, text("there is no setting named {key}", key=key), hint)

    def _text(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str) or (key in self.table and not value.strip()):
            self.refuse(key, text("the setting {key} must be a text", key=key))
        return value

    def _patterns(self) -> tuple[str, ...]:
        value = self.table.get("exclude", [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip("/ ") for one in value):
            self.refuse("exclude", text("the setting {key} must be a list of texts", key="exclude"))
        return tuple(value)

    def _index(self) -> tuple[tuple[str, str], ...]:
        value = self.table.get("index", {})
        if not isinstance(value, dict) or not all(isinstance(each, str) and each.strip() for each in value.values()):
            self.refuse("index", text("the setting {key} must be a table of texts", key="index"))
        return tuple(value.items())

    def _scenario(self) -> Scenario | None:
        value = self._text("scenario")
        if value and value not in list(Scenario):
            meant = closest(value, list(Scenario)) or tuple(Scenario)
            hint = text("did you mean {name}?", name=" / ".join(meant))
            self.refuse("scenario", text("there is no scenario named {name}", name=value), hint)
        return Scenario(value) if value else None

    def _line(self, key: str) -> int | None:
        """Where a setting stands, as far as a line by line look can tell."""
        here = not self.header
        dotted = re.compile(rf"[\s.]*(?:tool\.)?(?:trustpool\.)?[\"']?{re.escape(key)}[\"']?\s*=")
        for number, line in enumerate(self.written.splitlines(), start=1):
            table = re.match(r"\s*\[([^\[\]]+)\]", line)
            if table:
                here = table[1].replace(" ", "") == self.header
                if here and not key:
                    return number
            elif here and key and dotted.match(line):
                return number
        return None
