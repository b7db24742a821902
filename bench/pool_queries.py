"""The pool's questions on a synthetic pool: `python -m bench.pool_queries`, on SQLite and PostgreSQL.

Ten releases a project, ten components a release, both on average and skewed as real pools are: few packages are used by
nearly everybody, most by one. Prints the 95th percentile of each question's time and how many statements it takes.
"""

from __future__ import annotations

import argparse
import importlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event, text

from bench.bulk import add_rows
from licenses.detection import MatchKind
from registry.home import Home
from registry.models import (
    Component,
    Dependency,
    File,
    FileLicense,
    LicenseKey,
    LicenseSummary,
    Origin,
    OriginRelation,
    Package,
    Project,
    Publication,
    Release,
    State,
)
from registry.pool import Pool, open_pool
from registry.services.contents import components_of, dependencies_of, licenses_of
from registry.services.projects import Query, find_projects, project, read_query
from registry.services.releases import release
from registry.services.usage import who_uses
from scanner.inventory import SourceKind, Treatment
from scanner.package import Scope

LICENSES = (("MIT", "permissive"), ("Apache-2.0", "permissive"), ("GPL-3.0-only", "strong-copyleft"))
LICENSES += (("MPL-2.0", "weak-copyleft"), ("MulanPSL-2.0", "permissive"), ("AGPL-3.0-only", "network-copyleft"))
WORDS = (
    "river",
    "lantern",
    "harbour",
    "bridge",
    "江城",
    "东湖",
    "黄鹤",
    "编译器",
    "parser",
    "queue",
    "charts",
    "ledger",
)
START = datetime(2025, 1, 1, tzinfo=UTC)
ASKED = 60  # times that each question is asked, each time about something else

FILLED = importlib.import_module("registry.migrations.versions.0003_search_terms").FILLED
Row = dict[str, object]


def fill(pool: Pool, projects: int, chance: random.Random) -> None:
    """Insert everything."""
    packages = projects * 5
    tables: list[tuple[type, Iterator[Row]]] = [
        (Project, _projects(projects, chance)),
        (Origin, _origins(projects)),
        (Package, _packages(packages)),
        (Release, _releases(projects)),
        (Publication, ({"release_id": it, "published_at": START} for it in range(1, projects * 10 + 1) if it % 10)),
        (Component, _components(projects * 10, packages, chance)),
        (Dependency, _dependencies(projects * 10)),
        (LicenseSummary, _licenses(projects * 10, chance)),
        (LicenseKey, _keys(projects * 10)),
        (File, _files(projects * 10)),
        (FileLicense, _file_licenses(projects * 10)),
    ]
    for model, rows in tables:
        with pool.database.writing() as session:
            add_rows(session, model, rows)
    with pool.database.writing() as session:
        for rows in FILLED:
            session.execute(text(f"INSERT INTO search_term (term, project_id) {rows}"))
    with pool.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _projects(count: int, chance: random.Random) -> Iterator[Row]:
    for it in range(1, count + 1):
        name = f"{chance.choice(WORDS)}-{it}"
        about = " ".join(chance.choices(WORDS, k=6))
        search = f"{name}\n{about}".casefold()
        yield {"id": it, "name": name, "name_key": name, "store": str(it), "description": about} | {
            "homepage": "",
            "search_text": search,
            "created_at": START,
        }


def _origins(count: int) -> Iterator[Row]:
    for it in range(1, count + 1):
        yield {
            "id": it,
            "project_id": it,
            "kind": SourceKind.GIT,
            "relation": OriginRelation.PRIMARY,
            "key": str(it),
            "location": f"https://forge.example/{it}.git",
            "created_at": START,
        }


def _packages(count: int) -> Iterator[Row]:
    for it in range(1, count + 1):
        yield {
            "id": it,
            "purl": f"pkg:npm/package-{it}",
            "type": "npm",
            "name": f"package-{it}",
            "name_key": f"package-{it}",
        }


def _releases(projects: int) -> Iterator[Row]:
    for it in range(1, projects * 10 + 1):
        owner = (it - 1) // 10 + 1
        yield {
            "id": it,
            "project_id": owner,
            "origin_id": owner,
            "label": f"1.{it % 10}",
            "ref": "HEAD",
            "branch": "main",
            "commit": f"{it:040x}",
            "tree": f"{it:040x}",
            "committed_at": START + timedelta(hours=it),
            "archive_sha256": "",
            "state": State.PUBLISHED if it % 10 else State.IN_REVIEW,
            "submitted_at": START,
            "changed_at": START + timedelta(hours=it),
            "analyser": "synthetic",
            "file_count": 2,
            "component_count": 10,
            "dependency_count": 9,
            "problem_count": 0,
        }


def _components(releases: int, packages: int, chance: random.Random) -> Iterator[Row]:
    for it in range(1, releases + 1):
        # Zipf-like: package n is used about 1/n as often as package 1
        chosen: set[int] = set()
        while len(chosen) < 10:
            chosen.add(min(packages, int(packages ** chance.random())))
        for place, package in enumerate(sorted(chosen)):
            version = f"{it % 7}.{package % 5}.0"
            yield {
                "id": (it - 1) * 10 + place + 1,
                "release_id": it,
                "package_id": package,
                "purl": f"pkg:npm/package-{package}@{version}",
                "version": version,
                "requirement": "",
                "scope": Scope.RUNTIME,
                "direct": place < 4,
                "first_party": place == 9,
                "declared_license": "MIT",
                "declared_as": "MIT",
                "license_class": "permissive",
                "description": "",
                "evidence": [["package-lock.json", place]],
            }


