"""Names with `*`, `**` and `?`, as rule packs and waivers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def glob_pattern(globs: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all: `*` within a segment, `**` over segments, `?` one character."""
    return re.compile("|".join(_glob(written) for written in globs), re.DOTALL)


def _glob(written: str) -> str:
    # runs of stars are one: "***********" must not become nested repetition
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", re.sub(r"\*{3,}", "**", written))
    return "".join(_MEANING.get(part, re.escape(part)) for part in parts)
