"""What the licence engine says about one blob: stretches of it that match known licence texts, notices and tags."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class MatchKind(StrEnum):
    """What sort of evidence a match is (the data's own distinctions, plus tags)."""

    TAG = "tag"  # SPDX-License-Identifier and the like
    TEXT = "text"  # a licence's full text
    NOTICE = "notice"  # "Licensed under the Apache License, Version 2.0 …"
    REFERENCE = "reference"  # a name or a URL
    INTRO = "intro"  # "This software is licensed under:"
    CLUE = "clue"  # may have to do with licensing; never concludes anything
    UNKNOWN = "unknown"  # licence-like text that no rule explains


class LicenseMatch(Struct, frozen=True):
    """A stretch of one blob that matched a licence rule."""

    expression: str  # SPDX licence expression, normalised by license-expression
    rule: str  # the rule's identifier in the index, "spdx-tag" for a tag
    kind: MatchKind
    first_line: int  # 1-based
    last_line: int  # 1-based, inclusive
    coverage: float  # matched rule tokens / rule tokens, 0..1
    score: float  # coverage weighted by the rule's relevance, 0..1
    referenced: tuple[str, ...] = ()  # names of files that the matched text points to for the terms


def said_by(matches: Iterable[LicenseMatch]) -> dict[str, None]:
    """The expressions that matches say, each once, in their order; a clue ("used with permission") says none."""
    return {match.expression: None for match in matches if match.kind is not MatchKind.CLUE}
