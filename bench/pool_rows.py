"""A synthetic pool with the skew of real ones: ten releases a project, ten components a release on average.

Half of the releases have one or two components, one in a hundred more than a hundred, the largest two thousand (a
log-normal distribution). Package number n is used about 1/n as often as the first: few are used by nearly everybody,
most by one. A release's edges are a tree from its own package and three in ten more across. The words of descriptions
come as often as words do (Zipf), in English letters and in Chinese.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise, product

from sqlalchemy import select, text

from bench.bulk import add_rows
from licenses.detection import MatchKind
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
    SearchTerm,
    State,
)
from registry.pool import Pool
from registry.services.shortest import last_steps
from registry.services.terms import grams
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
SYLLABLES = ("ka", "lo", "mir", "ten", "ba", "sul", "ori", "pex", "dan", "vi", "湖", "江", "城", "码", "源", "信")
VOCABULARY = ["".join(it) for it in product(SYLLABLES, repeat=3)]
START = datetime(2025, 1, 1, tzinfo=UTC)
FILLED = importlib.import_module("registry.migrations.versions.0003_search_terms").FILLED
Row = dict[str, object]


def fill(pool: Pool, projects: int) -> None:
    """Insert everything: the same pool each time."""
    chance = random.Random(6)  # noqa: S311  no secret
    packages = projects * 5
    # each release's components have the numbers from one of these to the next
    bounds = [*accumulate((_size(chance) for _ in range(projects * 10)), initial=1)]
    tables: list[tuple[type, Iterator[Row]]] = [
        (Project, _projects(projects, chance)),
        (Origin, _origins(projects)),
        (Package, _packages(packages)),
        (Release, _releases(projects, bounds)),
        (Publication, ({"release_id": it, "published_at": START} for it in range(1, projects * 10 + 1) if it % 10)),
        (Component, _components(bounds, packages, chance)),
        (Dependency, _dependencies(bounds, chance)),
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
        words = session.execute(select(Project.id, Project.search_text)).all()
        add_rows(session, SearchTerm, ({"term": it, "project_id": at} for at, said in words for it in grams(said)))
    with pool.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _size(chance: random.Random) -> int:
    """How many components a release has: 10 on average."""
    return max(1, min(2000, round(chance.lognormvariate(1.0, 1.6))))


def _projects(count: int, chance: random.Random) -> Iterator[Row]:
    for it in range(1, count + 1):
        name = f"{chance.choice(WORDS)}-{it}"
        words = [VOCABULARY[int(len(VOCABULARY) ** chance.random()) - 1] for _ in range(20)]
        about = " ".join([*chance.choices(WORDS, k=3), *words])
        yield {"id": it, "name": name, "name_key": name, "store": str(it), "description": about} | {
            "homepage": "",
            "search_text": f"{name}\n{about}".casefold(),
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


def _releases(projects: int, bounds: list[int]) -> Iterator[Row]:
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
            "component_count": bounds[it] - bounds[it - 1],
            "dependency_count": bounds[it] - bounds[it - 1] - 1,
            "problem_count": 0,
        }


def _components(bounds: list[int], packages: int, chance: random.Random) -> Iterator[Row]:
    for it, (first, end) in enumerate(pairwise(bounds), 1):
        chosen: dict[int, None] = {}
        while len(chosen) < end - first:
            chosen[min(packages, int(packages ** chance.random()))] = None
        for number, package in zip(range(first, end), chosen, strict=True):
            version = f"{it % 7}.{package % 5}.0"
            yield {
                "id": number,
                "release_id": it,
                "package_id": package,
                "purl": f"pkg:npm/package-{package}@{version}",
                "version": version,
                "requirement": "",
                "scope": Scope.RUNTIME,
                "direct": number - first < 4,
                "first_party": number == first,
                "declared_license": "MIT",
                "declared_as": "MIT",
                "license_class": "permissive",
                "description": "",
                "evidence": [["package-lock.json", number - first]],
            }


def _dependencies(bounds: list[int], chance: random.Random) -> Iterator[Row]:
    for it, (first, end) in enumerate(pairwise(bounds), 1):
        edges = dict.fromkeys(_edges(first, end, chance))
        steps = last_steps(edges, [first])
        for dependent, dependency in edges:
            yield {
                "release_id": it,
                "dependent_id": dependent,
                "dependency_id": dependency,
                "scope": Scope.RUNTIME,
                "requirement": "",
                "shortest": steps.get(dependency) == dependent,
            }


def _edges(first: int, end: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    for number in range(first + 1, end):
        yield (first if number - first < 4 else chance.randrange(first + 1, number)), number
        if number - first > 1 and chance.random() < 0.3:
            yield chance.randrange(first + 1, end), number


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
