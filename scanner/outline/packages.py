"""The packages of a tree from those of another: only what a change concerns is parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from scanner.cache import FindingsCache
from scanner.manifest.globs import rooted_glob
from scanner.manifest.reader import completed
from scanner.manifest.run import parsers_of, read_packages
from scanner.outline.make import packages_of, run_of
from scanner.outline.outline import Outline, Packages, Run, Said
from scanner.package import Dependency
from scanner.resolve import comparable
from scanner.tree import Tree
from scanner.unify import United, united, weighed


def concerned(packages: Packages, changed: Set[str]) -> bool:
    """Whether a manifest, or something that a parser looked at, is among the changed paths."""
    return any(parsers_of(path) for path in changed) or any(_looked_at(run, changed) for run in packages.runs)


def _looked_at(run: Run, changed: Set[str]) -> bool:
    return not changed.isdisjoint(run.reads) or any(
        rooted_glob(pattern).match(path) for pattern in run.globs for path in changed
    )


def packages_after(after: Outline, changed: Set[str], tree: Tree, cache: FindingsCache) -> Packages:
    """The packages of the tree with the rows of `after`, which differs in `changed` from that of its packages."""
    packages, blobs = after.packages, after.blob_by_path
    again = {run.path for run in packages.runs if run.path in changed or _looked_at(run, changed)} | changed
    read = read_packages(blobs, tree.blobs, cache.manifest, again & blobs.keys(), completed(tree), after.commit_by_path)
    cache.store_manifests(read.fresh)
    dropped, fresh = [run for run in packages.runs if run.path in again], [run_of(run) for run in read.runs]
    runs = sorted((*(run for run in packages.runs if run.path not in again), *fresh), key=lambda run: run.path)
    restated = {name for run in (*dropped, *fresh) for name in run.names}
    together = reunited(packages.united(), restated, runs)
    problems = tuple(problem for run in runs for problem in run.problems)
    return packages_of(tuple(runs), problems, together, weighed(together))


def reunited(before: United, restated: Set[str], runs: Sequence[Run]) -> United:
    """As `united` of all that the runs say, when only packages of these names may have become others."""
    edges = [edge for one in _said(runs, restated) for edge in one.dependencies if _touches(edge, restated)]
    names = restated | {comparable(purl) for edge in edges for purl in (edge.dependent, edge.dependency)}
    stated = (package for one in _said(runs, names) for package in one.packages if comparable(package.purl) in names)
    part = united(stated, edges)
    drafts = {purl: draft for purl, draft in before.drafts.items() if comparable(purl) not in restated}
    drafts |= {purl: draft for purl, draft in part.drafts.items() if comparable(purl) in restated}
    left = [edge for edge in before.edges if not _touches(edge, restated)]
    return United(dict(sorted(drafts.items())), sorted((*left, *part.edges), key=_ends))


def _said(runs: Iterable[Run], names: Set[str]) -> Iterator[Said]:
    return (run.said() for run in runs if not names.isdisjoint(run.names))


def _touches(edge: Dependency, names: Set[str]) -> bool:
    return comparable(edge.dependent) in names or comparable(edge.dependency) in names


def _ends(edge: Dependency) -> tuple[str, str]:
    return edge.dependent, edge.dependency
