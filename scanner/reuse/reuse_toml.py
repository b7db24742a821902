"""REUSE.toml: annotations of the files below its folder. Source: https://reuse.software/spec-3.3/#reusetoml"""

from __future__ import annotations

from collections.abc import Iterator

from licenses.expression import BadExpression, normalise
from scanner.manifest.malformed import Malformed
from scanner.manifest.toml_text import parse_toml
from scanner.reuse.statement import MOST, Precedence, Statement

NAME = "REUSE.toml"


def annotated(path: str, content: bytes) -> Iterator[Statement]:
    """Yield the statements of the REUSE.toml at `path`, in its order.

    Raises:
        Malformed: it is no TOML, or an annotation is not of its form.
    """
    listed = parse_toml(content.decode("utf-8", "replace")).get("annotations", [])
    if not isinstance(listed, list) or len(listed) > MOST:
        raise Malformed(f"annotations is not a list of at most {MOST} tables")
    folder = path.removesuffix(NAME)
    for table in listed:
        if not isinstance(table, dict):
            raise Malformed("an annotation is not a table")
        try:
            yield Statement(
                source=path,
                globs=tuple(folder + _glob(each) for each in _strings(table, "path")),
                expressions=tuple(normalise(each) for each in _strings(table, "SPDX-License-Identifier")),
                copyrights=tuple(_strings(table, "SPDX-FileCopyrightText")),
                precedence=Precedence(table.get("precedence", Precedence.CLOSEST)),
            )
        except (BadExpression, ValueError) as wrong:
            raise Malformed(str(wrong)) from None


def _strings(table: dict[str, object], key: str) -> list[str]:
    """One string or a list of them; none when the key is missing."""
    value = table.get(key, [])
    values = value if isinstance(value, list) else [value]
    strings = [each for each in values if isinstance(each, str)]
    if len(strings) != len(values):
        raise Malformed(f"{key} is not text")
    return strings


def _glob(written: str) -> str:
    """REUSE's pattern as ours: `*` and `**` mean the same, an escaped sign is met by any one character."""
    parts = written.split("\\")
    return parts[0] + "".join("?" + part[1:] for part in parts[1:])
