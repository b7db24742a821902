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
from scanner.change import brought
from scanner.inventory import Component, Conclusion
from scanner.judge import component_subject, project_subject
from scanner.outline.conclude import root_conclusion
from scanner.outline.outline import Outline
from scanner.problem import Problem
from scanner.scan import in_order
from scanner.unseen import with_unseen


def verdict_between(
    head: Outline, base: Outline, changed: Set[str], name: str, pack: RulePack, scenario: Scenario | None = None
) -> tuple[Verdict, int]:
    """The pack's verdict on what `head` brings to `base`, and how many findings both have.

    `changed` are the paths in which they differ, `name` is the project's.
    """
    roots = root_conclusion(head), root_conclusion(base)
    sides = _Side(head, roots[0], name), _Side(base, roots[1], name)
    if roots[0].concluded != roots[1].concluded:
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

    def __init__(self, outline: Outline, root: Conclusion, name: str) -> None:
        self._outline = outline
        self._project = project_subject(name, root)

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
        return component_subject(component, self._outline.packages.depths)
