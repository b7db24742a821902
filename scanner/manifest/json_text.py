"""JSON within limits (RFC 8259)."""

from __future__ import annotations

import re

import msgspec

from scanner.manifest.malformed import Malformed

_BYTE = re.compile(r"\(byte (\d+)\)")


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
