"""The packages of a tree from those of another: only what a change concerns is parsed again."""

from __future__ import annotations

from collections.abc import Set

from scanner.cache import FindingsCache
from scanner.manifest.globs import rooted_glob
from scanner.manifest.reader import completed
from scanner.manifest.run import parsers_of, read_packages
from scanner.outline.make import packages_of
from scanner.outline.outline import Outline, Packages, Run
from scanner.resolve import comparable
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
    candidates = ({run.path for run in packages.runs} | changed) & blobs.keys()
    facts = read_packages(blobs, tree.blobs, cache.manifest, candidates, completed(tree), after.commit_by_path)
    cache.store_manifests(facts.fresh)
    said = {name for run in packages.runs if run.path in again for name in run.states}
    says = {comparable(package.purl) for run in facts.runs if run.key.path in again for package in run.packages}
    known = Known({component.purl: component for component in packages.components}, said | says)
    return packages_of(facts, *unified(facts.packages, facts.dependencies, known))
