"""Recall and precision of the package parsers over a folder of cases.

A case is a folder with `src/` (a small tree) and `expected.json` (`{"expected": [purl, …], "eco": …}`). Both sides
are compared as canonical purls without qualifiers and subpath. The figures are printed against the expectations as
they are, and after the judgements of sbom-judgements.csv, which docs/accuracy-sboms.md explains.

    python -m bench.accuracy_sboms PATH [--misses | --judged] [--only WORD]
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from packageurl import PackageURL

from scanner.manifest.run import PackageFacts, read_packages
from scanner.tree import Blob, blob_id
from scanner.unify import unified


class Outcome(Struct, frozen=True):
    """One case: the purls expected and found."""

    name: str
    ecosystem: str
    expected: frozenset[str]
    found: frozenset[str]
    problems: tuple[str, ...]


def main(arguments: list[str]) -> None:
    """Print the figures; with `--misses` each difference."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    started = time.process_time()
    folders = sorted(path.parent for path in Path(paths[0]).glob("*/expected.json") if only in path.parent.name)
    outcomes = [outcome(folder) for folder in folders]
    seconds = time.process_time() - started
    after = [judged(case) for case in outcomes]
    if "--misses" in arguments or "--judged" in arguments:
        print_misses(outcomes if "--misses" in arguments else after)
    print_figures(outcomes, after)
    print_reasons()
    print(f"{len(outcomes)} cases, {seconds:.1f} CPU seconds")


def outcome(folder: Path) -> Outcome:
    """Run all parsers on a case."""
    case = json.loads((folder / "expected.json").read_text("utf-8"))
    facts = facts_of(folder / "src")
    components, _ = unified(facts.packages, facts.dependencies)
    return Outcome(
        name=folder.name,
        ecosystem=folder.name.split("-", 2)[2],
        expected=frozenset(map(plain, case["expected"])),
        found=frozenset(plain(component.purl) for component in components),
        problems=tuple(f"{p.path}:{p.line or ''} {p.code} {p.message.english()}" for p in facts.problems),
    )


def facts_of(root: Path) -> PackageFacts:
    """Run all parsers over the files below a folder."""
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ids = {path: blob_id(content) for path, content in contents.items()}
    by_id = {ids[path]: content for path, content in contents.items()}
    return read_packages(ids, lambda ids: (Blob(blob, len(by_id[blob]), by_id[blob]) for blob in ids))


def plain(purl: str) -> str:
    """A purl in canonical form, without qualifiers and subpath."""
    parsed = PackageURL.from_string(purl)
    return PackageURL(parsed.type, parsed.namespace, parsed.name, parsed.version).to_string()


@cache
def judgements() -> tuple[dict[str, str], ...]:
    """The lines of sbom-judgements.csv."""
    with (Path(__file__).parent / "sbom-judgements.csv").open(encoding="utf-8") as stream:
        return tuple(csv.DictReader(stream))


def judged(case: Outcome) -> Outcome:
    """The case without the differences that a judgement covers."""
    lines = [line for line in judgements() if line["case"] == case.name]
    wrong = {line["purl"] for line in lines if line["sign"] == "-"} - case.found
    right = {line["purl"] for line in lines if line["sign"] == "+"} - case.expected
    return replace(case, expected=case.expected - wrong, found=case.found - right)


def print_figures(outcomes: list[Outcome], after: list[Outcome]) -> None:
    """One line an ecosystem, and one for all: recall and precision before and after judgement."""
    before, then = figures(outcomes), figures(after)
    print(f"{'':24} {'as expected':>18} {'as judged':>18} {'expected':>10}")
    for name in sorted(before, key=lambda name: (name == "all", name)):
        shares = " ".join(f"{share:9.3f}" for counts in (before[name], then[name]) for share in ratios(counts))
        print(f"{name:24} {shares} {before[name]['expected']:8}")


def print_reasons() -> None:
    """How many purls each reason covers; docs/accuracy-sboms.md gives the reasons."""
    count = Counter((line["reason"], line["sign"]) for line in judgements())
    told = (f"{name} +{count[name, '+']} -{count[name, '-']}" for name in sorted({name for name, _ in count}))
    print(f"judged: {', '.join(told)}")


def figures(outcomes: list[Outcome]) -> dict[str, Counter[str]]:
    """Counts of purls right, expected and found, by ecosystem."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for case in outcomes:
        counts = {"right": len(case.expected & case.found), "expected": len(case.expected), "found": len(case.found)}
        for name in (case.ecosystem, "all"):
            found[name].update(counts)
    return found


def ratios(counts: Counter[str]) -> tuple[float, float]:
    """Recall and precision."""
    return counts["right"] / (counts["expected"] or 1), counts["right"] / (counts["found"] or 1)


def print_misses(outcomes: list[Outcome]) -> None:
    """Each case with a difference: `-` was expected and not found, `+` the other way round, `!` a problem."""
    for case in outcomes:
        lines = [f"  - {purl}" for purl in sorted(case.expected - case.found)]
        lines += [f"  + {purl}" for purl in sorted(case.found - case.expected)]
        if lines:
            print("\n".join([case.name, *lines, *(f"  ! {problem}" for problem in case.problems)]))


if __name__ == "__main__":
    main(sys.argv[1:])