def _dependencies(releases: int) -> Iterator[Row]:
    for it in range(1, releases + 1):
        own = it * 10
        for place in range(9):
            dependent = own if place < 4 else own - 9 + place - 4
            yield {
                "release_id": it,
                "dependent_id": dependent,
                "dependency_id": own - 9 + place,
                "scope": Scope.RUNTIME,
                "requirement": "",
            }


def _licenses(releases: int, chance: random.Random) -> Iterator[Row]:
    for it in range(1, releases + 1):
        for expression, kind in {LICENSES[it % 6], LICENSES[chance.randrange(2)]}:
            yield {
                "release_id": it,
                "expression": expression,
                "license_class": kind,
                "file_count": 1,
                "component_count": 10,
            }


def _keys(releases: int) -> Iterator[Row]:
    return ({"release_id": it, "key": LICENSES[it % 6][0].casefold()} for it in range(1, releases + 1))


def _files(releases: int) -> Iterator[Row]:
    for it in range(1, releases + 1):
        for place in range(2):
            yield {
                "id": (it - 1) * 2 + place + 1,
                "release_id": it,
                "path": f"src/{place}.js",
                "blob": f"{it // 3 * 2 + place:040x}",
                "size": 100,
                "treatment": Treatment.TEXT,
            }


def _file_licenses(releases: int) -> Iterator[Row]:
    for it in range(1, releases * 2 + 1):
        expression, kind = LICENSES[(it + 1) // 2 % 6]
        yield {
            "file_id": it,
            "expression": expression,
            "license_class": kind,
            "kind": MatchKind.TAG,
            "first_line": 1,
            "last_line": 1,
            "score": 1.0,
        }


def questions(pool: Pool, projects: int, chance: random.Random) -> dict[str, Callable[[], object]]:
    """What people and programs ask, each time about something else."""

    def some_package() -> str:
        return f"pkg:npm/package-{int((projects * 5) ** chance.random())}"

    def some_name() -> str:
        with pool.database.reading() as session:
            return session.get_one(Project, chance.randint(1, projects)).name

    names = iter([some_name() for _ in range(4 * ASKED)])

    def release_page() -> None:
        found = release(pool, next(names), f"1.{chance.randrange(10)}")
        licenses_of(pool, found.id)
        components_of(pool, found.id, limit=40)
        dependencies_of(pool, found.id, limit=40)

    return {
        "list": lambda: find_projects(pool, Query()),
        "search a word": lambda: find_projects(pool, read_query(chance.choice(WORDS))),
        "search two words": lambda: find_projects(pool, read_query(" ".join(chance.sample(WORDS, 2)))),
        "search a package": lambda: find_projects(pool, read_query(some_package())),
        "search a licence": lambda: find_projects(pool, Query(license=chance.choice(LICENSES)[0])),
        "search a class": lambda: find_projects(pool, Query(license_class=chance.choice(LICENSES)[1])),
        "project page": lambda: project(pool, next(names)),
        "release page": release_page,
        "who uses": lambda: who_uses(pool, some_package()),
    }


def measure(pool: Pool, projects: int, chance: random.Random) -> dict[str, tuple[float, float]]:
    """Ask; of each question the 95th percentile of its time, in ms, and its number of statements."""
    statements = 0

    @event.listens_for(pool.database.engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    clock = time.thread_time if pool.database.engine.dialect.name == "sqlite" else time.perf_counter
    found = {}
    for name, question in questions(pool, projects, chance).items():
        question()
        times, statements = [], 0
        for _ in range(ASKED):
            began = clock()
            question()
            times.append(clock() - began)
        found[name] = (sorted(times)[int(ASKED * 0.95)] * 1000, statements / ASKED)
    return found


def measured(url: str, projects: int) -> dict[str, tuple[float, float]]:
    """Fill a new pool and ask."""
    chance = random.Random(6)  # noqa: S311  the same pool each time
    with tempfile.TemporaryDirectory() as folder, open_pool(Home(Path(folder), url)) as pool:
        began = time.perf_counter()
        fill(pool, projects, chance)
        print(f"{projects} projects filled in {time.perf_counter() - began:.0f} s", flush=True)
        return measure(pool, projects, chance)


def databases(kind: str, count: int) -> Iterator[str]:
    """URLs of empty databases; PostgreSQL is started for them."""
    if kind == "sqlite":
        yield from [""] * count
        return
    from tests.registry.postgresql import running

    # not below a folder that only root may enter: PostgreSQL runs as nobody
    with tempfile.TemporaryDirectory(prefix="trustpool-postgresql-") as folder, running(Path(folder)) as server:
        for _ in range(count):
            yield server.url(server.create())


def main() -> None:
    """Measure each wished size on each wished database, and print the growth from one size to the next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, action="append", help="by default 2000 and 20000")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], action="append", help="by default both")
    chosen = parser.parse_args()
    sizes = chosen.projects or [2000, 20_000]
    for kind in chosen.on or ["sqlite", "postgresql"]:
        found = [measured(url, size) for size, url in zip(sizes, databases(kind, len(sizes)), strict=True)]
        print(f"{kind:20} " + " ".join(f"{f'{size} projects':>24}" for size in sizes))
        for name in found[0]:
            cells = [f"{ms:9.1f} ms {count:4.1f} queries" for ms, count in (it[name] for it in found)]
            growth = f"  x{found[-1][name][0] / max(found[0][name][0], 0.01):.1f}" if len(sizes) > 1 else ""
            print(f"{name:20} {' '.join(cells)}{growth}", flush=True)


if __name__ == "__main__":
    main()
