"""Inventory → what a rule pack judges: the project, each component, each licence found in a file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from licenses.detection import LicenseMatch, MatchKind
from licenses.policy import RulePack
from licenses.scenario import Scenario
from licenses.subject import Origin, Relation, Subject, SubjectKind, Use, is_license_file, relation_of
from licenses.verdict import Verdict, evaluate
from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.inventory import Component, Conclusion, FileRecord, Inventory, Reason, SourceFacts
from scanner.origin import is_hashed, origin_of
from scanner.package import Dependency
from scanner.purpose import purpose_of

# What these say of a file is evidence to judge. A reference only names a licence, as documents, compatibility lists and
# licence tools do on every page, without saying that it applies; clues and introductions point at one.
EVIDENCE = (MatchKind.TAG, MatchKind.TEXT, MatchKind.NOTICE, MatchKind.UNKNOWN)


def judge(
    inventory: Inventory, pack: RulePack, scenario: Scenario | None = None, known: Advisories = NO_ADVISORIES
) -> Verdict:
    """The pack's verdict on everything in the inventory, as far as advisories are `known`."""
    return evaluate(subjects_of(inventory, known), pack, scenario)


def subjects_of(inventory: Inventory, known: Advisories = NO_ADVISORIES) -> Iterator[Subject]:
    """The project first, then components by purl, then files by path."""
    root = inventory.conclusions[0]
    named = [file for file in inventory.files if file.path in root.key_files]
    owned = any(file.copyrights for file in inventory.files)
    yield project_subject(inventory.source, root, named, owned)
    depths = depths_of(inventory.components, inventory.dependencies)
    for component in inventory.components:
        yield component_subject(component, depths, known)
    for file in inventory.files:
        yield from file_subjects(file)


def project_subject(source: SourceFacts, root: Conclusion, key_files: Iterable[FileRecord], owned: bool) -> Subject:
    """The whole, under what was concluded for the root of its tree from its key files.

    `owned` is whether any file has a copyright statement.
    """
    return Subject(
        kind=SubjectKind.PROJECT,
        identity=source.name,
        expression=root.concluded,
        declared=root.declared,
        detected=" AND ".join(f"({expression})" for expression in root.detected),
        first_party=True,
        path=root.manifest or next(iter(root.key_files), ""),
        license_text=False,
        stated=root.reason is not Reason.FILES,
        edited=_edited(match for file in key_files for match in file.licenses),
        copyright=owned,
        origin=Origin.LOCAL,
        signed=source.signed,
    )


def _edited(matches: Iterable[LicenseMatch]) -> bool | None:
    """Whether any licence text differs from the known one; None when there is none."""
    texts = [match for match in matches if match.kind is MatchKind.TEXT]
    return any(match.coverage < 1 for match in texts) if texts else None


def component_subject(component: Component, depths: Mapping[str, int], known: Advisories) -> Subject:
    """A package; `depths` are those of `depths_of`."""
    use = Use(component.scope.value)
    first = component.evidence[0]
    return Subject(
        kind=SubjectKind.COMPONENT,
        identity=component.purl,
        expression=component.declared_license,
        declared=component.declared_license,
        use=use,
        relation=relation_of(component.purl, use),
        direct=component.direct,
        depth=depths.get(component.purl),
        first_party=component.first_party,
        advisories=() if component.first_party else known.about(component.purl),
        copyright=True if component.copyright else None,
        origin=origin_of(component),
        pinned=bool(component.version),
        hashed=is_hashed(component),
        path=first.path,
        first_line=first.line,
        last_line=first.line,
    )


def file_subjects(file: FileRecord) -> Iterator[Subject]:
    """One subject for each expression, at its first lines."""
    evidence = sorted((m for m in file.licenses if m.kind in EVIDENCE), key=_by_expression)
    for expression, group in groupby(evidence, key=lambda match: match.expression):
        matches = list(group)
        match = matches[0]
        yield Subject(
            kind=SubjectKind.FILE,
            identity=file.path,
            expression=expression,
            detected=expression,
            use=Use(purpose_of(file.path).value),
            relation=Relation.COPIED,
            path=file.path,
            first_line=match.first_line,
            last_line=match.last_line,
            license_text=is_license_file(file.path),
            edited=bool(_edited(matches)),
            copyright=bool(file.copyrights),
            origin=Origin.LOCAL,
        )


def _by_expression(match: LicenseMatch) -> tuple[str, int]:
    return match.expression, match.first_line


def depths_of(components: Iterable[Component], dependencies: Iterable[Dependency]) -> dict[str, int]:
    """Edges from the nearest first-party package, by breadth-first search."""
    needs: dict[str, list[str]] = {}
    for edge in dependencies:
        needs.setdefault(edge.dependent, []).append(edge.dependency)
    depths = {component.purl: 0 for component in components if component.first_party}
    waiting = deque(depths)
    while waiting:
        purl = waiting.popleft()
        for needed in needs.get(purl, ()):
            if needed not in depths:
                depths[needed] = depths[purl] + 1
                waiting.append(needed)
    return depths
