"""A progress bar on the terminal's error stream, only when a person is watching and the work is long enough to see."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 0.7  # seconds of work before a bar appears: short work shows none
_REDRAW = 0.1  # seconds between two drawings


@contextmanager
def progress_bar(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A function (done, total) that draws a bar; it draws nothing when quiet or when nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    task = bar.add_task(label, total=None)
    appears = time.monotonic() + _PATIENCE
    due = appears

    def draw(done: int, total: int) -> None:
        nonlocal due
        now = time.monotonic()
        if now < due:
            return
        due = now + _REDRAW
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total, refresh=True)

    try:
        yield draw
    finally:
        bar.stop()
