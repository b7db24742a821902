"""Kill the pool at many moments of its work, look at everything, go on: `python -m bench.kill_points --points 200`.

Each point is a pool of its own. A process is killed (SIGKILL) at a random one of its moments of writing, counted as in
bench/killing/sitecustomize.py, alone or with the git that it started. Then everything is checked, the work goes on, and
everything is checked again. Prints how many points were tried and what was found; exit code 1 when anything was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.forge import forge
from licenses.policy import load_pack
from registry.cli.session import publish_source
from registry.home import Home
from registry.jobs.ending import take_back
from registry.jobs.runner import work_off
from registry.models import Admission, Release, Role, State
from registry.pool import Pool, open_pool
from registry.services.accounts import add_user, issue_token
from registry.services.check import check
from registry.services.ingest import Wishes
from registry.services.organisations import create
from registry.services.projects import NotFound
from registry.services.releases import release
from registry.services.review import Decision, decide
from registry.services.submit import submit
from registry.settings import FetchSettings, JobSettings, Settings
from web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
# what a kill may leave: nothing refers to it, or the next reader mends it (registry.store.repositories)
AFTER_KILL = {"storage-unused", "document-unused", "document-unfinished", "refs-wrong"}
AFTER_WORK = {"document-unused", "document-unfinished"}
LEASE = 1  # seconds
FILES = {
    "package.json": '{"name": "lantern", "version": "1.0.0", "license": "MIT", "description": "float"}\n',
    "index.js": "// SPDX-License-Identifier: MIT\nmodule.exports = 1;\n",
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A piece of the pool's work that is killed, and how it goes on."""

    name: str
    killed: str  # words of the command line of the process that dies
    prepare: Callable[[Pool, str], str]  # (pool, address of the origin) -> what `run` needs
    run: Callable[[Path, str, str, Mapping[str, str]], None]  # (home, origin, needed, environment)
    go_on: Callable[[Pool, str], None]


def environment(home: Path) -> dict[str, str]:
    """Of every process of the pool."""
    return {
        **os.environ,
        "TRUSTPOOL_HOME": str(home),
        "TRUSTPOOL_FETCH_PROTOCOLS": "http",
        "TRUSTPOOL_FETCH_PRIVATE_ADDRESSES": "true",
        "TRUSTPOOL_JOBS_BACKOFF": "0",
        "TRUSTPOOL_JOBS_LEASE": str(LEASE),
        "TRUSTPOOL_JOBS_POLL": "0.05",
    }


SETTINGS = Settings(
    fetch=FetchSettings(protocols=("http",), private_addresses=True), jobs=JobSettings(backoff=0.0, lease=LEASE)
)


def command(*words: str, told: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A command of ours, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "web.command", *words],
        cwd=ROOT,
        env=dict(told),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _run_publish(_: Path, origin: str, __: str, told: Mapping[str, str]) -> None:
    command("publish", "-q", origin, told=told).wait(timeout=120)


def _publish_again(pool: Pool, origin: str) -> None:
    publish_source(pool, origin, load_pack("default"), Wishes(), quiet=True)


def _submit(pool: Pool, origin: str) -> str:
    submit(pool, origin, actor="anna")
    return ""


def _run_worker(_: Path, __: str, ___: str, told: Mapping[str, str]) -> None:
    command("worker", "--once", told=told).wait(timeout=120)


