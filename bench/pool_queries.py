"""The pool's questions on a synthetic pool: `python -m bench.pool_queries`, on SQLite and PostgreSQL.

Prints the 95th percentile of each question's time and how many statements it takes. Times are of CPU, our own and the
database's together: what a question takes on a machine with nothing else to do. `--keep FOLDER` fills pools that are
kept there and asked again the next time.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event, text

from bench.databases import postgresql
from bench.pool_rows import LICENSES, WORDS, fill
from registry.home import Home
from registry.models import Project
from registry.pool import Pool, open_pool
from registry.services.contents import components_of, dependencies_of, licenses_of
from registry.services.projects import find_projects, project
from registry.services.releases import release
from registry.services.search import Query, read_query
from registry.services.usage import who_contains, who_uses

ASKED = 60  # times that each question is asked, each time about something else


@dataclass(frozen=True, slots=True)
class Cost:
    """What a question costs: the 95th percentiles of its CPU and wall time, in ms, and its number of statements."""

    cpu: float
    wall: float
    statements: float


def questions(pool: Pool, projects: int, chance: random.Random) -> dict[str, Callable[[], object]]:
    """What people and programs ask, each time about something else."""

    def some_package() -> str:
        return f"pkg:npm/package-{int((projects * 5) ** chance.random())}"

    def some_version() -> str:
        number = int((projects * 5) ** chance.random())
        return f"pkg:npm/package-{number}@{chance.randrange(7)}.{number % 5}.0"

    def some_name() -> str:
        with pool.database.reading() as session:
            return session.get_one(Project, chance.randint(1, projects)).name

    def some_blob() -> str:
        return f"{chance.randrange(projects * 3) * 2:040x}"

    names = iter([some_name() for _ in range(5 * ASKED)])

    def release_page() -> None:
        found = release(pool, next(names), f"1.{chance.randrange(10)}")
        licenses_of(pool, found.id)
        components_of(pool, found.id, limit=40)
        dependencies_of(pool, found.id, limit=40)

    return {
        "list": lambda: find_projects(pool, Query()),
        "search a word": lambda: find_projects(pool, read_query(chance.choice(WORDS))),
        "search two words": lambda: find_projects(pool, read_query(" ".join(chance.sample(WORDS, 2)))),
        "search a name": lambda: find_projects(pool, read_query(next(names))),
        "search nothing": lambda: find_projects(pool, read_query(f"zq{chance.randrange(1000)}")),
        "search a package": lambda: find_projects(pool, read_query(some_package())),
        "search a version": lambda: find_projects(pool, read_query(some_version())),
        "search a licence": lambda: find_projects(pool, Query(license=chance.choice(LICENSES)[0])),
        "search a class": lambda: find_projects(pool, Query(license_class=chance.choice(LICENSES)[1])),
        "word and licence": lambda: find_projects(pool, Query(chance.choice(WORDS), license=LICENSES[5][0])),
        "project page": lambda: project(pool, next(names)),
        "release page": release_page,
        "who uses": lambda: who_uses(pool, some_package()),
        "who uses a version": lambda: who_uses(pool, some_version()),
        "who has a file": lambda: who_contains(pool, some_blob()),
    }


def measure(pool: Pool, projects: int) -> dict[str, Cost]:
    """Ask."""
    statements = 0

    @event.listens_for(pool.database.engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    cpu = _cpu(pool)
    found = {}
    for name, question in questions(pool, projects, random.Random(7)).items():  # noqa: S311  no secret
        question()
        used, walls, statements = [], [], 0
        for _ in range(ASKED):
            began, at = cpu(), time.perf_counter()
            question()
            walls.append(time.perf_counter() - at)
            used.append(cpu() - began)
        found[name] = Cost(_percentile(used), _percentile(walls), statements / ASKED)
    return found


def _percentile(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def _cpu(pool: Pool) -> Callable[[], float]:
    """Seconds of CPU that this thread has used, and the database's process for its connection, which is one."""
    if pool.database.engine.dialect.name == "sqlite":
        return time.thread_time
    with pool.database.engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
        # what helpers did would not be counted
        connection.exec_driver_sql("SET max_parallel_workers_per_gather = 0")
        connection.commit()
    used = Path(f"/proc/{process}/schedstat")  # https://docs.kernel.org/scheduler/sched-stats.html, in nanoseconds
    return lambda: time.thread_time() + int(used.read_text(encoding="ascii").split()[0]) / 1e9


@contextmanager
def filled(folder: Path, url: str, projects: int) -> Iterator[Pool]:
    """The pool of this size, filled unless it was."""
    done = folder.with_suffix(".filled")
    with open_pool(Home(folder, url)) as pool:
        if not done.exists():
            began = time.process_time()
            fill(pool, projects)
            done.touch()
            print(f"{projects} projects filled in {time.process_time() - began:.0f} s of CPU, ours", flush=True)
        yield pool


def measured(kind: str, sizes: list[int], kept: Path | None) -> list[dict[str, Cost]]:
    """Fill what is not there and ask."""
    with ExitStack() as stack:
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-pool-")))
        folder.mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(postgresql(kept and kept / "postgresql")) if kind == "postgresql" else None
        found = []
        for size in sizes:
            url = server.named(f"pool{size}") if server else ""
            with filled(folder / f"{kind}-{size}", url, size) as pool:
                found.append(measure(pool, size))
        return found


def main() -> None:
    """Measure each wished size on each wished database, and print the growth from one size to the next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, action="append", help="by default 2000 and 20000")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], action="append", help="by default both")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where pools are kept; by default nowhere")
    chosen = parser.parse_args()
    sizes = chosen.projects or [2000, 20_000]
    for kind in chosen.on or ["sqlite", "postgresql"]:
        found = measured(kind, sizes, chosen.keep)
        print(f"{kind:20}" + "".join(f"{f'{size} projects: CPU, wall, queries':>40}" for size in sizes))
        for name in found[0]:
            cells = "".join(
                f"{it.cpu:12.1f} ms {it.wall:10.1f} ms {it.statements:10.1f}" for it in (f[name] for f in found)
            )
            growth = f"  x{found[-1][name].cpu / max(found[0][name].cpu, 0.01):.1f}" if len(sizes) > 1 else ""
            print(f"{name:20}{cells}{growth}", flush=True)


if __name__ == "__main__":
    main()
