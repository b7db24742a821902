"""A scan → its outline."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import msgspec

from licenses.detection import LicenseMatch, MatchKind
from licenses.subject import is_license_file
from scanner.inventory import Component, FileRecord, Inventory
from scanner.judge import depths_of
from scanner.manifest.run import ParserRun
from scanner.outline.outline import Basis, Kind, Outline, Packages, Run, Said
from scanner.package import Dependency
from scanner.problem import Problem
from scanner.purpose import purpose_of
from scanner.resolve import comparable
from scanner.reuse.stated import states
from scanner.scan import Workings, unread
from scanner.unify import United

# after these a tree is not wholly known, or will be another the next time
_UNSETTLED = ("blob-unreadable", "folder-unreadable", "problems-not-listed", "file-changed", "file-unreadable")
_PASSING = ("uncommitted-changes", "changes-unknown", "objects-borrowed")  # said of each opening anew
_POINTERS = (MatchKind.INTRO, MatchKind.CLUE)  # no judge asks for them
_LIKELY = 0.8  # where scanner.conclusion and scanner.references draw the line


def outline_of(inventory: Inventory, workings: Workings) -> Outline | None:
    """The outline of a scanned tree; None when it cannot be relied on."""
    if any(problem.code in _UNSETTLED for problem in workings.listed):
        return None
    kinds: dict[Kind, int] = {}
    kind_of = array("I")
    stated = any(states(file.path) for file in workings.files)  # then equal blobs may be under different licences
    kind_of_one = kind_of_file if stated else _Bared().kind
    for file in workings.files:
        kind_of.append(kinds.setdefault(kind_of_one(file), len(kinds)))
    return Outline(
        tree=inventory.source.tree,
        paths=[file.path for file in inventory.files],
        blobs=b"".join(bytes.fromhex(file.blob) for file in inventory.files),
        kind_of=kind_of,
        kinds=list(kinds),
        packages=packages_of(
            tuple(map(run_of, workings.packages.runs)),
            workings.packages.problems,
            workings.united,
            (inventory.components, inventory.dependencies),
        ),
        listed=tuple(problem for problem in workings.listed if problem.code not in _PASSING),
        unread=tuple(problem for file in inventory.files for problem in unread(file)),
    )


def packages_of(
    runs: tuple[Run, ...],
    problems: tuple[Problem, ...],
    together: United,
    settled: tuple[tuple[Component, ...], Iterable[Dependency]],
) -> Packages:
    """The packages' part of an outline; `settled` is what `together` amounts to."""
    components, edges = settled
    weights = tuple((draft.told, draft.asked, draft.place) for draft in together.drafts.values())
    packed = msgspec.Raw(msgspec.msgpack.encode(Basis(weights, together.edges)))
    return Packages(components, packed, depths_of(components, edges), runs, problems)


def kind_of_file(file: FileRecord) -> Kind:
    """What a judge asks of a file."""
    return Kind(
        treatment=file.treatment,
        licenses=tuple(_bare(file.licenses)),
        owned=bool(file.copyrights),
        use=purpose_of(file.path).value,
        legal=is_license_file(file.path),
    )


class _Bared:
    """Makes kinds; the licences of one blob once, in however many places it lies."""

    def __init__(self) -> None:
        self._licenses: dict[str, tuple[LicenseMatch, ...]] = {}  # by blob

    def kind(self, file: FileRecord) -> Kind:
        """As `kind_of_file`."""
        licenses = self._licenses.get(file.blob)
        if licenses is None or not file.licenses:
            licenses = self._licenses[file.blob] = tuple(_bare(file.licenses))
        return Kind(
            treatment=file.treatment,
            licenses=licenses,
            owned=bool(file.copyrights),
            use=purpose_of(file.path).value,
            legal=is_license_file(file.path),
        )


def run_of(run: ParserRun) -> Run:
    """A run, and its answer packed."""
    said = Said(run.packages, run.dependencies)
    return Run(
        path=run.key.path,
        names=tuple(dict.fromkeys(map(comparable, _purls(said)))),
        reads=tuple(path for path, _ in run.reads),
        globs=tuple(pattern for pattern, _ in run.globs),
        problems=run.problems,
        packed=msgspec.Raw(msgspec.msgpack.encode(said)),
    )


def _purls(said: Said) -> Iterator[str]:
    yield from (package.purl for package in said.packages)
    for edge in said.dependencies:
        yield edge.dependent
        yield edge.dependency


def _bare(licenses: tuple[LicenseMatch, ...]) -> Iterator[LicenseMatch]:
    """The matches without their rules, and with just as much of their figures as decides something."""
    for match in licenses:
        if match.kind not in _POINTERS:
            score = float(match.score >= _LIKELY)
            edited = float(match.coverage >= 1)
            yield LicenseMatch(match.expression, "", match.kind, match.first_line, match.last_line, edited, score)
