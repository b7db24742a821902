"""JSON bytes for documents: UTF-8, two spaces, members in the order given, the same every time."""

from __future__ import annotations

from typing import Any

import msgspec


def json_bytes(value: Any, indent: int = 2) -> bytes:
    """`value` as indented JSON with a final newline.

    Manifests may hold halves of surrogate pairs ("\\ud800"), which no UTF-8 can carry: they become U+FFFD.
    """
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_scrubbed(msgspec.to_builtins(value)))
    return msgspec.json.format(encoded, indent=indent) + b"\n"


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if value.isascii() else _without_surrogates(value)
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(item) for item in value]
    return value


def _without_surrogates(written: str) -> str:
    return "".join("�" if "\ud800" <= letter <= "\udfff" else letter for letter in written)
