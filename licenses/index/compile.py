"""Compile rules and texts into the one file that the detector opens.

In order: read every rule; translate its licence expression to SPDX; split its text into words; number the words; anchor
each rule at its rarest run of words; derive the byte patterns; write everything as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from licenses.copyright import hints as copyright_hints
from licenses.detection import MatchKind
from licenses.index import anchors, expressions, hints, vocabulary
from licenses.index.halves import halves
from licenses.index.layout import pack_strings, write
from licenses.index.legalese import legalese
from licenses.index.location import FORMAT, data_version, folders
from licenses.index.naming import naming
from licenses.index.own import read_own_entries, read_own_rules
from licenses.index.phrases import required_phrases
from licenses.index.saying import sayings
from licenses.index.source import LicenseEntry, Rule, read_entries, read_rules
from licenses.index.spread import spread, word_traits
from licenses.index.texts import read_texts
from licenses.index.traits import KINDS, traits
from licenses.text.tokens import Words, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]

# The share of the work that reading the files is; the rest is reported as the last tenth
_READING = 0.9


def compile_index(target: Path, progress: Progress = lambda done, total: None) -> None:
    """Compile the data in use beside `target` into `target`, which appears whole or not at all.

    `progress` is called with the steps done and the steps in all.

    Raises:
        OSError: the data cannot be read or the index not written.
    """
    compile_folders(folders(target.parent), target, data_version(target.parent), progress)


def compile_folders(folders: Sequence[Path], target: Path, version: str, progress: Progress) -> None:
    """Compile the rules of several folders into one index; a later folder's licences win over an earlier one's.

    Raises:
        OSError: the data cannot be read or the index not written.
    """
    total = sum(1 for folder in folders for _ in folder.glob("*/*")) or 1
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % 500 == 0:
            progress(int(done * _READING), total)

    rules = [
        rule for folder in folders for rule in (*read_rules(folder, step), *read_own_rules(folder), *read_texts(folder))
    ]
    entries = [entry for folder in folders for entry in (*read_entries(folder), *read_own_entries(folder))]
    rules += list(halves(rules))
    arrays = compile_rules(rules, entries)
    write(target, arrays, {"version": version, "format": FORMAT, "rules": len(arrays["rule_lengths"])})
    progress(total, total)


def compile_rules(rules: Sequence[Rule], entries: Sequence[LicenseEntry]) -> dict[str, NDArray[Any]]:
    """The arrays of the index for `rules`, whose licences `entries` describe."""
    found = [words(rule.text.encode("utf-8")) for rule in rules]
    split = [each.numbers for each in found]
    table = vocabulary.build(np.concatenate(split))
    ids = vocabulary.look_up(np.concatenate(split), table["table_numbers"], table["table_ids"])
    offsets = np.zeros(len(rules) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in split], out=offsets[1:])

    kept = _distinct(rules, [ids[a:b] for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)])
    rules = [rules[place] for place, _ in kept]
    bodies = [body for _, body in kept]
    arrays: dict[str, NDArray[Any]] = dict(table)
    arrays.update(_bodies(bodies, table["word_numbers"]))
    arrays.update(_anchors(arrays["rule_words"], arrays["rule_offsets"], table["word_numbers"]))
    arrays.update(spread(rules, arrays["rule_words"], arrays["rule_offsets"], table["word_numbers"]))
    arrays.update(word_traits(table["word_numbers"], arrays["rule_words"], arrays["rule_offsets"]))
    arrays.update(traits(rules, arrays["rule_lengths"]))
    arrays.update(required_phrases(rules))
    arrays.update(naming(rules, entries, arrays))
    arrays.update(_names(rules, entries))
    arrays.update(_longest_texts(arrays))
    arrays.update(legalese(arrays))
    arrays.update(_spellings(found, ids, len(table["word_numbers"])))
    arrays.update(_patterns(rules))
    return arrays


def _distinct(rules: Sequence[Rule], bodies: Sequence[NDArray[np.int32]]) -> list[tuple[int, NDArray[np.int32]]]:
    """The rules worth keeping, with their words less markup: of rules with the same words, the most telling one."""
    order = sorted(
        range(len(rules)), key=lambda place: (rules[place].false_positive, -abs(rules[place].relevance), place)
    )
    seen: dict[bytes, int] = {}
    for place in order:
        body = bodies[place][bodies[place] != vocabulary.MARKUP]
        if len(body):
            seen.setdefault(body.tobytes(), place)
    return [
        (place, np.frombuffer(body, dtype=np.int32)) for body, place in sorted(seen.items(), key=lambda each: each[1])
    ]


def _bodies(bodies: Sequence[NDArray[np.int32]], numbers: NDArray[Any]) -> dict[str, NDArray[Any]]:
    lengths = np.array([len(each) for each in bodies], dtype=np.int32)
    offsets = np.zeros(len(bodies) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    together = np.concatenate(bodies)
    # prefix sums restart at each rule, so that a stretch is hashed as it is in a text
    power, inverse = anchors.powers(len(together) + 1)
    sums = anchors.prefix_sums(numbers[together], power)
    hashes = anchors.stretch(sums, offsets[:-1], offsets[1:], inverse)
    return {"rule_words": together, "rule_offsets": offsets, "rule_lengths": lengths, "rule_hashes": hashes}


def _anchors(together: NDArray[Any], offsets: NDArray[Any], numbers: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The table of anchors, of all run lengths together, and how far into its rule each stands."""
    lengths = np.diff(offsets)
    longest = anchors.rarest(numbers[together], offsets)
    keys, rules, places = [], [], []
    for run, every in enumerate(anchors.runs(numbers[together]), start=1):
        chosen = np.flatnonzero(lengths == run if run < anchors.LONGEST_RUN else lengths >= run)
        at = offsets[chosen] if run < anchors.LONGEST_RUN else longest[chosen]
        keys.append(every[at])
        rules.append(chosen)
        places.append(at - offsets[chosen])
    arrays, order = anchors.table("anchor", np.concatenate(keys), np.concatenate(rules))
    return {**arrays, "anchor_places": np.concatenate(places)[order].astype(np.int32)}