def _work_again(pool: Pool, _: str) -> None:
    """As another runner does once the lease is over."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        take_back(pool)
        work_off(pool)
        with suppress(NotFound):
            if release(pool, "lantern", "1.0.0").state is State.PUBLISHED:
                return
        time.sleep(LEASE / 4)


def _in_review(pool: Pool, origin: str) -> str:
    create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="anna")
    add_user(pool, "anna", password="", administrator=True, robot=False, actor="anna")
    publish_source(pool, origin, load_pack("default"), Wishes(organisation="harbour"), quiet=True)
    return issue_token(pool, "anna", "kill", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="anna")


def _run_server(home: Path, _: str, token: str, told: Mapping[str, str]) -> None:
    """Serve; a reviewer decides, somebody clones. Whoever is served by a dead server sees an error, and no more."""
    port = 20_000 + hash(str(home)) % 20_000
    address = f"http://127.0.0.1:{port}/"
    server = command("serve", "--port", str(port), "--workers", "0", told=told)
    try:
        _wait(server, address)
        _ask(f"{address}api/v1/projects/lantern/releases/1.0.0/decision", token)
        target = home.parent / f"clone-{home.name}"
        subprocess.run(["git", "clone", "-q", f"{address}git/lantern.git", target], capture_output=True, check=False)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"{address}healthz", timeout=5).close()  # noqa: S310  loopback
            return
        time.sleep(0.05)


def _ask(url: str, token: str) -> None:
    body = json.dumps({"decision": "publish", "reason": "looked at"}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with suppress(OSError, urllib.error.URLError):
        urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30).close()  # noqa: S310  loopback


def _decide_again(pool: Pool, _: str) -> None:
    if release(pool, "lantern", "1.0.0").state is State.IN_REVIEW:
        decide(pool, "lantern", "1.0.0", Decision.PUBLISH, actor="anna", reason="looked at")


def _read(pool: Pool) -> None:
    """Ask as a clone does: whoever published may have died before the repository showed it, and the next reader makes
    it so (docs/decisions/0011).
    """
    asked = create_app(pool).test_client().get("/git/lantern.git/info/refs?service=git-upload-pack")
    if asked.status_code != 200:
        raise AssertionError(f"nobody can clone it: {asked.status_code}")


SCENARIOS = (
    Scenario("publish", "web.command publish", lambda pool, origin: "", _run_publish, _publish_again),
    Scenario("worker", "registry.jobs.child", _submit, _run_worker, _work_again),
    Scenario("runner", "web.command worker", _submit, _run_worker, _work_again),
    Scenario("server", "web.command serve", _in_review, _run_server, _decide_again),
)


def attempt(scenario: Scenario, origin: str, home: Path, at: int, *, alone: bool) -> tuple[int, list[str]]:
    """Kill at one moment, or none; how many there were (0 when it was killed), and what is wrong."""
    with open_pool(Home(home), SETTINGS) as pool:
        needed = scenario.prepare(pool, origin)
    token, count = home.with_suffix(".token"), home.with_suffix(".count")
    token.touch()
    told = environment(home) | {
        "PYTHONPATH": f"{ROOT / 'bench' / 'killing'}{os.pathsep}{ROOT}",
        "KILL_IN": scenario.killed,
        "KILL_AT": str(at),
        "KILL_ALONE": str(int(alone)),
        "KILL_TOKEN": str(token),
        "KILL_COUNT": str(count),
    }
    scenario.run(home, origin, needed, told)
    wrong = _found(scenario, origin, home)
    if at:
        return int(token.exists()), wrong
    return int(count.read_text(encoding="ascii")) if count.exists() else 0, wrong


def _found(scenario: Scenario, origin: str, home: Path) -> list[str]:
    with open_pool(Home(home), SETTINGS) as pool:
        wrong = [f"after the kill: {it.code} {it.where}" for it in check(pool) if it.code not in AFTER_KILL]
        try:
            scenario.go_on(pool, origin)
            _read(pool)
            state = release(pool, "lantern", "1.0.0").state
        except Exception as failed:  # whatever it is, it is a finding
            return [*wrong, f"going on: {type(failed).__name__}: {failed}"]
        if state is not State.PUBLISHED:
            wrong.append(f"going on: the release is {state.value}")
        wrong += [f"afterwards: {it.code} {it.where}" for it in check(pool) if it.code not in AFTER_WORK]
        with pool.database.reading() as session:
            count = session.query(Release).count()
        return wrong if count == 1 else [*wrong, f"afterwards: {count} releases"]


def points(scenario: Scenario, wanted: int, folder: Path, origin: str, chance: random.Random) -> tuple[int, list[str]]:
    """Try some points of a scenario; how many died, and what was wrong."""
    moments, wrong = attempt(scenario, origin, _home(folder, scenario, 0), 0, alone=False)
    found = [f"{scenario.name}, not killed: {it}" for it in wrong]
    if not moments:
        return 0, [*found, f"{scenario.name}: no moments were counted"]
    died = 0
    for number in range(1, wanted + 1):
        at, alone = chance.randint(1, moments), chance.random() < 0.5
        left, wrong = attempt(scenario, origin, _home(folder, scenario, number), at, alone=alone)
        died += not left
        found += [
            f"{scenario.name}, moment {at} of {moments}, {'alone' if alone else 'with git'}: {it}" for it in wrong
        ]
        shutil.rmtree(folder / f"{scenario.name}-{number}", ignore_errors=True)
    return died, found


def _home(folder: Path, scenario: Scenario, number: int) -> Path:
    home = folder / f"{scenario.name}-{number}"
    shutil.copytree(folder / "template", home)
    return home


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


def tried(wanted: Mapping[str, int], seed: int) -> Iterator[tuple[str, int, list[str]]]:
    """Of each scenario, its name, how often somebody was killed, and what was wrong."""
    chance = random.Random(seed)  # noqa: S311  the same points each time
    with tempfile.TemporaryDirectory(prefix="trustpool-kill-") as scratch:
        folder = Path(scratch)
        (folder / "forge").mkdir()
        origin_in(folder / "forge")
        with open_pool(Home(folder / "template")):
            pass
        with forge(folder / "forge") as address:
            for scenario in SCENARIOS:
                if count := wanted.get(scenario.name, 0):
                    yield scenario.name, *points(scenario, count, folder, f"{address}lantern", chance)


def main() -> int:
    """Try the wished number of points, divided among the scenarios, and print what was found."""
    names = [it.name for it in SCENARIOS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--scenario", choices=names, action="append", default=[])
    chosen = parser.parse_args()
    wanted = chosen.scenario or names
    count, found = chosen.points // len(wanted), list[str]()
    for name, died, wrong in tried(dict.fromkeys(wanted, count), chosen.seed):
        found += wrong
        print(f"{name:8} {count} points, {died} kills")
    print("\n".join(found) or "after each kill and after each restart everything was as it must be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
