"""When two components of different documents are the same thing."""

from __future__ import annotations

import re

from packageurl import PackageURL

from scanner.sbom.document import Part

_TOKEN = re.compile(r"\d+|[A-Za-z]+")
_EARLY = {"dev": 0, "alpha": 1, "a": 1, "beta": 2, "b": 2, "milestone": 3, "m": 3, "rc": 4, "cr": 4, "c": 4, "pre": 4}


def identity(part: Part) -> str:
    """What stays the same from version to version: the purl without its version, else group and name."""
    if not part.purl:
        return f"{part.group}/{part.name}" if part.group else part.name
    try:
        purl = PackageURL.from_string(part.purl)
    except ValueError:
        return part.purl
    return purl._replace(version=None).to_string()


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Orders versions of most ecosystems: numbers by value, "rc" and its like before the release that they precede."""
    written = version.lower().lstrip("v").partition("+")[0]
    tokens: list[tuple[int, int, str]] = []
    for token in (*map(_token_key, _TOKEN.findall(written)), (1, 0, "")):
        while token[0] < 2 and tokens and tokens[-1] == (2, 0, ""):
            tokens.pop()  # 1.0 and 1.0.0 are equal, and so are 1.0rc1 and 1.0.0rc1
        tokens.append(token)
    return tuple(tokens)


def _token_key(token: str) -> tuple[int, int, str]:
    if token.isdigit():
        return 2, int(token[:30]), ""
    return (0, _EARLY[token], "") if token in _EARLY else (0, 9, token)
