"""The verdict on a change from the outlines of both trees: what scanner.change finds with two whole scans.

What did not change is judged alike in both trees as long as the project's own licence is the same, so of it only the
number of findings is asked, kind by kind. Where the licence did change, every file is judged in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from msgspec.structs import replace

from licenses.policy import RulePack
from licenses.scenario import Scenario
from licenses.subject import Subject
from licenses.verdict import Verdict, count_findings, evaluate
from licenses.waiver_baseline import versionless
from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.change import brought
from scanner.inventory import Component, SourceFacts
from scanner.judge import component_subject
from scanner.outline.conclude import project_of
from scanner.outline.outline import Outline
from scanner.outline.quick import QuickChange
from scanner.problem import Problem
from scanner.scan import in_order
from scanner.unseen import with_unseen


def verdict_between(
    change: QuickChange,
    sources: tuple[SourceFacts, SourceFacts],
    pack: RulePack,
    scenario: Scenario | None = None,
    known: Advisories = NO_ADVISORIES,
) -> tuple[Verdict, int]:
    """The pack's verdict on what a change brings, and how many findings both sides have.

    `sources` are the facts about head and base.
    """
    head, base, changed = change.head, change.base, change.changed
    sides = _Side(head, sources[0], known), _Side(base, sources[1], known)
    if sides[0].license != sides[1].license:
        whole = [with_unseen(evaluate(side.all(), pack, scenario), side.problems()) for side in sides]
        return brought(whole[0], whole[1])
    packages = _unequal_packages(head, base)
    parts = [with_unseen(evaluate(side.part(changed, packages), pack, scenario), side.problems()) for side in sides]
    verdict, before = brought(parts[0], parts[1])
    rest = sides[0].rest(changed, packages)
    judged = verdict.judged + sum(len(paths) or 1 for _, paths in rest)
    same = count_findings(rest, pack, verdict.scenario, verdict.outbound)
    return replace(verdict, judged=judged), before + same


def _unequal_packages(head: Outline, base: Outline) -> Set[str]:
    """The packages, without their versions, of which any version differs between the trees."""
    ours, theirs = head.packages, base.packages
    if ours is theirs:
        return frozenset()
    known = {one.purl: one for one in theirs.components}
    now = {one.purl: one for one in ours.components}
    return {
        versionless(purl)
        for purl in known.keys() | now.keys()
        if known.get(purl) != now.get(purl) or ours.depths.get(purl) != theirs.depths.get(purl)
    }


class _Side:
    """One of the two trees."""

    def __init__(self, outline: Outline, source: SourceFacts, known: Advisories) -> None:
        self._outline = outline
        self._known = known
        self._project = project_of(outline, source)

    @property
    def license(self) -> str:
        """What the project is passed on under."""
        return self._project.expression

    def all(self) -> Iterator[Subject]:
        """Everything that is judged of the tree."""
        yield self._project
        yield from map(self._component, self._outline.packages.components)
        yield from self._outline.subjects()

    def part(self, changed: Set[str], packages: Set[str]) -> Iterator[Subject]:
        """The project, these packages, and the files at these paths."""
        yield self._project
        for component in self._outline.packages.components if packages else ():
            if versionless(component.purl) in packages:
                yield self._component(component)
        for path in sorted(changed):
            if kind := self._outline.kind_at(path):
                yield from kind.subjects(path)

    def rest(self, changed: Set[str], packages: Set[str]) -> list[tuple[Subject, Sequence[str]]]:
        """What `part` leaves out, files that differ in their path alone together."""
        components = self._outline.packages.components
        others = [one for one in components if versionless(one.purl) not in packages] if packages else components
        groups: list[tuple[Subject, Sequence[str]]] = [(self._component(one), ()) for one in others]
        paths: dict[int, list[str]] = defaultdict(list)
        for path, number in zip(self._outline.paths, self._outline.kind_of, strict=True):
            paths[number].append(path)
        for number, alike in paths.items():
            left = [path for path in alike if path not in changed]
            if left:
                groups += [(subject, left) for subject in self._outline.kinds[number].subjects(left[0])]
        return groups

    def problems(self) -> tuple[Problem, ...]:
        """What could not be looked at, in the order of an inventory."""
        outline = self._outline
        return in_order((*outline.listed, *outline.packages.problems, *outline.unread))

    def _component(self, component: Component) -> Subject:
        return component_subject(component, self._outline.packages.depths, self._known)
