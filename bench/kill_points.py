"""Kill the pool at many moments of its work, look at everything, go on: `python -m bench.kill_points --points 400`.

Each point is a pool of its own. At a random moment of its writing, counted as in bench/killing/sitecustomize.py,
a process is killed (SIGKILL), alone or with the git that it started; with `--on postgresql` on that database, and with
`--kill database` it is the database's own processes that are killed, while the pool's go on.

Then everything is checked; what every server and worker does when it starts is done, and everything is checked again;
the work goes on, and everything is checked a third time. Prints how many points were tried and what was found; exit
code 1 when anything was. `--seed` chooses other points: many runs with few points each are as good as a long one.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.databases import Postgresql, postgresql, wait_for
from bench.kill_scenarios import ROOT, SCENARIOS, SETTINGS, Scenario, environment
from registry.home import Home
from registry.models import AuditEvent, Job, JobState, Publication, Release, State
from registry.pool import Pool, open_pool
from registry.services.check import check
from registry.services.mending import mend
from registry.services.releases import release
from registry.store import git
from tests.servers.forge import forge
from web.app import create_app

# what a kill may leave: nothing refers to it
UNUSED = {"document-unused", "document-unfinished"}
AFTER_START = UNUSED | {"storage-unused"}
AFTER_KILL = AFTER_START | {"refs-wrong"}  # which readers do not see, and a start mends (registry.services.mending)
FILES = {
    "package.json": '{"name": "lantern", "version": "1.0.0", "license": "MIT", "description": "float"}\n',
    "index.js": "// SPDX-License-Identifier: MIT\nmodule.exports = 1;\n",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pools of the points are."""

    folder: Path
    origin: str
    server: Postgresql | None  # None: SQLite
    kills_database: bool

    def prepared(self, scenario: Scenario) -> tuple[Home, str]:
        """The pool that each point begins with, and what its run needs."""
        home = Home(self.folder / scenario.name, self.server.new() if self.server else "")
        with open_pool(home, SETTINGS) as pool:
            return home, scenario.prepare(pool, self.origin)

    def copy(self, template: Home, number: int) -> Home:
        """A pool of one point."""
        folder = template.folder.with_name(f"{template.folder.name}-{number}")
        shutil.copytree(template.folder, folder)
        return Home(folder, self.server.new(template.database_url) if self.server else "")

    def drop(self, home: Home) -> None:
        """Remove it."""
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.rmtree(home.folder.with_name(f"clone-{home.folder.name}"), ignore_errors=True)
        if self.server:
            self.server.drop(home.database_url)


def attempt(
    scenario: Scenario, place: Place, home: Home, needed: str, at: int, *, alone: bool
) -> tuple[int, list[str]]:
    """Kill at one moment, or none; how many there were (0 when it was killed), and what is wrong."""
    token, count = home.folder.with_suffix(".token"), home.folder.with_suffix(".count")
    token.touch()
    told = environment(home) | {
        "PYTHONPATH": f"{ROOT / 'bench' / 'killing'}{os.pathsep}{ROOT}",
        "KILL_IN": scenario.killed,
        "KILL_AT": str(at),
        "KILL_ALONE": str(int(alone)),
        "KILL_TOKEN": str(token),
        "KILL_COUNT": str(count),
    }
    if place.server and place.kills_database:
        told["KILL_DATABASE"] = f"{place.server.process} {home.database_url.rpartition('/')[2]}"
    scenario.run(home.folder, place.origin, needed, told)
    if place.server:
        wait_for(home.database_url)
    wrong = _found(scenario, place.origin, home)
    if at:
        return int(token.exists()), wrong
    return int(count.read_text(encoding="ascii")) if count.exists() else 0, wrong


def _found(scenario: Scenario, origin: str, home: Home) -> list[str]:
    with open_pool(home, SETTINGS) as pool:
        wrong = [f"after the kill: {it}" for it in _checked(pool, AFTER_KILL)]
        try:
            mend(pool)
            wrong += [f"after a start: {it}" for it in _checked(pool, AFTER_START)]
            scenario.go_on(pool, origin)
            wrong += [f"going on: {it}" for it in _not_there(pool, scenario.ends)]
        except Exception as failed:  # whatever it is, it is a finding
            return [*wrong, f"going on: {type(failed).__name__}: {failed}"]
        return [*wrong, *(f"afterwards: {it}" for it in (*_checked(pool, UNUSED), *_not_once(pool)))]


