"""What the gate looks at: one tree, or a change and what it is compared with, and the settings that it is judged by.

The settings of a change are those of the tree *before* it. A pull request may edit trustpool.toml, waivers and packs;
were they read from its own tree, it could let itself through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from scanner.cli.session import Workshop, workshop
from scanner.inventory import Inventory
from scanner.remembering import RememberingCache
from scanner.settings import Settings, read_settings
from scanner.settings_files import SettingsFiles
from scanner.source.base import Base, open_base
from scanner.source.opened import OpenSource
from scanner.source.staged import has_commit, open_staged


@dataclass(frozen=True, slots=True)
class GateScan:
    """What is judged, its sources still open."""

    inventory: Inventory
    settings: Settings
    files: SettingsFiles  # what the settings name
    base: Base | None = None  # what the change is compared with
    before: Callable[[], Inventory] | None = None  # the tree before the change, scanned when it is asked for


@contextmanager
def gate_scan(source: str, *, quiet: bool, base: str = "", staged: bool = False) -> Iterator[GateScan]:
    """Scan a source; with `base`, also what it is compared with; with `staged`, what would be committed now.

    What is staged is compared with HEAD when no base is named; before the first commit, with nothing.

    Raises:
        InputUnreadable: the source, its base or its settings cannot be read.
        BadUsage: there is no history to compare in; the cache folder cannot be written.
    """
    with workshop(quiet=quiet, cached=RememberingCache) as tools, ExitStack() as stack:
        opening = open_staged(source, scratch=tools.scratch) if staged else tools.open(source)
        opened = stack.enter_context(opening)
        compared = base or ("HEAD" if staged and has_commit(opened, tools.scratch) else "")
        if not compared:
            yield _whole(opened, tools)
            return
        found, earlier = stack.enter_context(open_base(opened, compared, scratch=tools.scratch))
        yield _change(opened, earlier, found, tools)


def _whole(opened: OpenSource, tools: Workshop) -> GateScan:
    settings = read_settings(opened.tree)
    return GateScan(tools.scan(opened, settings.exclude), settings, _files(opened, settings, tools))


def _change(opened: OpenSource, earlier: OpenSource, base: Base, tools: Workshop) -> GateScan:
    settings = read_settings(earlier.tree)
    return GateScan(
        inventory=tools.scan(opened, settings.exclude),
        settings=settings,
        files=_files(earlier, settings, tools),
        base=base,
        before=partial(tools.scan, earlier, settings.exclude),
    )


def _files(opened: OpenSource, settings: Settings, tools: Workshop) -> SettingsFiles:
    return SettingsFiles(opened.tree, settings, tools.scratch / "settings")
