"""A YAML document whose every value knows its line, so that a mistake is reported where it stands.

Packs, catalogue entries and waivers are read through this. Tags, anchors and aliases are refused: none of them is
needed to state a rule, and aliases can make a small file huge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml

from licenses.errors import InputUnreadable
from licenses.language import Text, text

MAX_SIZE = 1024 * 1024  # bytes
MAX_DEPTH = 20  # collections inside collections

Choice = TypeVar("Choice", bound=StrEnum)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadDocument(InputUnreadable):
    """The document is not what it should be; `where` is `path:line`."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One value of a document."""

    path: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """1-based."""
        return int(self.node.start_mark.line) + 1

    def refuse(self, what: Text, hint: Text | None = None) -> NoReturn:
        """Raise the error that points here."""
        raise BadDocument(what, where=f"{self.path}:{self.line}", hint=hint)

    def mapping(self, *, required: set[str], optional: set[str] = frozenset()) -> dict[str, Marked]:  # type: ignore[assignment]
        """Its keys and values; every key must be known.

        Raises:
            BadDocument: not a mapping, an unknown, doubled or missing key.
        """
        found = dict(self.pairs())
        for key, value in found.items():
            if key not in required | optional:
                known = ", ".join(sorted(required | optional))
                value.refuse(text("the key {key} is not known here", key=key), text("known keys: {known}", known=known))
        if missing := sorted(required - set(found)):
            self.refuse(text("the key {key} is missing", key=missing[0]))
        return found

    def pairs(self) -> Iterator[tuple[str, Marked]]:
        """Keys and values of a mapping whose keys are free.

        Raises:
            BadDocument: not a mapping, or a key appears twice.
        """
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse(text("a mapping (key: value) belongs here"))
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = Marked(self.path, key_node).string()
            if key in seen:
                Marked(self.path, key_node).refuse(text("the key {key} appears twice", key=key))
            seen.add(key)
            yield key, Marked(self.path, value_node)

    def items(self) -> list[Marked]:
        """The members of a list; a single value is a list of one."""
        if isinstance(self.node, yaml.SequenceNode):
            return [Marked(self.path, inner) for inner in self.node.value]
        return [self]

    def string(self) -> str:
        """Its text."""
        if not isinstance(self.node, yaml.ScalarNode) or not str(self.node.value).strip():
            self.refuse(text("a text belongs here"))
        return str(self.node.value).strip()

    def strings(self) -> tuple[str, ...]:
        """The texts of a list; a single text is a list of one."""
        return tuple(item.string() for item in self.items())

    def boolean(self) -> bool:
        """`true` or `false`."""
        value = self.string()
        if value not in {"true", "false"}:
            self.refuse(text("true or false belongs here, not {value}", value=value))
        return value == "true"

    def number(self) -> int:
        """A whole number from 0."""
        value = self.string()
        if not value.isascii() or not value.isdigit() or len(value) > 9:
            self.refuse(text("a whole number belongs here, not {value}", value=value))
        return int(value)

    def choice(self, choices: type[Choice]) -> Choice:
        """One of an enumeration's values."""
        value = self.string()
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(choices)
            self.refuse(
                text("{value} is not one of the choices here", value=value), text("choices: {known}", known=known)
            )

    def choices(self, choices: type[Choice]) -> frozenset[Choice]:
        """A list of an enumeration's values."""
        return frozenset(item.choice(choices) for item in self.items())


def read_document(path: Path) -> tuple[Marked, bytes]:
    """The document in a file, and its bytes.

    Raises:
        BadDocument: the file cannot be read, is too large, or is not plain YAML.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_SIZE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadDocument(text("a file cannot be read: {reason}", reason=reason), where=str(path)) from error
    return parse_document(content, str(path)), content


def parse_document(content: bytes, path: str) -> Marked:
    """The document in `content`; `path` is what errors call it.

    Raises:
        BadDocument: it is too large, nested too deep or not plain YAML.
    """
    if len(content) > MAX_SIZE:
        raise BadDocument(text("a document is larger than {limit} bytes", limit=MAX_SIZE), where=path)
    try:
        _check_events(content, path)
        node = yaml.compose(content, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else path
        reason = str(getattr(error, "problem", None) or error).partition("\n")[0]
        raise BadDocument(text("not YAML: {reason}", reason=reason), where=where) from error
    if node is None:
        raise BadDocument(text("a document is empty"), where=path)
    return Marked(path, node)


def _check_events(content: bytes, path: str) -> None:
    """Before anything is composed, so that depth cannot exhaust the stack."""
    depth = 0
    for event in yaml.parse(content, Loader=_Loader):
        where = f"{path}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise BadDocument(text("YAML anchors, aliases and tags are not used in these documents"), where=where)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadDocument(text("a document is nested deeper than {limit} levels", limit=MAX_DEPTH), where=where)
