"""A CycloneDX document with short addresses instead of its valid ones, for the schema's validator.

That parses each IRI by a general grammar in some 15 ms, so that a document of 10,000 components takes minutes. What our
own pattern (RFC 3987, percent-encoded) accepts is valid; all else stays for the validator to judge.
"""

from __future__ import annotations

from typing import Any

import msgspec

from scanner.sbom.address import iri

_DEEPEST = 256  # objects and arrays; what is deeper stays as it is


def with_short_addresses(content: bytes) -> str:
    """The JSON with each valid `url` replaced by a number, so that what is unique within a component stays unique."""
    decoded = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    return msgspec.json.encode(_walked(decoded, {}, 0)).decode()


def _walked(value: Any, numbers: dict[str, str], depth: int) -> Any:
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_walked(each, numbers, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    if "bom-ref" in value:
        numbers = {}  # the fewer different ones, the more a validator that remembers is spared
    return {
        key: _short(each, numbers) if key == "url" else _walked(each, numbers, depth + 1) for key, each in value.items()
    }


def _short(value: Any, numbers: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_short(each, numbers) for each in value]
    if isinstance(value, str) and value and iri(value) == value:
        return numbers.setdefault(value, str(len(numbers)))
    return value
