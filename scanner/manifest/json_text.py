"""JSON and JSON5 within limits."""

from __future__ import annotations

import re

import msgspec

from scanner.manifest.malformed import Malformed

_JSON5_LARGEST = 256 * 1024  # characters that the full JSON5 grammar is tried on; it is a hundred times slower
_BYTE = re.compile(r"\(byte (\d+)\)")
# A string, or what plain JSON lacks: comments. Each alternative is linear.
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)')
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*+"?)|,(?=\s*+[}\]])')


def parse_json(content: bytes) -> object:
    """The JSON document in `content`.

    Raises:
        Malformed: not JSON, or nested too deeply.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        at = _BYTE.search(str(error))
        raise Malformed(str(error), content.count(b"\n", 0, int(at[1])) + 1 if at else None) from None
    except (RecursionError, UnicodeDecodeError) as error:
        raise Malformed(f"not JSON: {error}") from None


def parse_json5(text: str) -> object:
    """The JSON5 document in `text`; https://spec.json5.org.

    Most files only add comments and trailing commas, and those are read as JSON once these are blanked out.

    Raises:
        Malformed: not JSON5, nested too deeply, or too large for the full grammar.
    """
    plain = _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)
    plain = _TRAILING_COMMA.sub(lambda found: found[1] or " ", plain)
    try:
        return parse_json(plain.encode("utf-8", "replace"))
    except Malformed:
        if len(text) > _JSON5_LARGEST:
            raise
    import json5

    try:
        document: object = json5.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.match(r"<string>:(\d+) ", str(error))
        raise Malformed(str(error).removeprefix("<string>:"), int(found[1]) if found else None) from None
    return document