def _checked(pool: Pool, allowed: set[str]) -> Iterator[str]:
    return (f"{it.code} {it.where}" for it in check(pool) if it.code not in allowed)


def _not_there(pool: Pool, wanted: State) -> Iterator[str]:
    """The release is where it must be, the project can be cloned, and the public repository has no more than it may."""
    found = release(pool, "lantern", "1.0.0")
    if found.state is not wanted:
        yield f"the release is {found.state.value}"
    asked = create_app(pool).test_client().get("/git/lantern.git/info/refs?service=git-upload-pack")
    if asked.status_code != 200:
        yield f"nobody can clone it: {asked.status_code}"
    (public,) = pool.home.git.glob("*/*/public.git")
    shown = git.succeeds(public, "cat-file", "-e", found.commit)
    if shown is not (wanted is State.PUBLISHED):
        yield f"the public repository {'has' if shown else 'lacks'} the commit"


def _not_once(pool: Pool) -> Iterator[str]:
    """However often the work was begun, it had its effect once, and nothing is left to do."""
    with pool.database.reading() as session:
        for model in (Release, Publication):
            if (count := session.scalar(select(func.count()).select_from(model))) != 1:
                yield f"{count} rows of {model.__tablename__}"
        twice = select(AuditEvent.action).where(AuditEvent.release_id.is_not(None))
        for action in session.scalars(twice.group_by(AuditEvent.action).having(func.count() > 1)):
            yield f"{action} is in the audit trail twice"
        for state in session.scalars(select(Job.state).where(Job.state != JobState.DONE)):
            yield f"a job is {state.value}"


def points(scenario: Scenario, wanted: int, place: Place, chance: random.Random) -> tuple[int, list[str]]:
    """Try some points of a scenario; how many died, and what was wrong."""
    template, needed = place.prepared(scenario)
    moments, wrong = attempt(scenario, place, place.copy(template, 0), needed, 0, alone=False)
    found = [f"{scenario.name}, not killed: {it}" for it in wrong]
    if not moments:
        return 0, [*found, f"{scenario.name}: no moments were counted"]
    died = 0
    for number in range(1, wanted + 1):
        at, alone = chance.randint(1, moments), chance.random() < 0.5
        home = place.copy(template, number)
        left, wrong = attempt(scenario, place, home, needed, at, alone=alone)
        died += not left
        found += [
            f"{scenario.name}, moment {at} of {moments}, {'alone' if alone else 'with git'}: {it}" for it in wrong
        ]
        place.drop(home)
    return died, found


def origin_in(folder: Path) -> Path:
    """A repository with one commit, for the forge."""
    place = folder / "lantern"
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", place], check=True)
    for name, content in FILES.items():
        (place / name).write_text(content, encoding="utf-8")
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"]
    subprocess.run(["git", "-C", place, "add", "--all"], check=True)
    subprocess.run(["git", "-C", place, *identity, "commit", "--quiet", "-m", "first"], check=True)
    return place


def tried(
    wanted: Mapping[str, int], seed: int, on: str = "sqlite", kill: str = "process"
) -> Iterator[tuple[str, int, list[str]]]:
    """Of each scenario, its name, how often somebody was killed, and what was wrong."""
    chance = random.Random(seed)  # noqa: S311  the same points each time
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trustpool-kill-")))
        (folder / "forge").mkdir()
        origin_in(folder / "forge")
        address = stack.enter_context(forge(folder / "forge"))
        server = stack.enter_context(postgresql()) if on == "postgresql" else None
        place = Place(folder, f"{address}lantern", server, kill == "database")
        for scenario in SCENARIOS:
            if count := wanted.get(scenario.name, 0):
                yield scenario.name, *points(scenario, count, place, chance)


def main() -> int:
    """Try the wished number of points, divided among the scenarios, and print what was found."""
    names = [it.name for it in SCENARIOS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--scenario", choices=names, action="append", default=[])
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kill", choices=["process", "database"], default="process")
    chosen = parser.parse_args()
    if chosen.kill == "database" and chosen.on != "postgresql":
        parser.error("--kill database needs --on postgresql")
    wanted = chosen.scenario or names
    count, found, began = chosen.points // len(wanted), list[str](), time.monotonic()
    for name, died, wrong in tried(dict.fromkeys(wanted, count), chosen.seed, chosen.on, chosen.kill):
        found += wrong
        print(f"{name:8} {count} points, {died} kills, {time.monotonic() - began:.0f} s", flush=True)
    print("\n".join(found) or "after each kill, each start and each going on everything was as it must be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
