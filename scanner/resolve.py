"""Which version a requirement without one means, as the lockfiles of its project say.

A requirement of a folder is answered by the nearest lockfile: of the same folder, else of a folder above when the
locked version satisfies it (a workspace root), else by a first-party package anywhere in the tree (a workspace
sibling), else by the requirement itself when only one version satisfies it. A copy of a library that only its folder
is named after has the version that its own files, further inside, state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from scanner.package import Dependency, Package
from scanner.purl import version_of, with_version, without_version
from scanner.requirement import admits, version_order
from scanner.vers import exact

_NO_REGISTRY = "pkg:generic/"


class Resolver:
    """The versions that a tree's files pin, by package and folder."""

    def __init__(self, packages: list[Package]) -> None:
        self._pinned: dict[tuple[str, str], list[Package]] = defaultdict(list)  # (base purl, folder)
        self._own: dict[str, list[Package]] = defaultdict(list)  # first-party packages with a version, by base purl
        self._inside: dict[str, list[Package]] = defaultdict(list)  # of no registry, by base purl
        self._answers: dict[tuple[str, str, str], str] = {}
        for package in packages:
            if version_of(package.purl):
                self._pinned[comparable(package.purl), folder_of(package.evidence.path)].append(package)
                if package.purl.startswith(_NO_REGISTRY):
                    self._inside[comparable(package.purl)].append(package)
                if package.first_party:
                    self._own[comparable(package.purl)].append(package)

    def package(self, package: Package) -> str:
        """The purl that a package resolves to; its own when it has a version or none is known."""
        if version_of(package.purl):
            return package.purl
        return self.purl(package.purl, package.requirement, folder_of(package.evidence.path))

    def edge(self, edge: Dependency) -> Dependency:
        """The edge between resolved purls."""
        if version_of(edge.dependency) and version_of(edge.dependent):
            return edge
        folder = folder_of(edge.evidence.path)
        dependency = self.purl(edge.dependency, edge.requirement, folder)
        return replace(edge, dependent=self.purl(edge.dependent, "", folder), dependency=dependency)

    def purl(self, purl: str, requirement: str, folder: str) -> str:
        """The purl that an unversioned one means when `folder` asks for it."""
        if version_of(purl):
            return purl
        asked = (purl, requirement, folder)
        if asked not in self._answers:
            self._answers[asked] = self._resolve(*asked)
        return self._answers[asked]

    def _resolve(self, purl: str, requirement: str, folder: str) -> str:
        base, kind = comparable(purl), purl.removeprefix("pkg:").partition("/")[0]
        for above in _upwards(folder):
            found = self._pinned.get((base, above), [])
            judged = [(admits(kind, requirement, version_of(package.purl)), package) for package in found]
            good = [package for verdict, package in judged if verdict or (verdict is None and above == folder)]
            same_part = [package for package in good if part_of(package.purl) == part_of(purl)]
            # A lone version in the same folder's lockfile is the answer, whatever we make of the range.
            if good or (above == folder and len({package.purl for package in found}) == 1):
                return max(same_part or good or found, key=_likelihood).purl
        own = [package for package in self._own.get(base, ()) if admits(kind, requirement, version_of(package.purl))]
        own = own or [each for each in self._below(base, folder) if not requirement]
        if own:
            return max(own, key=_likelihood).purl
        return with_version(purl, exact(kind, requirement))

    def _below(self, base: str, folder: str) -> Iterator[Package]:
        """What files further inside a folder say of the copy that the folder is."""
        return (each for each in self._inside.get(base, ()) if folder and each.evidence.path.startswith(f"{folder}/"))


def comparable(purl: str) -> str:
    """The package of a purl, any version, as its registry compares names: to Python's, `zope.interface` is
    `zope-interface`.
    """
    base = without_version(purl)
    return base.replace(".", "-") if base.startswith("pkg:pypi/") else base


def part_of(purl: str) -> str:
    """The subpath of a purl, "" when it names the whole package."""
    return purl.partition("#")[2]


def folder_of(path: str) -> str:
    """The path's folder, "" at the root."""
    return path.rpartition("/")[0]


def _likelihood(package: Package) -> tuple[bool, tuple[tuple[int, ...], bool, str]]:
    return bool(package.direct), version_order(version_of(package.purl))


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while folder:
        folder = folder_of(folder)
        yield folder
