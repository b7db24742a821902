"""What scanning commands do before and after the scan: cache, licence index, progress."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from licenses.cli.command import spoken_language
from licenses.index.layout import NotAnIndex
from licenses.index.location import index_path
from licenses.language import say
from scanner.blobs import BlobAnalyser
from scanner.cache import FindingsCache, cache_dir, open_cache, unwritable
from scanner.cli.progress import progress_bar
from scanner.inventory import Inventory
from scanner.scan import Workings, scan_with_workings
from scanner.settings import Settings, read_settings
from scanner.source.excluding import excluding
from scanner.source.open import OpenSource, open_source


class Scanned(Struct, frozen=True):
    """A finished scan, its source still open."""

    opened: OpenSource
    inventory: Inventory
    settings: Settings  # of the source's owner, empty unless asked for
    seconds: float  # wall time from opening the source; building the licence index is not part of it


@contextmanager
def scanned(source: str, *, quiet: bool, own_settings: bool = False) -> Iterator[Scanned]:
    """Open a source and scan it, with progress for whoever watches.

    With `own_settings` the source's `trustpool.toml` or pyproject.toml says what is left out.

    Raises:
        InputUnreadable: the source, or its settings, cannot be read.
        BadUsage: the cache folder cannot be written.
    """
    with workshop(quiet=quiet) as tools, tools.open(source) as opened:
        settings = read_settings(opened.tree) if own_settings else Settings()
        inventory = tools.scan(opened, settings.exclude)
        yield Scanned(opened, inventory, settings, time.perf_counter() - tools.began)


class Workshop(Struct, frozen=True):
    """What scanning takes, ready for any number of trees."""

    scratch: Path  # a folder, removed at the end
    analyser: BlobAnalyser
    cache: FindingsCache
    quiet: bool
    began: float  # time.perf_counter() once the licence index was there

    @contextmanager
    def open(self, source: str) -> Iterator[OpenSource]:
        """A source as a person writes it, with progress for whoever waits for it."""
        with ExitStack() as stack:
            with progress_bar(say("reading the source", spoken_language()), quiet=self.quiet) as reading:
                opened = stack.enter_context(open_source(source, scratch=self.scratch, progress=reading))
            yield opened

    def scan(self, opened: OpenSource, exclude: tuple[str, ...] = ()) -> Inventory:
        """The inventory of a source without the paths that the patterns name."""
        return self.scan_with_workings(opened, exclude)[0]

    def scan_with_workings(self, opened: OpenSource, exclude: tuple[str, ...] = ()) -> tuple[Inventory, Workings]:
        """The same, and what the inventory was made of."""
        selected = replace(opened, tree=excluding(opened.tree, exclude))
        with progress_bar(say("scanning", spoken_language()), quiet=self.quiet) as progress:
            return scan_with_workings(selected, self.analyser, self.cache, progress)


@contextmanager
def workshop(*, quiet: bool, cached: type[FindingsCache] = FindingsCache) -> Iterator[Workshop]:
    """The licence index (compiled when this machine has none), the cache and a scratch folder.

    Raises:
        BadUsage: the cache folder cannot be written.
    """
    index = ready_index(quiet=quiet)
    began = time.perf_counter()
    analyser = _analyser(index, quiet=quiet)
    with (
        tempfile.TemporaryDirectory(prefix="trustpool-") as scratch,
        open_cache(cache_dir(), analyser.version, cached) as cache,
    ):
        yield Workshop(Path(scratch), analyser, cache, quiet, began)


def _analyser(index: Path, *, quiet: bool) -> BlobAnalyser:
    try:
        return BlobAnalyser.open(index)
    except NotAnIndex:  # cut off by a full disk, or copied in part
        index.unlink()
        return BlobAnalyser.open(ready_index(quiet=quiet))


def ready_index(*, quiet: bool) -> Path:
    """The licence index, compiled first when this machine has none.

    Raises:
        BadUsage: the cache folder cannot be written.
    """
    path = index_path(cache_dir())
    if not path.exists():
        from licenses.index.compile import compile_index

        with progress_bar(say("building the licence index (once)", spoken_language()), quiet=quiet) as progress:
            try:
                compile_index(path, progress)
            except OSError as error:
                raise unwritable(path.parent, error) from error
    return path
