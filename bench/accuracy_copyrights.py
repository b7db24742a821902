"""How often our copyright statements, holders and authors are the expected ones.

    python -m bench.accuracy_copyrights [FOLDER] [--misses]

FOLDER (default `../shared/data`) is, or holds, `copyright-cases/` with `cases.jsonl` and its files. A third of the
cases, chosen by a hash of their path, was not looked at while the engine was written. Half of it was looked at in a
first round afterwards, a quarter in a second one, and a quarter never. For the third round another part of the files
looked at before was set aside by the same hash, so that 15 % of all cases were not read in it. Figures are printed for
each part; `--misses` prints each miss of the parts that were looked at.

Expectations are in ASCII with accents taken off; ours keep names as their owners write them, so both are folded first.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from licenses.copyright.detect import detect_copyrights

WHAT = ("copyrights", "holders", "authors")
PARTS = (
    "developed on",
    "looked at in the first round",
    "looked at in the second round",
    "set aside in the third round",
    "never looked at",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One file and the texts expected in it, a list for each of `WHAT` that counts."""

    path: str
    content: bytes
    expected: dict[str, tuple[str, ...]]

    @property
    def part(self) -> str:
        """Which of `PARTS` it belongs to, by a hash of its path."""
        first, second, third = hashlib.sha256(self.path.encode()).digest()[:3]
        if first % 6 == 0:
            return PARTS[2 if second % 2 else 4]
        if third % 12 == 0:
            return PARTS[3]
        return PARTS[1 if first % 6 == 3 else 0]

    @property
    def set_aside(self) -> bool:
        """Whether it was not read in the latest round."""
        return self.part in PARTS[3:]


@dataclass(slots=True)
class Score:
    """Counts over cases for one of `WHAT`."""

    files: int = 0
    exact: int = 0
    right: int = 0
    given: int = 0
    wanted: int = 0
    classes: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.right / ((self.given + self.wanted) or 1)

    def add(self, given: Iterable[str], wanted: Iterable[str]) -> str:
        """Count one file; returns the class of its miss, "" when the sets are equal."""
        ours, theirs = set(map(folded, given)), set(map(folded, wanted))
        self.files += 1
        self.exact += ours == theirs
        self.right += len(ours & theirs)
        self.given += len(ours)
        self.wanted += len(theirs)
        missed = class_of(ours, theirs)
        if missed:
            self.classes[missed] += 1
        return missed


def class_of(ours: set[str], theirs: set[str]) -> str:
    """What kind of difference there is between two sets of texts."""
    more, less = ours - theirs, theirs - ours
    if not more and not less:
        return ""
    if not less:
        return "invented" if not theirs else "one too many"
    if not more:
        return "nothing found" if not ours else "one missing"
    if any(a.startswith(b) for a in more for b in less):
        return "goes on too long"
    if any(b.startswith(a) for a in more for b in less):
        return "ends too early"
    if any(a.endswith(b) or b.endswith(a) for a in more for b in less):
        return "starts elsewhere"
    return "different"


def folded(text: str) -> str:
    """ASCII letters and single spaces."""
    text = text.translate(
        str.maketrans(
            {
                "ø": "o",
                "Ø": "O",
                "ł": "l",
                "Ł": "L",
                "ß": "ss",
                "æ": "ae",
                "Æ": "AE",
                "œ": "oe",
                "đ": "d",
                "ð": "d",
                "ı": "i",
                "–": "-",
                "’": "'",
                "®": "(r)",
                "™": "(tm)",
            }
        )
    )
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in plain if letter.isascii()).split()).replace(" ,", ",")


def cases(folder: Path) -> list[Case]:
    """The cases below `folder`, in the order of the file that lists them."""
    listed = (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in listed:
        entry = json.loads(line)
        expected = {what: tuple(entry[what]) for what in WHAT if what in entry["what"]}
        found.append(Case(entry["path"], (folder / entry["path"]).read_bytes(), expected))
    return found


def doubts() -> frozenset[str]:
    """Paths of cases whose expectation is wrong; the file says why for each."""
    with (Path(__file__).parent / "copyright-doubts.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(row["path"] for row in csv.DictReader(stream))


def report(title: str, chosen: list[Case], *, misses: bool) -> None:
    """Print the figures of `chosen`, and each miss if asked."""
    scores = {what: Score() for what in WHAT}
    whole = sum(len(case.content) for case in chosen) / 1e6
    seconds = 0.0
    for case in chosen:
        started = time.process_time()
        findings = detect_copyrights(case.content)
        seconds += time.process_time() - started
        given = {
            "copyrights": [each.statement for each in findings.copyrights],
            # expectations put the holders of one statement into one text, with the commas that stood between them
            "holders": [" ".join(each.holders) for each in findings.copyrights if each.holders],
            "authors": [each.name for each in findings.authors],
        }
        for what, wanted in case.expected.items():
            if what == "holders":
                given[what], wanted = (
                    [text.replace(",", "") for text in given[what]],
                    [text.replace(",", "") for text in wanted],
                )
            missed = scores[what].add(given[what], wanted)
            if missed and misses:
                show(case.path, what, missed, given[what], wanted)
    say(f"{title}: {len(chosen)} files, {whole:.1f} MB, {len(chosen) / (seconds or 1e-9):.0f} files/s")
    for what, score in scores.items():
        say(
            f"  {what:<10} files with exactly the expected set {score.exact}/{score.files}"
            f" = {score.exact / (score.files or 1):.3f} · precision {score.right / (score.given or 1):.3f}"
            f" · recall {score.right / (score.wanted or 1):.3f} · F1 {score.f1:.3f}"
        )
        say("    misses: " + (", ".join(f"{name} {count}" for name, count in score.classes.most_common()) or "none"))


def show(path: str, what: str, missed: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    """Print one miss: what only we say (+), what only the expectation says (-)."""
    ours, theirs = set(map(folded, given)), set(map(folded, wanted))
    say(f"\n{path} · {what} · {missed}")
    for text in sorted(ours - theirs):
        say(f"  + {text}")
    for text in sorted(theirs - ours):
        say(f"  - {text}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def main(arguments: list[str]) -> int:
    """Run over the cases; returns an exit code."""
    misses = "--misses" in arguments
    places = [argument for argument in arguments if not argument.startswith("--")]
    folder = Path(places[0] if places else "../shared/data")
    if not (folder / "cases.jsonl").is_file():
        folder /= "copyright-cases"
    if not (folder / "cases.jsonl").is_file():
        say(f"No cases at {folder}: give the folder that holds copyright-cases/.")
        return 2
    every = cases(folder)
    detect_copyrights(b"Copyright (c) 2001 Someone\n")  # compile patterns before the clock starts
    wrong = doubts()
    for part in PARTS:
        chosen = [case for case in every if case.part == part]
        report(part, chosen, misses=misses and part not in PARTS[3:])
    report("not read in the third round", [case for case in every if case.set_aside], misses=False)
    sure = [case for case in every if case.part != PARTS[-1] and case.path not in wrong]
    report("all that were looked at, without the expectations in bench/copyright-doubts.csv", sure, misses=False)
    report("all", every, misses=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
