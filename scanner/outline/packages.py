"""The packages of a tree from those of another: only what a change concerns is parsed again."""

from __future__ import annotations

from collections.abc import Set

from scanner.cache import FindingsCache
from scanner.manifest.globs import rooted_glob
from scanner.manifest.reader import completed
from scanner.manifest.run import parsers_of, read_packages
from scanner.outline.make import packages_of, run_of
from scanner.outline.outline import Outline, Packages, Run
from scanner.tree import Tree
from scanner.unify import Known, unified


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
    restated = {name for run in (*dropped, *fresh) for name in run.states}
    known = Known({component.purl: component for component in packages.components}, restated)
    said = [run.said() for run in runs]
    stated = [package for one in said for package in one.packages]
    components, edges = unified(stated, (edge for one in said for edge in one.dependencies), known)
    problems = tuple(problem for one in said for problem in one.problems)
    return packages_of(tuple(runs), problems, components, edges)
