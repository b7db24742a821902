"""How right the licence engine is, and how fast: `python -m bench.accuracy_licenses [DATA] [--misses FILE]`.

DATA (by default ../shared/data beside the repository) holds `licence-cases/cases.jsonl`: for each file, the licences
that are expected. A file counts as exact when the set found equals the set expected. Times are CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from licenses.detection import MatchKind
from licenses.index.compile import compile_index
from licenses.index.expressions import symbols
from licenses.index.location import index_path
from licenses.match.detector import Detector

_TOGETHER = 64  # files asked about at once, as in a scan


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: what was expected and what was found."""

    path: str
    corpus: str
    expected: frozenset[str]
    found: frozenset[str]

    @property
    def exact(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 also when there are no cases to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument(
        "--index", type=Path, help="a compiled index; by default one is compiled from the installed data"
    )
    parser.add_argument(
        "--misses", type=Path, help="write the files that were not exact, with what is missing and extra"
    )
    options = parser.parse_args(arguments)
    folder = options.data / "licence-cases"
    cases = (folder if folder.is_dir() else options.data) / "cases.jsonl"
    if not cases.is_file():
        say(f"skipped: there is no {cases}")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        measure(cases, options.index or _compiled(Path(scratch)), options.misses)
    return 0


def measure(cases: Path, index: Path, misses: Path | None) -> None:
    """Run every case once with a fresh detector, and print the figures."""
    listed = [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines()]
    contents = [(cases.parent / case["path"]).read_bytes() for case in listed]
    began = time.process_time()
    detector = Detector.open(index)
    opened = time.process_time() - began
    batches = (contents[start : start + _TOGETHER] for start in range(0, len(contents), _TOGETHER))
    found = [matches for batch in batches for matches in detector.detect_all(batch)]
    spent = time.process_time() - began - opened
    outcomes = [
        Outcome(
            case["path"],
            case["corpus"],
            frozenset(case["expected"]),
            # the expectations were made without looking for unknown texts
            frozenset(
                symbol
                for match in matches
                if match.kind is not MatchKind.UNKNOWN
                for symbol in symbols(match.expression)
            ),
        )
        for case, matches in zip(listed, found, strict=True)
    ]
    report(outcomes)
    say(f"files a second {len(outcomes) / spent:.0f} · index opened in {opened * 1000:.0f} ms CPU")
    say(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if misses:
        misses.write_text("".join(_miss(each) for each in outcomes if not each.exact), encoding="utf-8")


def report(outcomes: Sequence[Outcome]) -> None:
    """Exact sets overall, for each corpus and for two halves; precision and recall over identifiers."""
    say(f"exact sets {_share(outcomes)}")
    for corpus in sorted({each.corpus for each in outcomes}):
        say(f"  {corpus} {_share([each for each in outcomes if each.corpus == corpus])}")
    say(f"  every other file {_share(outcomes[::2])} · the rest {_share(outcomes[1::2])}")
    right = sum(len(each.found & each.expected) for each in outcomes)
    say(f"precision {right / sum(len(each.found) for each in outcomes):.4f}")
    say(f"recall {right / sum(len(each.expected) for each in outcomes):.4f}")
    extra = Counter(key for each in outcomes for key in each.found - each.expected)
    missing = Counter(key for each in outcomes for key in each.expected - each.found)
    say("most often extra: " + ", ".join(f"{key} {count}" for key, count in extra.most_common(8)))
    say("most often missing: " + ", ".join(f"{key} {count}" for key, count in missing.most_common(8)))


def say(line: str) -> None:
    """Print a line of the report."""
    sys.stdout.write(line + "\n")


def _share(outcomes: Sequence[Outcome]) -> str:
    exact = sum(each.exact for each in outcomes)
    return f"{exact / len(outcomes):.4f} ({exact} of {len(outcomes)})"


def _miss(outcome: Outcome) -> str:
    missing, extra = sorted(outcome.expected - outcome.found), sorted(outcome.found - outcome.expected)
    return f"{outcome.path}\n  missing {missing}\n  extra {extra}\n"


def _compiled(folder: Path) -> Path:
    index = index_path(folder)
    began = time.process_time()
    compile_index(index)
    say(f"index compiled in {time.process_time() - began:.1f} s CPU")
    return index


if __name__ == "__main__":
    sys.exit(main())
