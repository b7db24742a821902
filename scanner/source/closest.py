"""Which of the names that exist a person may have meant by one that does not."""

from __future__ import annotations

from collections.abc import Sequence

_COMPARED = 20_000  # names looked at
_CLOSE = 60  # of 100; rapidfuzz's ratio
_SHOWN = 3


def closest(wanted: str, names: Sequence[str]) -> tuple[str, ...]:
    """Up to three of `names`: first those that continue `wanted` (`1.2` → `v1.2.0`), then those that look like it."""
    from rapidfuzz import fuzz, process

    start = wanted.removeprefix("v")
    longer = [name for name in names[:_COMPARED] if start and name.removeprefix("v").startswith(start)]
    found = process.extract(wanted, names[:_COMPARED], scorer=fuzz.ratio, limit=_SHOWN, score_cutoff=_CLOSE)
    return tuple(dict.fromkeys([*longer[:_SHOWN], *(name for name, _, _ in found)]))[:_SHOWN]
