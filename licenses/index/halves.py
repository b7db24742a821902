"""Licences that are written in Chinese and in English: files often carry only one of the two texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from licenses.detection import MatchKind
from licenses.index.source import Rule

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 100  # words of a language from which its half is a text of its own


def halves(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield the Chinese and the English half of each licence text that has both."""
    for rule in rules:
        if rule.kind is not MatchKind.TEXT or len(_HAN.findall(rule.text)) < _ENOUGH:
            continue
        lines = rule.text.splitlines()
        chinese = "\n".join(line for line in lines if _HAN.search(line))
        english = "\n".join(line for line in lines if not _HAN.search(line))
        if len(_LATIN.findall(english)) >= _ENOUGH:
            yield replace(rule, identifier=f"{rule.identifier}#zh", text=chinese)
            yield replace(rule, identifier=f"{rule.identifier}#en", text=english)