def _names(rules: Sequence[Rule], entries: Sequence[LicenseEntry]) -> dict[str, NDArray[Any]]:
    keys = expressions.own_keys(entries)
    spelled = {each: expressions.translate(each, keys) for each in {rule.expression for rule in rules}}
    distinct = sorted(set(spelled.values()))
    place = {each: number for number, each in enumerate(distinct)}
    arrays: dict[str, NDArray[Any]] = {}
    arrays["referenced"], arrays["referenced_offsets"] = pack_strings(["\n".join(rule.referenced) for rule in rules])
    arrays["names"], arrays["name_offsets"] = pack_strings([rule.identifier for rule in rules])
    arrays["expressions"], arrays["expression_offsets"] = pack_strings(distinct)
    arrays.update(sayings(distinct))
    arrays["rule_expressions"] = np.array([place[spelled[rule.expression]] for rule in rules], dtype=np.int32)
    spelling = expressions.spdx_keys(entries)
    for symbol in sorted({symbol for expression in distinct for symbol in expressions.symbols(expression)}):
        spelling.setdefault(symbol.lower(), symbol)
    known = sorted(spelling.items())
    arrays["symbols"], arrays["symbol_offsets"] = pack_strings([f"{lower}\n{spdx}" for lower, spdx in known])
    return arrays


def _longest_texts(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """For each expression the longest rule that is its text, -1 when none is."""
    longest = np.full(len(arrays["expression_offsets"]) - 1, -1, dtype=np.int32)
    texts = np.flatnonzero(arrays["rule_kinds"] == KINDS.index(MatchKind.TEXT))
    texts = texts[np.argsort(arrays["rule_lengths"][texts], kind="stable")]
    longest[arrays["rule_expressions"][texts]] = texts  # of several places the last one assigned stays
    return {"longest_texts": longest}


def _spellings(found: Sequence[Words], ids: NDArray[Any], count: int) -> dict[str, NDArray[Any]]:
    """How each of `count` words is written, for showing a rule's text: as in the first of the texts that has it."""
    first = np.full(count, -1, dtype=np.int64)
    known = np.flatnonzero(ids >= 0)[::-1]
    first[ids[known]] = known  # of several places the last one assigned, the first in the texts, stays
    ends = np.cumsum([len(each.numbers) for each in found])
    spelled = []
    for place in first.tolist():
        rule = int(ends.searchsorted(place, "right"))
        text = found[rule]
        word = place - int(ends[rule]) + len(text.numbers)
        spelled.append(text.text[int(text.starts[word]) : int(text.ends[word])].decode("utf-8", "replace"))
    packed, offsets = pack_strings(spelled)
    return {"word_texts": packed, "word_text_offsets": offsets}


def _patterns(rules: Sequence[Rule]) -> dict[str, NDArray[Any]]:
    own = hints.own_patterns(rule.text for rule in rules if not rule.false_positive)
    strong = [*hints.STRONG, *own]
    compiled = hints.dump(hints.database([*strong, *hints.WEAK]))
    packed, offsets = pack_strings(strong)
    return {
        "strong": packed,
        "strong_offsets": offsets,
        "patterns": np.frombuffer(compiled, dtype=np.uint8),
        "copyright_patterns": np.frombuffer(hints.dump(copyright_hints.database()), dtype=np.uint8),
        "copyright_version": np.frombuffer(copyright_hints.fingerprint(), dtype=np.uint8),
    }
