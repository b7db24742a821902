"""Recall and precision of the package parsers over a folder of cases.

A case is a folder with `src/` (a small tree) and `expected.json` (`{"expected": [purl, …], "eco": …}`). Both sides
are compared as canonical purls without qualifiers and subpath. Cases whose expectation we judge wrong are explained in
docs/accuracy-sboms.md; they count like all others.

    python -m bench.accuracy_sboms PATH [--misses] [--only WORD]
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from packageurl import PackageURL

from scanner.manifest.run import PackageFacts, read_packages
from scanner.tree import Blob, blob_id
from scanner.unify import unified


@dataclass(frozen=True, slots=True)
class Outcome:
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
    if "--misses" in arguments:
        print_misses(outcomes)
    print_figures(outcomes)
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
    return read_packages(ids, lambda blob: Blob(blob, len(by_id[blob]), by_id[blob]))


def plain(purl: str) -> str:
    """A purl in canonical form, without qualifiers and subpath."""
    parsed = PackageURL.from_string(purl)
    return PackageURL(parsed.type, parsed.namespace, parsed.name, parsed.version).to_string()


def print_figures(outcomes: list[Outcome]) -> None:
    """One line an ecosystem, and one for all."""
    by_ecosystem: dict[str, Counter[str]] = defaultdict(Counter)
    for case in outcomes:
        for name in (case.ecosystem, "all"):
            counted = {
                "right": len(case.expected & case.found),
                "expected": len(case.expected),
                "found": len(case.found),
            }
            by_ecosystem[name].update(counted)
    for name, counts in sorted(by_ecosystem.items(), key=lambda item: (item[0] == "all", item[0])):
        recall, precision = (counts["right"] / (counts[side] or 1) for side in ("expected", "found"))
        print(f"{name:24} recall {recall:.3f}  precision {precision:.3f}  expected {counts['expected']}")


def print_misses(outcomes: list[Outcome]) -> None:
    """Each case with a difference: `-` was expected and not found, `+` the other way round, `!` a problem."""
    for case in outcomes:
        lines = [f"  - {purl}" for purl in sorted(case.expected - case.found)]
        lines += [f"  + {purl}" for purl in sorted(case.found - case.expected)]
        if lines:
            print("\n".join([case.name, *lines, *(f"  ! {problem}" for problem in case.problems)]))


if __name__ == "__main__":
    main(sys.argv[1:])
