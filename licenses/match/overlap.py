"""When two rules claim the same words, the one that explains more of them, more specifically, wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from licenses.match.hit import Hit

# Shares of a hit that another one explains too, from which the relation is called what it is called
_SMALL, _MEDIUM, _LARGE, _NEARLY_ALL = 0.10, 0.40, 0.70, 0.90

# A chain of overlapping hits longer than any real text has is settled in pieces, which bounds the work
_LONGEST_CHAIN = 256

Says = Callable[[Hit, Hit], bool]  # whether the first's licence expression includes the second's


def _order(hit: Hit) -> tuple[int, int, int, bool]:
    return (hit.start, -hit.strong, -hit.length, not hit.exact)


def resolve(hits: Sequence[Hit], says: Says, is_false_positive: Callable[[Hit], bool]) -> list[Hit]:
    """The hits that stand, in text order: contained ones go, then those that another mostly covers.

    What was dropped comes back where none of the winners explains any of its words.
    """
    return [hit for chain in _chains(hits) for hit in _resolved(chain, says, is_false_positive)]


def _chains(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Hits that overlap, directly or through others; each chain is settled for itself."""
    chain: list[Hit] = []
    end = 0
    for hit in sorted(hits, key=_order):
        if chain and (hit.start >= end or len(chain) >= _LONGEST_CHAIN):
            yield chain
            chain = []
        end = max(end, hit.end) if chain else hit.end
        chain.append(hit)
    if chain:
        yield chain


def _resolved(hits: list[Hit], says: Says, is_false_positive: Callable[[Hit], bool]) -> list[Hit]:
    if len(hits) == 1:
        return hits
    kept, dropped = outermost(hits)
    kept, overlapping = _without_overlaps(kept, says, is_false_positive)
    for losers in (dropped, overlapping):
        winners = list(kept)
        kept += [hit for hit in losers if not any(hit.overlap(winner) for winner in winners)]
    return outermost(kept)[0]


def outermost(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Split hits into those that no other contains, and the rest; what contains a weightier hit goes too."""
    kept: list[Hit] = []
    dropped: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (-each.weight, each.start, not each.exact)):
        near = [other for other in kept if other.start < hit.end and hit.start < other.end]
        loses = any(other.contains(hit) or hit.contains(other) for other in near)
        (dropped if loses else kept).append(hit)
    return sorted(kept, key=_order), dropped


def _without_overlaps(
    hits: Sequence[Hit], says: Says, is_false_positive: Callable[[Hit], bool]
) -> tuple[list[Hit], list[Hit]]:
    kept = sorted(hits, key=_order)
    dropped: list[Hit] = []
    here = 0
    while here < len(kept) - 1:
        there = here + 1
        while there < len(kept):
            current, following = kept[here], kept[there]
            if following.start >= current.end:
                break
            if is_false_positive(current) and is_false_positive(following):
                there += 1
                continue
            loser = _loser(current, following, kept[here - 1] if here else None, says)
            if loser is following:
                dropped.append(kept.pop(there))
            elif loser is current:
                dropped.append(kept.pop(here))
                here -= 1
                break
            else:
                there += 1
        here += 1
    return kept, dropped


def _loser(current: Hit, following: Hit, previous: Hit | None, says: Says) -> Hit | None:
    """Which of two neighbours must go, if any."""
    shared = current.overlap(following)
    if not shared:
        return None
    loser = _weaker(current, following, shared, says) or _weaker(following, current, shared, says)
    if loser is None and previous is not None and not previous.overlap(following):
        before = current.overlap(previous)
        if before and before + shared >= current.length * _NEARLY_ALL:
            return current
    return loser


def _weaker(winner: Hit, loser: Hit, shared: int, says: Says) -> Hit | None:
    """`loser`, when `winner` explains so much of it that it must go."""
    share = shared / loser.length
    goes = winner.weight >= loser.weight and (
        share >= _NEARLY_ALL
        or share >= _LARGE
        or (winner.strong >= loser.strong and _includes(winner, loser, shared, says))
    )
    return loser if goes else None


def _includes(winner: Hit, loser: Hit, shared: int, says: Says) -> bool:
    """Whether the winner's licence says all that the loser's says, and they overlap enough."""
    share = max(shared / loser.length, shared / winner.length)
    near = share >= _MEDIUM or (shared / loser.length >= _SMALL and winner.surrounds(loser))
    return near and says(winner, loser)
