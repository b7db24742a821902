"""The words that rules are made of, found by their numbers in an open-addressing table.

Some words are left out of rules and texts alike, since licence texts come wrapped in markup and comments (`<p>`,
`&quot;`, `dnl`); the rules in the data packages were written against texts without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.text.tokens import number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN, MARKUP = -1, -2

_FIRST_CHARACTER = 0x10000  # word ids become characters beyond the surrogates

_MARKUP = """
    amp apos gt lt nbsp quot bdquo bull bullet colon comma emdash emsp ensp ge hairsp ldquo ldquor le lpar lsaquo lsquo
    lsquor mdash ndash numsp period puncsp raquo rdquo rdquor rpar rsaquo rsquo rsquor sbquo semi thinsp tilde x3c x3e
    a abbr alt blockquote body br class div em h1 h2 h3 h4 h5 hr href img li ol p pre rel script span src td th tr ul
    para ulink lists side nav height auto border padding width rem dnl head1 head2 head3 printf echo
"""
MARKUP_WORDS = frozenset(_MARKUP.split())

# Spellings of one word, the second standing for the first
SPELLINGS = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "licencing": "licensing",
    "sublicence": "sublicense",
    "lisence": "license",
    "liscense": "license",
    "licens": "license",
    "lincense": "license",
}


def build(words: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    """The table for rules whose words, in order, have the numbers `words`: its arrays by name.

    A word's id is its rank among the distinct numbers.
    """
    aliases = {number_of(wrong): number_of(right) for wrong, right in SPELLINGS.items()}
    markup = {number_of(each) for each in MARKUP_WORDS}
    known = np.setdiff1d(distinct(words), np.array(sorted(markup | set(aliases)), dtype=np.uint64))
    rank = {number: place for place, number in enumerate(known.tolist())}
    entries = dict(rank)
    entries.update(dict.fromkeys(markup, MARKUP))
    entries.update({wrong: rank[right] for wrong, right in aliases.items() if right in rank})
    bits = max(4, (len(entries) * 8 - 1).bit_length())
    numbers, ids = _table(entries, bits)
    return {"table_numbers": numbers, "table_ids": ids, "word_numbers": known}


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The distinct values in order; by sorting, which is several times faster than numpy's own way for millions."""
    ordered = np.sort(values)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))]


def _table(entries: dict[int, int], bits: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    size = 1 << bits
    slots: list[tuple[int, int] | None] = [None] * size
    for number, place in sorted(entries.items()):
        slot = number >> (64 - bits)
        while slots[slot] is not None:
            slot = (slot + 1) % size
        slots[slot] = (number, place)
    numbers = np.fromiter((slot[0] if slot else 0 for slot in slots), dtype=np.uint64, count=size)
    ids = np.fromiter((slot[1] if slot else UNKNOWN for slot in slots), dtype=np.int32, count=size)
    return numbers, ids


def look_up(
    numbers: NDArray[np.uint64], table_numbers: NDArray[np.uint64], table_ids: NDArray[np.int32]
) -> NDArray[np.int32]:
    """The id of each word number; UNKNOWN for words of no rule, MARKUP for words that are left out."""
    mask = len(table_numbers) - 1
    slots = (numbers >> np.uint64(64 - mask.bit_length())).astype(np.int64)
    found = table_numbers[slots]
    ids = table_ids[slots]
    # an empty slot, whose number is 0, ends a search; most end at once, so the rest is a short list
    pending = np.flatnonzero((found != numbers) & (found != 0))
    ids[found != numbers] = UNKNOWN
    while len(pending):
        slots[pending] = (slots[pending] + 1) & mask
        found = table_numbers[slots[pending]]
        same = found == numbers[pending]
        ids[pending[same]] = table_ids[slots[pending[same]]]
        pending = pending[~same & (found != 0)]
    return ids


def as_characters(ids: NDArray[Any]) -> str:
    """Word ids as a string of one character each, which native libraries compare twice as fast as lists."""
    return (ids + _FIRST_CHARACTER).astype("<u4").tobytes().decode("utf-32-le")
