"""TOML within limits. tomli's compiled form reads a lockfile four times as fast as the standard library's."""

from __future__ import annotations

import re

import tomli

from scanner.manifest.malformed import Malformed

_LINE = re.compile(r"at line (\d+)")


def parse_toml(text: str) -> dict[str, object]:
    """The TOML document in `text`.

    Raises:
        Malformed: not TOML, or nested too deeply.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise Malformed(str(error), int(found[1]) if found else None) from None
    except (RecursionError, ValueError) as error:
        raise Malformed(f"not TOML: {error}") from None
