"""Where statements start and end in a string of token kinds: a small state machine over compiled, bounded patterns.

A statement is opened by a copyright word or sign, is dated by years, named by holders, and ends at the first token that
can neither continue a name nor link to another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from licenses.copyright import grammar

# The form that most statements have, which the machine below reads to the same end, step by step: a sign, years,
# a name of capital words, an address or "and contributors".
_PLAIN = re.compile(
    rf"C++(?:(?P<years>Y++)(?:Bw?|w{{1,2}})?|(?<=CC)){grammar.BODY}++(?:&{grammar.BODY}++)*+(?:M|&w?[GZ]|H)?(?=[xEC]|$)"
)

_INTERRUPTED = re.compile(r"[()s]")  # a remark, a bracket that ends, a sentence that ends

# What a token of a name adds: whether it is more than capitals, and how much it says that someone is named.
_SAYS = {kind: (kind in "PKUMLGHZI", 4 if kind in "KUMLGHBZ" else 2 if kind in "PIV" else 1) for kind in "KUMLGHBZPIVA"}
_NOTHING = (False, 0)
_REMARK = 14  # tokens a remark in brackets may have


class Span(Struct, frozen=True):
    """A stretch of tokens [start, end) that is one statement."""

    start: int
    end: int
    dates: tuple[tuple[int, int], ...]  # stretches of it that are years
    plain: bool = False  # of the plain form: copyright words, years, one name, at most an address


def without_reserved(kinds: str) -> str:
    """`kinds` with each "All rights reserved" turned into x."""
    if "S" not in kinds:
        return kinds
    return grammar.RESERVED.sub(lambda found: "x" * len(found[0]), kinds)


def statements(kinds: str, brackets: str) -> Iterator[Span]:
    """The statements in one region, in order, never overlapping. `kinds` comes from `without_reserved`."""
    floor = 0
    kinds = grammar.HOLDER_IS.sub("C", kinds)
    while (opened := kinds.find("C", floor)) >= 0:
        if plain := _plain(kinds, brackets, opened):
            yield plain
            floor = plain.end
            continue
        machine = _Machine(kinds, brackets, opened)
        machine.run()
        floor_next = machine.position
        if span := machine.span(floor):
            yield span
        floor = max(floor_next, opened + 1)


def _plain(kinds: str, brackets: str, opened: int) -> Span | None:
    """The statement that opens here if it has the plain form and nothing before it belongs to it."""
    found = _PLAIN.match(kinds, opened)
    if not found or kinds[opened - 1 : opened] in ("Q", "i", "Y") or brackets[found.end() - 1] == "(":
        return None
    if _INTERRUPTED.search(brackets, opened, found.end() - 1):
        return None
    return Span(opened, found.end(), (found.span("years"),) if found["years"] else (), plain=True)


class _Machine:
    """Reads one statement from its copyright word on."""

    def __init__(self, kinds: str, brackets: str, opened: int) -> None:
        self.kinds = kinds
        self.brackets = brackets
        self.opened = opened
        found = grammar.OPEN.match(kinds, opened)
        self.position = found.end() if found else opened + 1
        self.signs = self.position - opened
        self.dates: list[tuple[int, int]] = []
        self.named = 0  # tokens that name someone
        self.words = 0  # lower-case words taken after years
        self.firm = 0  # the end of the statement is not before this
        self.solid = False  # more than words of capitals, which headings and disclaimers have too
        self.weight = 0  # what makes a name a holder: see `_accepted`

    def run(self) -> None:
        """Advance to the end of the statement."""
        while not self._closed() and (self._date() or self._opening() or self._going_on()):
            pass

    def _opening(self) -> bool:
        return not self.named and (self._reserved() or self._lead())

    def _going_on(self) -> bool:
        return self._bracketed() or self._name() or self._reopened()

    def _closed(self) -> bool:
        """ "(© 2001 Ann Bo)": the bracket that stands open before the statement ends it."""
        return self.brackets[self.position - 1] == ")" and "(" not in self.brackets[self.opened : self.position]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.kinds, self.position)
        if found and found.end() > self.position:
            self.position = found.end()
            return found
        return None

    def _date(self) -> bool:
        if found := self._take(grammar.DATE):
            self.dates.append(found.span())
            return True
        return bool(self.dates) and not self.named and self._form()

    def _form(self) -> bool:
        """What is to be filled in behind the years: "2000- (insert then current year) Kettle Inc."."""
        start = self.position
        close = self.brackets.find(")", start, start + _REMARK)
        if (
            self.brackets[start : start + 1] != "("
            or close < 0
            or not grammar.FORM.fullmatch(self.kinds, start, close + 1)
        ):
            return False
        self.dates.append((start, close + 1))
        self.position = close + 1
        return True

    def _reserved(self) -> bool:
        """ "All rights reserved" before anyone is named does not end the statement."""
        if not self.kinds.startswith("x", self.position):
            return False
        while self.kinds.startswith("x", self.position):
            self.position += 1
        return True

    def _lead(self) -> bool:
        if self.words and self._listed():
            return False
        if not self.dates:
            if self.kinds.startswith("cw", self.position) and self.brackets[self.position + 1] == "(":
                self.position += 1
                return True
            if self.kinds.startswith("wK", self.position) and self.brackets[self.position] == ",":
                self.position += 1  # "npm, Inc."
                return True
            found = self._take(grammar.LEAD) or (self.signs > 1 and self._take(grammar.LEAD_TO_BODY)) or None
            self.weight += 2 if found and ("B" in found[0] or "O" in found[0]) else 0
            return found is not None
        if found := self._take(grammar.AFTER_DATE):
            self.words += len(found[0])
            self.weight += sum(4 for kind in found[0] if kind in "GHZ")
            return True
        return False

    def _listed(self) -> bool:
        """ "kettle developers and contributors. For a full list": the sentence ended."""
        return self.kinds[self.position - 1] in "GH" and self.brackets[self.position - 1] in "!s"

    def _bracketed(self) -> bool:
        """A remark in brackets behind a name or the years is part of the statement, whatever it says."""
        start = self.position
        if not (self.named or self.dates or self.kinds[start - 1] == "c") or self.brackets[start : start + 1] != "(":
            return False
        close = self.brackets.find(")", start, start + _REMARK)
        if close < 0 or grammar.NO_REMARK.search(self.kinds[start : close + 1]):
            return False
        self.position = close + 1
        self.named += 1
        self.firm = self.position
        self.solid |= "P" in self.kinds[start : close + 1] or "K" in self.kinds[start : close + 1]
        self.weight += 2 * sum(kind in "PKUML" for kind in self.kinds[start : close + 1])
        return True

    def _name(self) -> bool:
        if self._ended():
            return False
        if self.brackets[self.position - 1] == "," and self._take(grammar.THE_PLACE):
            return True
        found = self._take(grammar.ITEM if self.named or self.dates else grammar.FIRST)
        if not found:
            return False
        if found[0][0] in "YN" and found[0] != "N":
            self.dates.append(found.span())
            return True
        self.named += 1
        self._weigh(found[0])
        if self.kinds[self.position - 1] in "PAI" and self.kinds[self.position : self.position + 1] in ("P", "A", "I"):
            self._run_of_names()
        return True

    def _run_of_names(self) -> None:
        """Words of a name between which no sign stands, at once: each of them alone would be taken too."""
        words = grammar.WORDS.match(self.kinds, self.position)
        free = grammar.NO_SIGNS.match(self.brackets, self.position - 1)
        end = min(words.end(), free.end()) if words and free else 0
        if end > self.position:
            self.named += end - self.position
            self._weigh(self.kinds[self.position : end])
            self.position = end

    def _weigh(self, taken: str) -> None:
        for kind in taken:
            solid, weight = _SAYS.get(kind, _NOTHING)
            self.solid |= solid
            self.weight += weight

    def _ended(self) -> bool:
        """Whether the token before ends the name: a sentence, "et al.", an address that prose follows."""
        last, mark = self.kinds[self.position - 1], self.brackets[self.position - 1]
        if mark in "!s" and self._sentence_ended():
            return True
        if last == "Z" and grammar.ET_AL.match(self.kinds, self.position - 2):
            return True
        return last in "ML" and mark != "," and bool(grammar.AFTER_ADDRESS.match(self.kinds, self.position - 1))

    def _sentence_ended(self) -> bool:
        """A full stop behind the years that follow a name ends the statement, behind a name if a sentence follows."""
        dated = self.named and self.dates and self.dates[-1][1] == self.position
        last = self.position - 1
        if self.named and (self.kinds[last] in "GHZ" or (self.kinds[last] in "KU" and self.brackets[last] == "s")):
            return True  # "and its affiliates.", "Kettle Corporation.", but not "Kettle Inc."
        return bool(dated or grammar.NEXT_SENTENCE.match(self.kinds, self.position - 1))

    def _reopened(self) -> bool:
        """`Copyright 2002 (c) The Codehaus`, `Copyright Nokia (c) 2012`."""
        if not self.named and not self.dates and self.brackets[self.position + 1 : self.position + 2] == "c":
            found = self._take(grammar.SIGN_AFTER_WORD)
            self.signs += 1 if found else 0
            return found is not None
        if not self.kinds.startswith("C", self.position):
            return False
        if not self.named:
            return not self.words and self._take(grammar.OPEN) is not None
        if self.dates or self.signs > 1:
            return False
        found = self._take(grammar.TRAILING_DATE)
        if found:
            years = found.start() + found[0].rindex("C") + 1
            self.dates.append((years, found.end()))
        return False

    def span(self, floor: int) -> Span | None:
        """The statement with what belongs to it from before the copyright word; None when it names nobody, no year."""
        start = self.opened
        if not self._accepted():
            return None
        if not self.weight and self.dates:
            window = self.kinds[max(floor, start - 24) : start]
            if found := grammar.BEFORE.search(window):
                start -= len(found[0])
                self.position = max(last for _first, last in self.dates)
        if not self.dates and (found := grammar.DATED_BEFORE.search(self.kinds[max(floor, start - 9) : start])):
            self.dates.append((start - len(found[0]), start))
        if found := grammar.PORTIONS.search(self.kinds[max(floor, start - 9) : start]):
            start -= len(found[0])
        end = self.position
        while (
            end > max(start, self.firm)
            and self.kinds[end - 1] in "x&-(BOTnVwQic"
            and not self._dated(end - 1)
            and not self._worded(end - 1)
        ):
            end -= 1
        return Span(start, end, tuple(self.dates))

    def _dated(self, index: int) -> bool:
        return any(first <= index < last for first, last in self.dates)

    def _worded(self, index: int) -> bool:
        return self.kinds[index] == "w" and self.words > 0 and not self.named

    def _accepted(self) -> bool:
        if self.dates:
            return True
        claimed = self.kinds[self.opened - 1 : self.opened] == "i"  # "is copyright of KETTLE"
        return self.named > 0 and (self.signs > 1 or ((self.solid or claimed) and self.weight >= 3))
