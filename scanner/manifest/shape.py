"""Taking apart documents of unknown shape: a wrong type reads as absent, so that parsers stay free of type checks."""

from __future__ import annotations

from collections.abc import Iterator

Table = dict[str, object]


def table(value: object) -> Table:
    """`value` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def array(value: object) -> list[object]:
    """`value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def string(value: object) -> str:
    """`value` if it is a string, a number as its digits, else ""."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def strings(value: object) -> list[str]:
    """The non-empty strings of a list; a lone string counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(string, values) if text]


def tables(value: object) -> Iterator[Table]:
    """The mappings of a list; others are passed over."""
    return (item for item in array(value) if isinstance(item, dict))


def pairs(value: object) -> Iterator[tuple[str, object]]:
    """The entries of a mapping whose keys are non-empty strings."""
    return ((key, item) for key, item in table(value).items() if isinstance(key, str) and key)


def at(value: object, *keys: str) -> object:
    """What lies below `keys`, or None."""
    for key in keys:
        value = table(value).get(key)
    return value
