"""Members of JSON that someone else wrote, read with their types checked. What has the wrong type is an error there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from licenses.errors import InputUnreadable
from licenses.language import Text, text

MOST_PARTS = 1_000_000  # components of one document


@dataclass(frozen=True, slots=True)
class Members:
    """One JSON object and where it stands in its document ("components[3].licenses[0]")."""

    place: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        """A string; "" when absent or null.

        Raises:
            InputUnreadable: it is something else.
        """
        return self._typed(name, str, text("a string")) or ""

    def whole(self, name: str) -> int | None:
        """A whole number; None when absent."""
        value = self._typed(name, int, text("a whole number"))
        return None if isinstance(value, bool) else value

    def flag(self, name: str) -> bool:
        """A boolean; False when absent."""
        return self._typed(name, bool, text("true or false")) or False

    def one(self, name: str) -> Members | None:
        """An object; None when absent."""
        value = self._typed(name, dict, text("an object"))
        return None if value is None else Members(self._at(name), value)

    def many(self, name: str) -> Iterator[Members]:
        """The objects of an array."""
        for place, value in enumerate(self._typed(name, list, text("an array")) or ()):
            if not isinstance(value, dict):
                raise _wrong(f"{self._at(name)}[{place}]", text("an object"))
            yield Members(f"{self._at(name)}[{place}]", value)

    def texts(self, name: str) -> tuple[str, ...]:
        """The strings of an array."""
        values = self._typed(name, list, text("an array")) or []
        for place, value in enumerate(values):
            if not isinstance(value, str):
                raise _wrong(f"{self._at(name)}[{place}]", text("a string"))
        return tuple(values)

    def _typed(self, name: str, kind: type, said: Text) -> Any:
        value = self.values.get(name)
        if value is not None and not isinstance(value, kind):
            raise _wrong(self._at(name), said)
        return value

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def _wrong(place: str, said: Text) -> InputUnreadable:
    return InputUnreadable(text("in this SBOM {place} is not {expected}", place=place, expected=said.english()))


def json_object(content: bytes) -> Members:
    """The document's root object.

    Raises:
        InputUnreadable: not UTF-8, not JSON, nested too deeply, or no object.
    """
    try:
        value = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as reason:
        raise InputUnreadable(text("it is not JSON: {reason}", reason=str(reason))) from None
    if not isinstance(value, dict):
        raise InputUnreadable(text("it is not an SBOM: its JSON is not an object"))
    return Members("", value)
