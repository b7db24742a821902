"""The compiled index, mapped into memory: arrays to compute with, and names that are read only when needed.

Opening it loads neither numpy nor the patterns: a scan whose findings are all known wants nothing but the version.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licenses.copyright import hints as copyright_hints
from licenses.index import hints
from licenses.index.layout import Arrays, NotAnIndex, read, unpack_string
from licenses.index.location import FORMAT
from licenses.index.traits import BARE, CONTINUOUS, FALSE_POSITIVE, KINDS

_LEAST_SPREAD = 0.2  # of a rule's spread anchors
_NEVER = 1 << 20  # more than any rule has
_SPELLED = 1024  # rules kept as characters
_SAYINGS = 256  # expressions


if TYPE_CHECKING:
    import hyperscan
    from numpy.typing import NDArray

    from licenses.detection import MatchKind
    from licenses.index.anchors import Table


class Index:
    """The rules, ready to be looked up. Safe to share between threads once opened; never written to."""

    def __init__(self, arrays: Arrays, about: dict[str, Any]) -> None:
        self.arrays = arrays
        self.version = str(about.get("version", ""))
        self.name = lru_cache(maxsize=None)(self._name)
        self.expression = lru_cache(maxsize=None)(self._expression)
        self.characters = lru_cache(maxsize=_SPELLED)(self._characters)
        self.saying = lru_cache(maxsize=_SAYINGS)(self._saying)

    @classmethod
    def open(cls, path: Path) -> Index:
        """Map the index at `path` into memory.

        Raises:
            OSError: there is no such file.
            NotAnIndex: it is not an index of the format that this version reads.
        """
        arrays, about = read(path)
        if about.get("format") != FORMAT:
            raise NotAnIndex(path)
        return cls(arrays, about)

    @cached_property
    def lengths(self) -> NDArray[Any]:
        """How many words each rule has."""
        return self.arrays["rule_lengths"]

    @cached_property
    def offsets(self) -> NDArray[Any]:
        """Where the words of each rule begin."""
        return self.arrays["rule_offsets"]

    @cached_property
    def hashes(self) -> NDArray[Any]:
        """The hash of the words of each rule."""
        return self.arrays["rule_hashes"]

    @cached_property
    def flags(self) -> NDArray[Any]:
        """FALSE_POSITIVE and CONTINUOUS, for each rule."""
        return self.arrays["rule_flags"]

    @cached_property
    def kinds(self) -> NDArray[Any]:
        """The place in KINDS of each rule's kind."""
        return self.arrays["rule_kinds"]

    @cached_property
    def relevances(self) -> NDArray[Any]:
        """0..100, for each rule."""
        return self.arrays["rule_relevances"]

    @cached_property
    def coverages(self) -> NDArray[Any]:
        """The least coverage of each rule, 0..100."""
        return self.arrays["rule_coverages"]

    @cached_property
    def word_numbers(self) -> NDArray[Any]:
        """The number of each word, by its id."""
        return self.arrays["word_numbers"]

    @cached_property
    def anchors(self) -> Table:
        """One anchor of each rule, for finding it word for word."""
        from licenses.index.anchors import Table

        return Table.of(self.arrays, "anchor")

    @cached_property
    def spread(self) -> Table:
        """Anchors spread over each rule, for finding it edited."""
        from licenses.index.anchors import Table

        return Table.of(self.arrays, "spread")

    def ids(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """The ids of a text's words, or UNKNOWN or MARKUP."""
        from licenses.index import vocabulary

        return vocabulary.look_up(numbers, self.arrays["table_numbers"], self.arrays["table_ids"])

    @cached_property
    def naming_offsets(self) -> memoryview:
        """Where the words begin that name each rule's licences."""
        return self.arrays["naming_offsets"].data

    @cached_property
    def or_later_words(self) -> tuple[int, ...]:
        """The ids of the words "or later"."""
        from licenses.text.tokens import number_of

        return tuple(int(self.word_numbers.searchsorted(number_of(word))) for word in ("or", "later"))

    def body(self, rule: int) -> NDArray[Any]:
        """The word ids of a rule."""
        words: NDArray[Any] = self.arrays["rule_words"][int(self.offsets[rule]) : int(self.offsets[rule + 1])]
        return words

    def _characters(self, rule: int) -> str:
        """The words of a rule as characters, for alignment."""
        from licenses.index.vocabulary import as_characters

        return as_characters(self.body(rule))

    def _name(self, rule: int) -> str:
        return unpack_string(self.arrays["names"], self.arrays["name_offsets"], rule)

    def _expression(self, rule: int) -> str:
        place = int(self.arrays["rule_expressions"][rule])
        return unpack_string(self.arrays["expressions"], self.arrays["expression_offsets"], place)

    def _saying(self, rule: int) -> NDArray[Any]:
        """For each expression, by its number in `rule_expressions`, whether it says all that `rule` says."""
        from licenses.index.saying import saying

        return saying(int(self.arrays["rule_expressions"][rule]), self.arrays)

    def referenced(self, rule: int) -> tuple[str, ...]:
        """The names of the files that the rule's text points to."""
        names = unpack_string(self.arrays["referenced"], self.arrays["referenced_offsets"], rule)
        return tuple(names.split("\n")) if names else ()

    def spelling(self, word: int) -> str:
        """How a word is written."""
        return unpack_string(self.arrays["word_texts"], self.arrays["word_text_offsets"], word)

    def rule_named(self, name: str) -> int | None:
        """The rule with an identifier, if there is one."""
        return self._numbers_by_name.get(name)

    @cached_property
    def _numbers_by_name(self) -> dict[str, int]:
        return {self._name(rule): rule for rule in range(len(self.lengths))}

    def kind(self, rule: int) -> MatchKind:
        """What sort of text a rule is."""
        return KINDS[int(self.kinds[rule])]

    def is_false_positive(self, rule: int) -> bool:
        """Whether a match of the rule says that there is no licence here."""
        return bool(self.flags[rule] & FALSE_POSITIVE)

    def is_bare(self, rule: int) -> bool:
        """Whether the rule is a phrase that says something only where it stands by itself."""
        return bool(self.flags[rule] & BARE)

    def is_continuous(self, rule: int) -> bool:
        """Whether the rule matches only without other words in between."""
        return bool(self.flags[rule] & CONTINUOUS)

    @cached_property
    def patterns(self) -> hyperscan.Database:
        """The byte patterns; those numbered below `strong` are strong ones."""
        return hints.load(self.arrays.content("patterns"), lambda: hints.database(self._pattern_texts()))

    @cached_property
    def copyright_patterns(self) -> hyperscan.Database:
        """The byte patterns of copyright statements; compiled anew when the index holds those of another version."""
        if self.arrays.content("copyright_version") != copyright_hints.fingerprint():
            return copyright_hints.database()
        return hints.load(self.arrays.content("copyright_patterns"), copyright_hints.database)

    @cached_property
    def strong(self) -> int:
        """How many of the patterns are strong."""
        return self.arrays.size("strong_offsets") - 1

    def _pattern_texts(self) -> list[str]:
        packed, offsets = self.arrays["strong"], self.arrays["strong_offsets"]
        return [unpack_string(packed, offsets, place) for place in range(self.strong)] + list(hints.WEAK)

    @cached_property
    def symbols(self) -> dict[str, str]:
        """Every known licence identifier in lower case, and how it is written."""
        packed = self.arrays.content("symbols")
        offsets = self.arrays["symbol_offsets"].tolist()
        pairs = (packed[a:b].decode("utf-8").partition("\n") for a, b in pairwise(offsets))
        return {lower: spdx for lower, _, spdx in pairs}

    def powers(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Powers of the hash base for a text of `count` words, kept for the next text."""
        if len(self._powers[0]) < count:
            from licenses.index import anchors

            self._powers = anchors.powers(max(count, 2 * len(self._powers[0])))
        return self._powers

    @cached_property
    def _powers(self) -> tuple[NDArray[Any], NDArray[Any]]:
        from licenses.index import anchors

        return anchors.powers(4096)

    @cached_property
    def spread_wanted(self) -> NDArray[Any]:
        """How many of each rule's spread anchors a text must have for the rule to be aligned with it."""
        import numpy as np

        share = np.maximum(_LEAST_SPREAD, self.coverages / 100 - 0.5)
        counts = self.arrays["spread_counts"]
        return np.where(counts > 0, np.maximum(1, np.ceil(counts * share)), _NEVER).astype(np.int32)

    @cached_property
    def spread_halves(self) -> NDArray[Any]:
        """The same for a rule that is to be there nearly whole: half of its anchors."""
        import numpy as np

        halves: NDArray[Any] = np.maximum(self.spread_wanted, (self.arrays["spread_counts"] + 1) // 2)
        return halves

    @cached_property
    def phrase_ranges(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """For each rule, the first of its required phrases in the phrase table and the one after its last."""
        import numpy as np

        counts = np.bincount(self.arrays["phrase_rules"], minlength=len(self.lengths))
        after = np.cumsum(counts)
        return after - counts, after
