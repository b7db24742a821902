"""The outline of a tree: which file is where, of what kind it is for a judge, and the packages.

Tens of thousands of files are of a few thousand kinds (the same licence header in the same lines), so a tree is held
as three columns, and questions are asked of kinds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

import msgspec
from msgspec import Raw, Struct

from licenses.copyright.finding import Copyright
from licenses.detection import LicenseMatch
from licenses.subject import Subject
from scanner.inventory import Component, FileRecord, Treatment
from scanner.judge import file_subjects
from scanner.package import Dependency, Package, Scope
from scanner.problem import Problem
from scanner.unify import Draft, United

_SOMEONE = (Copyright("", (), "", 1, 1),)  # stands for whatever statements there are


class Kind(Struct, frozen=True):
    """All that a judge asks of a file besides its path; equal paths' purposes apart, equal kinds are judged alike."""

    treatment: Treatment
    licenses: tuple[LicenseMatch, ...]  # as `bare` leaves them
    owned: bool  # has copyright statements
    use: str  # a Scope's value, by the path
    legal: bool  # a licence text or notice, by the path

    def record(self, path: str, blob: str = "") -> FileRecord:
        """A file of this kind, without what no judge asks for."""
        copyrights = _SOMEONE if self.owned else ()
        return FileRecord(path, blob, 0, self.treatment, licenses=self.licenses, copyrights=copyrights)

    def subjects(self, path: str) -> tuple[Subject, ...]:
        """What of a file of this kind is judged."""
        return tuple(file_subjects(self.record(path)))


class Said(Struct, frozen=True, array_like=True):
    """What a parser says of a file's packages."""

    packages: tuple[Package, ...]
    dependencies: tuple[Dependency, ...]


class Run(Struct, frozen=True):
    """A parser's run on a file, and what of the tree its answer depends on."""

    path: str
    names: tuple[str, ...]  # of packages and of the ends of edges, as scanner.resolve.comparable names them
    reads: tuple[str, ...]  # paths, whether there is a file or not
    globs: tuple[str, ...]  # patterns from the root
    problems: tuple[Problem, ...]
    packed: Raw  # a `Said`, in MessagePack: asked for only by a change that concerns its packages

    def said(self) -> Said:
        """Its answer."""
        return msgspec.msgpack.decode(self.packed, type=Said)


class Basis(Struct, frozen=True, array_like=True):
    """What components are made of, beyond what they say themselves."""

    weights: tuple[tuple[Scope | None, bool, Scope], ...]  # of each component, as scanner.unify.Draft has them
    edges: list[Dependency]


class Packages(Struct, frozen=True):
    """What the manifests of a tree amount to."""

    components: tuple[Component, ...]
    packed: Raw  # a `Basis`
    depths: Mapping[str, int]  # purl: edges from the nearest first-party package
    runs: tuple[Run, ...]
    problems: tuple[Problem, ...]

    def united(self) -> United:
        """The drafts and edges that the components were made of."""
        basis = msgspec.msgpack.decode(self.packed, type=Basis)
        drafts = (Draft(one, *weight) for one, weight in zip(self.components, basis.weights, strict=True))
        return United({draft.component.purl: draft for draft in drafts}, basis.edges)


class Outline(Struct, frozen=True):
    """One tree. Its columns are of equal length, sorted by path."""

    tree: str  # git id, hex
    paths: list[str]
    blobs: bytes  # 20 of each entry's object id
    kind_of: array[int]  # place in `kinds`
    kinds: list[Kind]
    packages: Packages
    listed: tuple[Problem, ...]  # met while the tree was listed
    unread: tuple[Problem, ...]  # files whose content was not, or not wholly, looked at

    @property
    def blob_by_path(self) -> dict[str, str]:
        """The object ids of the files that were read."""
        return self._ids(lambda treatment: treatment not in _UNREAD)

    @property
    def commit_by_path(self) -> dict[str, str]:
        """The commits of the submodules."""
        return self._ids(lambda treatment: treatment is Treatment.SUBMODULE)

    def _ids(self, wanted: Callable[[Treatment], bool]) -> dict[str, str]:
        kinds = [wanted(kind.treatment) for kind in self.kinds]
        if not any(kinds):
            return {}
        ids = self.blobs.hex()
        return {
            path: ids[40 * place : 40 * place + 40]
            for place, (path, kind) in enumerate(zip(self.paths, self.kind_of, strict=True))
            if kinds[kind]
        }

    def place(self, path: str) -> int | None:
        """The row of a path."""
        place = bisect_left(self.paths, path)
        return place if place < len(self.paths) and self.paths[place] == path else None

    def kind_at(self, path: str) -> Kind | None:
        """The kind of the file at a path; None when there is none."""
        place = self.place(path)
        return None if place is None else self.kinds[self.kind_of[place]]

    def below(self, folder: str) -> range:
        """The rows of the files below a folder."""
        return range(bisect_left(self.paths, f"{folder}/"), bisect_left(self.paths, f"{folder}0"))  # "0" follows "/"

    def subjects(self) -> Iterator[Subject]:
        """What of every file is judged, by path."""
        for path, kind in zip(self.paths, self.kind_of, strict=True):
            yield from self.kinds[kind].subjects(path)


_UNREAD = (Treatment.SYMLINK, Treatment.SUBMODULE, Treatment.ABSENT)
