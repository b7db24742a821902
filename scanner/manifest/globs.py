"""Shell globs over paths as regular expressions: `*` and `?` do not cross "/", `**/` crosses any number of folders."""

from __future__ import annotations

import re
from functools import lru_cache

_WILD = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=1024)
def tail_glob(pattern: str) -> re.Pattern[str]:
    """`pattern` over the end of a path, from any folder on; case does not matter."""
    return re.compile(rf"(?:^|/){_body(pattern)}\Z", re.IGNORECASE)


@lru_cache(maxsize=1024)
def rooted_glob(pattern: str) -> re.Pattern[str]:
    """`pattern` over a whole path."""
    return re.compile(rf"{_body(pattern)}\Z")


def _body(pattern: str) -> str:
    # Runs of stars would make the expression backtrack without end.
    calm = re.sub(r"\*{3,}", "**", pattern)[:500]
    return "".join(_WILD.get(part, re.escape(part)) for part in re.split(r"(\*\*/|\*\*|\*|\?)", calm))
