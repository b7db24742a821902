"""The licence of the project from the outline of its tree: scanner.conclusion, asked of kinds instead of files."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from licenses.subject import Subject
from scanner.conclusion import conclusion_at, places_of_packages, stated_in
from scanner.inventory import FileRecord, SourceFacts
from scanner.judge import project_subject
from scanner.outline.outline import Kind, Outline
from scanner.references import refers, resolved


def project_of(outline: Outline, source: SourceFacts) -> Subject:
    """The project as it is judged, under what a whole scan concludes for the root of its tree."""
    owned = places_of_packages(outline.packages.components)
    singular = {number for number, kind in enumerate(outline.kinds) if _singular(kind)}
    rows = [place for place, number in enumerate(outline.kind_of) if number in singular]
    records = resolved(outline.kinds[outline.kind_of[row]].record(outline.paths[row]) for row in rows)
    elsewhere = _merged(outline.below(folder) for folder in owned if folder)
    starts = [part.start for part in elsewhere]
    at_root = [
        file
        for row, file in zip(rows, records, strict=True)
        if not (after := bisect_right(starts, row)) or row not in elsewhere[after - 1]
    ]
    root = conclusion_at("", owned[""], at_root, _counted(outline, elsewhere, singular, at_root))
    key_files = [file for file in at_root if file.path in root.key_files]
    signs = any(outline.kinds[number].owned for number in set(outline.kind_of))
    return project_subject(source, root, key_files, signs)


def _singular(kind: Kind) -> bool:
    """Whether files of this kind must be looked at one by one: what others refer to, and what refers to others."""
    return kind.legal or refers(kind.record(""))


def _merged(parts: Iterable[range]) -> list[range]:
    """The parts that lie in no other; folders lie in one another or apart."""
    kept: list[range] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.stop)):
        if part and not (kept and part.stop <= kept[-1].stop):
            kept.append(part)
    return kept


def _counted(
    outline: Outline, elsewhere: Iterable[range], singular: set[int], at_root: Iterable[FileRecord]
) -> Counter[str]:
    """How many files of the root's place state each expression."""
    files = Counter(outline.kind_of)
    for part in elsewhere:
        files.subtract(outline.kind_of[part.start : part.stop])
    counted = Counter(expression for file in at_root for expression in stated_in(file))
    for number, count in files.items():
        if count and number not in singular:
            for expression in stated_in(outline.kinds[number].record("")):
                counted[expression] += count
    return counted
