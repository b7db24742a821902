"""What the gate looks at: one tree, or a change and what it is compared with, and the settings that it is judged by.

The settings of a change are those of the tree *before* it. A pull request may edit trustpool.toml, waivers and packs;
were they read from its own tree, it could let itself through.

A whole scan of a repository leaves an outline behind, from which the next changes are judged without another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from licenses.policy import RulePack
from licenses.scenario import Scenario
from licenses.verdict import Verdict
from scanner.advisories.configured import advisories_at, advisories_in_settings
from scanner.advisories.known import Advisories
from scanner.cache import cache_dir
from scanner.change import verdict_on
from scanner.cli.session import Workshop, workshop
from scanner.inventory import Inventory
from scanner.outline.keep import KeptOutlines
from scanner.outline.make import outline_of
from scanner.outline.quick import Quick
from scanner.outline.verdict import verdict_between
from scanner.problem import Problem
from scanner.remembering import RememberingCache
from scanner.settings import Settings, read_settings
from scanner.settings_files import SettingsFiles
from scanner.source.base import Base, is_local, open_base
from scanner.source.difference import Unordinary
from scanner.source.folders import folders_tree
from scanner.source.git import GitTree
from scanner.source.opened import OpenSource
from scanner.source.staged import StagedTree, has_commit, open_staged
from scanner.tree import Tree

# the verdict on what is judged, and how many findings of before it leaves out
Judge = Callable[[RulePack, Scenario | None], tuple[Verdict, int]]


@dataclass(frozen=True, slots=True)
class GateScan:
    """What is judged, its sources still open."""

    name: str  # the project's
    problems: tuple[Problem, ...]  # met while the source was opened or scanned
    judge: Judge
    settings: Settings
    files: SettingsFiles  # what the settings name
    base: Base | None = None  # what the change is compared with


@contextmanager
def gate_scan(
    source: str, *, quiet: bool, base: str = "", staged: bool = False, advisories: Path | None = None
) -> Iterator[GateScan]:
    """Scan a source; with `base`, what it brings to that; with `staged`, what would be committed now.

    `advisories` is where known vulnerabilities are written, instead of where the settings say.

    What is staged is compared with HEAD when no base is named; before the first commit, with nothing.

    Raises:
        InputUnreadable: the source, its base or its settings cannot be read.
        BadUsage: there is no history to compare in; the cache folder cannot be written.
    """
    with workshop(quiet=quiet, cached=RememberingCache) as tools, ExitStack() as stack:
        opening = open_staged(source, scratch=tools.scratch) if staged else tools.open(source)
        opened = stack.enter_context(opening)

        def known(settings: Settings) -> Advisories:
            named = partial(advisories_in_settings, settings.advisories, settings.path, opened.facts.location)
            return stack.enter_context(advisories_at(advisories, named))

        compared = base or ("HEAD" if staged and has_commit(opened, tools.scratch) else "")
        if not compared:
            yield _whole(opened, known, tools)
            return
        found, earlier = stack.enter_context(open_base(opened, compared, scratch=tools.scratch))
        yield _change(opened, earlier, found, known, tools)


def _whole(opened: OpenSource, known: Callable[[Settings], Advisories], tools: Workshop) -> GateScan:
    settings = read_settings(opened.tree)
    advisories = known(settings)
    inventory = _scanned(opened, settings, tools)
    judge = partial(verdict_on, inventory, None, known=advisories)
    return GateScan(inventory.source.name, inventory.problems, judge, settings, _files(opened.tree, settings, tools))


def _change(
    opened: OpenSource, earlier: OpenSource, base: Base, known: Callable[[Settings], Advisories], tools: Workshop
) -> GateScan:
    settings = read_settings(_folders(earlier.tree, [""]))
    advisories = known(settings)
    named = [str(PurePosixPath(name).parent) for name in (settings.pack, settings.waivers, settings.baseline) if name]
    files = _files(_folders(earlier.tree, ["" if name == "." else name for name in named]), settings, tools)
    if not files.complete():
        files = _files(earlier.tree, settings, tools)
    if judge := _quick(opened, earlier, settings, advisories, tools):
        noted = opened.tree.noted if isinstance(opened.tree, GitTree) else ()
        return GateScan(opened.facts.name, noted, judge, settings, files, base)
    inventory = _scanned(opened, settings, tools)
    judge = partial(verdict_on, inventory, partial(tools.scan, earlier, settings.exclude), known=advisories)
    return GateScan(inventory.source.name, inventory.problems, judge, settings, files, base)


def _quick(
    opened: OpenSource, earlier: OpenSource, settings: Settings, known: Advisories, tools: Workshop
) -> Judge | None:
    """How to judge the change from an outline; None when there is none that serves."""
    head, before, kept = opened.tree, earlier.tree, _kept(opened, tools)
    if kept is None or not isinstance(head, GitTree) or not isinstance(before, GitTree):
        return None
    try:
        staged = head.changes_from(before.tree_id) if isinstance(head, StagedTree) else None
    except Unordinary:
        return None
    found = Quick(kept, tools.analyser, tools.cache).change(before, head, settings.exclude, staged)
    return partial(verdict_between, found, (opened.facts, earlier.facts), known=known) if found else None


def _scanned(opened: OpenSource, settings: Settings, tools: Workshop) -> Inventory:
    """The inventory; an outline stays behind."""
    inventory, workings = tools.scan_with_workings(opened, settings.exclude)
    if kept := _kept(opened, tools):
        inventory = replace(inventory, source=replace(inventory.source, tree=opened.tree.tree_id))
        if outline := outline_of(inventory, workings):
            kept.keep(outline, settings.exclude)
    return inventory


def _kept(opened: OpenSource, tools: Workshop) -> KeptOutlines | None:
    """Where outlines of a repository on this machine are kept."""
    if opened.repository is None or not is_local(opened):
        return None
    return KeptOutlines(cache_dir(), opened.repository.common_dir, tools.analyser.version)


def _folders(tree: Tree, folders: list[str]) -> Tree:
    return folders_tree(tree, folders) if isinstance(tree, GitTree) else tree


def _files(tree: Tree, settings: Settings, tools: Workshop) -> SettingsFiles:
    return SettingsFiles(tree, settings, tools.scratch / "settings")
