"""What an edited text changed: the words that it adds to the rule it matched, leaves out of it, or puts in their place.

Computed on demand from the file and the index, and stored nowhere. A change of a word that grants, forbids or
conditions something deserves a lawyer's look; a change in a copyright line does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from licenses.detection import LicenseMatch
from licenses.index.opened import Index
from licenses.index.vocabulary import MARKUP_WORDS, SPELLINGS
from licenses.text.readable import readable
from licenses.text.tokens import normalise, words

_LONGEST = 200_000  # words on either side; a longer text is not compared

_WEIGHTY_WORDS = """
    not no nor neither never without only must shall may might can cannot except unless provided until if
    free freely charge fee fees royalty royalties payment gratis commercial commercially noncommercial nonprofit
    grant grants granted granting permit permits permitted permission allow allowed forbid forbidden prohibit prohibited
    restrict restricted restriction restrictions require required requires copy copies use used modify modified
    distribute distributed redistribute sublicense sell sold publish merge patent patents
    trademark warranty warranties liable liability terminate terminates terminated revoke revocable irrevocable
    perpetual worldwide exclusive
    retain disclose source contributors derivative derivatives network version later either any every all
    不 得 禁 止 仅 只 须 应 当 必 免 费 商 业 许 可 授 权 除 非 专 利 担 保 责 任 终
"""
_WEIGHTY = frozenset(_WEIGHTY_WORDS.split())
_COPYRIGHT_LINE = re.compile(r"copyright|\(c\)|©|版权|著作权|版權", re.IGNORECASE)


class ChangeKind(StrEnum):
    """What happened to the rule's words."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """One place where file and rule differ."""

    kind: ChangeKind
    line: int  # 1-based, in the file: where the words are, or where they are missing
    file_words: tuple[str, ...]  # in lower case
    rule_words: tuple[str, ...]
    weighty: bool  # touches a grant, a restriction or a condition, outside of copyright lines


def difference(content: bytes, match: LicenseMatch, index: Index) -> tuple[Change, ...]:
    """The changes in the stretch of a blob that `match` covers; none for a tag.

    Even a match of full coverage may have them: words that no rule knows can stand between the
    rule's words.
    """
    rule = index.rule_named(match.rule)
    if rule is None:
        return ()
    lines = lines_of(content, match)
    ours = _spelled(lines)
    theirs = [index.spelling(word) for word in index.body(rule).tolist()]
    if max(len(ours), len(theirs)) > _LONGEST:
        return ()
    return _changes(ours, theirs, lines, match.first_line)


def lines_of(content: bytes, match: LicenseMatch) -> list[str]:
    """The lines of a blob that a match covers."""
    return readable(content).decode("utf-8", "replace").split("\n")[match.first_line - 1 : match.last_line]


def _spelled(lines: Sequence[str]) -> list[tuple[str, int]]:
    """The words of some lines, and the line of each, counted from 0."""
    data = "\n".join(lines).encode("utf-8", "replace")
    found, plain = words(data), normalise(data)
    spelled = (plain[a:b].decode("utf-8") for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True))
    return [
        (SPELLINGS.get(word, word), found.line(place)) for place, word in enumerate(spelled) if word not in MARKUP_WORDS
    ]


def _changes(
    ours: list[tuple[str, int]], theirs: list[str], lines: Sequence[str], first_line: int
) -> tuple[Change, ...]:
    from rapidfuzz.distance import LCSseq

    mine = [word for word, _ in ours]
    common = [part for part in LCSseq.editops(mine, theirs).as_matching_blocks() if part.size]
    changes = []
    if common and common[0].b:
        changes.append(_change([], theirs[: common[0].b], 0 if not ours else ours[common[0].a][1], lines, first_line))
    for before, after in pairwise(common):
        added = ours[before.a + before.size : after.a]
        removed = theirs[before.b + before.size : after.b]
        line = added[0][1] if added else ours[after.a][1]
        changes.append(_change([word for word, _ in added], removed, line, lines, first_line))
    if common and common[-1].b + common[-1].size < len(theirs):
        last = common[-1]
        changes.append(_change([], theirs[last.b + last.size :], ours[last.a + last.size - 1][1], lines, first_line))
    return tuple(changes)


def _change(added: list[str], removed: list[str], line: int, lines: Sequence[str], first_line: int) -> Change:
    kind = ChangeKind.REPLACED if added and removed else ChangeKind.ADDED if added else ChangeKind.REMOVED
    weighty = is_weighty([*added, *removed], lines[line] if added else "")
    return Change(kind, first_line + line, tuple(added), tuple(removed), weighty)


def is_weighty(changed: Sequence[str], line: str) -> bool:
    """Whether a word grants, forbids or conditions something, and `line`, in which they are, is no copyright line."""
    return not _WEIGHTY.isdisjoint(changed) and not _COPYRIGHT_LINE.search(line)
