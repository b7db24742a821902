"""Licence rules and texts as the data packages hold them: a folder of `rules/*.RULE` and `licenses/*.LICENSE` files.

Each file has a header of `key: value` lines between two `---` lines, then the text. The format is that of ScanCode's
licence data: https://scancode-toolkit.readthedocs.io/en/stable/reference/license-rules.html. A rule's
text may mark words that must be present with `{{…}}`. Our own and an organisation's rules use the same format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from licenses.detection import MatchKind

Header = dict[str, "str | list[str]"]

# the number that every web site in China must show on its pages: the line is the page's, not the licence's
_SITE = re.compile(r"^.*[\u4e00-\u9fff]ICP(?:备|证)\s*\d+.*$\n?", re.MULTILINE)
_KINDS = (
    ("is_license_text", MatchKind.TEXT),
    ("is_license_notice", MatchKind.NOTICE),
    ("is_license_reference", MatchKind.REFERENCE),
    ("is_license_tag", MatchKind.TAG),
    ("is_license_intro", MatchKind.INTRO),
    ("is_license_clue", MatchKind.CLUE),
)
_ITEM = re.compile(r"\s*-\s+(.*)")


class Rule(Struct, frozen=True):
    """One text that says something about licensing, and how it is to be matched."""

    identifier: str
    expression: str  # in the data's own keys; "" for a false positive
    kind: MatchKind
    text: str
    relevance: int  # 0..100
    minimum_coverage: int  # 0..100; 0 when the data does not say
    false_positive: bool = False
    continuous: bool = False  # matches only without other words in between
    required_phrase: bool = False
    referenced: tuple[str, ...] = ()  # file names that the text points to


class LicenseEntry(Struct, frozen=True):
    """What the data says about one licence or exception, beside its text."""

    key: str
    spdx: str  # SPDX identifier, or LicenseRef-…
    other_spdx: tuple[str, ...]
    name: str
    category: str
    exception: bool
    unknown: bool  # stands for licensing that nobody could name
    deprecated: bool


def read_rules(folder: Path, step: Callable[[], None] = lambda: None) -> Iterator[Rule]:
    """Yield the rules in `folder`/rules and the licence texts in `folder`/licenses, in the order of their names.

    `step` is called once a file. Deprecated rules and empty texts are left out.

    Raises:
        OSError: a file cannot be read.
    """
    for path in [*sorted(folder.glob("rules/*.RULE")), *sorted(folder.glob("licenses/*.LICENSE"))]:
        step()
        header, text = split(path.read_text(encoding="utf-8", errors="replace"))
        if not is_yes(header, "is_deprecated") and text.strip():
            yield _rule(path, header, text)


def read_rule(path: Path) -> Rule:
    """One rule or licence text.

    Raises:
        OSError: the file cannot be read.
    """
    return _rule(path, *split(path.read_text(encoding="utf-8", errors="replace")))


def read_entries(folder: Path) -> Iterator[LicenseEntry]:
    """Yield what the data says about each licence, deprecated ones included.

    Raises:
        OSError: a file cannot be read.
    """
    for path in sorted(folder.glob("licenses/*.LICENSE")):
        header, _ = split(path.read_text(encoding="utf-8", errors="replace"))
        key = word(header, "key") or path.stem
        yield LicenseEntry(
            key=key,
            spdx=word(header, "spdx_license_key") or f"LicenseRef-scancode-{key}",
            other_spdx=_items(header, "other_spdx_license_keys"),
            name=word(header, "name") or key,
            category=word(header, "category"),
            exception=is_yes(header, "is_exception"),
            unknown=is_yes(header, "is_unknown"),
            deprecated=is_yes(header, "is_deprecated"),
        )


def _rule(path: Path, header: Header, text: str) -> Rule:
    if path.suffix == ".LICENSE":
        text = _SITE.sub("", text)
        return Rule(path.name, word(header, "key"), MatchKind.TEXT, text, 100, _number(header, "minimum_coverage", 0))
    false_positive = is_yes(header, "is_false_positive")
    kind = next((kind for flag, kind in _KINDS if is_yes(header, flag)), MatchKind.CLUE)
    return Rule(
        identifier=path.name,
        expression="" if false_positive else word(header, "license_expression"),
        kind=kind,
        text=text,
        relevance=_number(header, "relevance", -1),
        minimum_coverage=_number(header, "minimum_coverage", 0),
        false_positive=false_positive,
        continuous=is_yes(header, "is_continuous"),
        required_phrase=is_yes(header, "is_required_phrase"),
        referenced=_items(header, "referenced_filenames"),
    )


def split(content: str) -> tuple[Header, str]:
    """A file's header and text; without a `---` header everything is text."""
    if not content.startswith("---"):
        return {}, content
    head, closed, text = content[3:].partition("\n---")
    if not closed:
        return {}, content
    return _header(head), text.lstrip("-").lstrip("\r\n")


def _header(head: str) -> Header:
    """Scalars and lists of scalars are all that we use; the lines of longer values are skipped over harmlessly."""
    header: Header = {}
    key = ""
    for line in head.splitlines():
        if item := _ITEM.fullmatch(line):
            values = header.setdefault(key, [])
            if not isinstance(values, list):
                header[key] = values = []
            values.append(_unquoted(item[1]))
        elif line[:1].strip() and ":" in line:
            key, _, value = line.partition(":")
            header[key] = _unquoted(value)
        elif key and isinstance(existing := header.get(key), str) and line.strip():
            header[key] = f"{existing} {_unquoted(line)}".strip()
    return header


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def word(header: Header, key: str) -> str:
    """A scalar of the header, "" when it is missing."""
    value = header.get(key, "")
    return value if isinstance(value, str) else ""


def is_yes(header: Header, key: str) -> bool:
    """Whether a flag of the header is set."""
    return word(header, key).lower() in {"yes", "true"}


def _number(header: Header, key: str, missing: int) -> int:
    value = word(header, key)
    return min(100, int(float(value))) if value.replace(".", "", 1).isdigit() else missing


def _items(header: Header, key: str) -> tuple[str, ...]:
    value = header.get(key, ())
    return (value,) if isinstance(value, str) and value else tuple(value)
