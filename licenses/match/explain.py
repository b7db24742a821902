"""Explain one region: tags, then exact matches, then what they leave; and settle who wins where they overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licenses.detection import LicenseMatch, MatchKind
from licenses.index.expressions import symbols
from licenses.index.opened import Index
from licenses.match.approximate import approximate
from licenses.match.bare import stands_alone
from licenses.match.exact import exact
from licenses.match.hit import Hit, stretch
from licenses.match.joined import UNNAMED, joined
from licenses.match.later import or_later
from licenses.match.lists import without_lists
from licenses.match.overlap import resolve
from licenses.match.query import Query, queries
from licenses.match.tags import UNKNOWN_TAG, Tag, tags
from licenses.match.unknown import EXPRESSION, RULE, unknown

_TOGETHER = 1 << 15  # bytes of regions that are looked up together
_INTRODUCED_WITHIN = 8  # words between an introduction and the licence it introduces, at most
_NAMED_WITHIN = 1  # the same where no terms follow but a name: "licensed under the MIT license"
_COPYLEFT = "LicenseRef-scancode-other-copyleft"
_GNU = ("GPL-", "LGPL-", "AGPL-", "GFDL-")
_NAMES = frozenset({MatchKind.REFERENCE, MatchKind.TAG, MatchKind.INTRO, MatchKind.CLUE})


def explain(regions: Sequence[bytes], index: Index) -> Iterator[tuple[LicenseMatch, ...]]:
    """Yield the matches in each region of UTF-8 text; lines count from 0 at the region's start."""
    for few in _few(regions):
        texts = queries(few, index)
        for place, hits in enumerate(exact(texts, index)):
            yield _explained(texts.part(place), texts.text(place), hits, index)


def _few(regions: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Regions in order that are worth looking up together: not too much of them, and either all ASCII or none."""
    few: list[bytes] = []
    size = 0
    for region in regions:
        size += len(region)
        if few and (size > _TOGETHER or few[0].isascii() != region.isascii()):
            yield few
            few, size = [], len(region)
        few.append(region)
    if few:
        yield few


def _explained(text: Query, data: bytes, exact: list[tuple[int, int, int]], index: Index) -> tuple[LicenseMatch, ...]:
    if not len(text):
        return ()
    hits = [_exact_hit(*each, text, index) for each in exact]
    found = [each for each in _tags(text, data, index) if not _is_known_better(*each, hits)]
    taken = [range(start, end) for _, start, end in found]
    hits = [hit for hit in hits if not any(hit.start < tag.stop and tag.start < hit.end for tag in taken)]
    hits = [hit for hit in hits if not index.is_bare(hit.rule) or stands_alone(hit, text)]
    hits = settle([*hits, *approximate(text, hits, index), *joined(text, hits, index)], index)
    matches = [_tag_match(tag, start, end, text) for tag, start, end in found]
    matches += [_match(hit, text, index) for hit in hits]
    explained = [*((hit.start, hit.end) for hit in hits), *(each[1:] for each in exact), *(each[1:] for each in found)]
    matches += [_unknown_match(*each, text) for each in unknown(text, explained, (hit.rule for hit in hits), index)]
    return tuple(sorted(matches, key=lambda match: (match.first_line, match.last_line, match.rule)))


def _exact_hit(rule: int, start: int, end: int, text: Query, index: Index) -> Hit:
    strong = int(text.telling_before[end] - text.telling_before[start])
    weight = float(index.arrays["rule_weights"][rule])
    return Hit(rule, stretch(end - start), start, end, end - start, strong, weight, 1.0, exact=True)


def settle(hits: list[Hit], index: Index) -> list[Hit]:
    """The hits that stand after overlaps, false positives and lists of names."""

    def says(winner: Hit, loser: Hit) -> bool:
        return symbols(index.expression(loser.rule)) <= symbols(index.expression(winner.rule))

    def is_false_positive(hit: Hit) -> bool:
        return index.is_false_positive(hit.rule)

    standing = [hit for hit in resolve(hits, says, is_false_positive) if not is_false_positive(hit)]
    standing = _without_addresses(_without_introductions(standing, index), index)
    return without_lists(standing, lambda hit: index.kind(hit.rule) in _NAMES, lambda hit: index.expression(hit.rule))


def _without_introductions(hits: list[Hit], index: Index) -> list[Hit]:
    """An introduction ("licensed under the following terms:") has had its say when a licence follows."""
    kept: list[Hit] = []
    following: Hit | None = None  # the next licence
    for hit in sorted(hits, key=lambda each: each.start, reverse=True):
        introduces = index.kind(hit.rule) == MatchKind.INTRO
        if following is None or not introduces or not _introduces(hit, following, index):
            kept.append(hit)
        if not introduces:
            following = hit
    return kept[::-1]


def _without_addresses(hits: list[Hit], index: Index) -> list[Hit]:
    """The Free Software Foundation's address says copyleft by itself, and nothing after a GNU licence's notice."""
    kept: list[Hit] = []
    for hit in hits:
        follows = kept and 0 <= hit.start - kept[-1].end <= _INTRODUCED_WITHIN
        is_address = index.kind(hit.rule) == MatchKind.REFERENCE and index.expression(hit.rule) == _COPYLEFT
        if not (is_address and follows and index.expression(kept[-1].rule).startswith(_GNU)):
            kept.append(hit)
    return kept


def _introduces(introduction: Hit, licence: Hit, index: Index) -> bool:
    """Whether an introduction that names no other licence stands before `licence`."""
    named = index.kind(licence.rule) == MatchKind.REFERENCE
    if licence.start - introduction.end > (_NAMED_WITHIN if named else _INTRODUCED_WITHIN):
        return False
    said = symbols(index.expression(introduction.rule))
    return said <= UNNAMED or said <= symbols(index.expression(licence.rule))


def _tags(text: Query, data: bytes, index: Index) -> list[tuple[Tag, int, int]]:
    if data.find(b"spd") < 0 and data.find(b"nuget") < 0:
        return []
    found = []
    for tag in tags(data, index.symbols):
        start, end = text.position_at(tag.start), text.position_at(tag.end)
        if start < end:
            found.append((tag, start, end))
    return found


def _is_known_better(tag: Tag, start: int, end: int, hits: list[Hit]) -> bool:
    """Whether a rule has all the words of a tag that is not understood as an expression."""
    return UNKNOWN_TAG in tag.expression and any(hit.start <= start and end <= hit.end for hit in hits)


def _tag_match(tag: Tag, start: int, end: int, text: Query) -> LicenseMatch:
    line = int(text.lines(start))
    return LicenseMatch(tag.expression, "spdx-tag", MatchKind.TAG, line, int(text.lines(end - 1)), 1.0, 1.0)


def _unknown_match(start: int, end: int, share: float, text: Query) -> LicenseMatch:
    first, last = int(text.lines(start)), int(text.lines(end - 1))
    return LicenseMatch(EXPRESSION, RULE, MatchKind.UNKNOWN, first, last, round(share, 4), round(share, 4))


def _match(hit: Hit, text: Query, index: Index) -> LicenseMatch:
    return LicenseMatch(
        expression=or_later(index.expression(hit.rule), hit, text, index),
        rule=index.name(hit.rule),
        kind=index.kind(hit.rule),
        first_line=int(text.lines(hit.start)),
        last_line=int(text.lines(hit.end - 1)),
        coverage=hit.coverage,
        score=round(hit.coverage * int(index.relevances[hit.rule]) / 100, 4),
        referenced=index.referenced(hit.rule),
    )
