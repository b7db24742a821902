"""Pieces of the pool's work that bench.kill_points kills: how each is prepared and done, and how it goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

from sqlalchemy import func, select

from licenses.policy import load_pack
from registry.cli.session import publish_source
from registry.home import Home
from registry.jobs.ending import take_back
from registry.jobs.runner import work_off
from registry.models import Admission, Job, JobState, Role, State
from registry.pool import Pool
from registry.services.accounts import add_user, issue_token
from registry.services.ingest import Wishes
from registry.services.organisations import create
from registry.services.releases import release
from registry.services.review import Decision, decide
from registry.services.submit import submit
from registry.settings import FetchSettings, JobSettings, Settings

ROOT = Path(__file__).resolve().parent.parent
LEASE = 1  # seconds
SETTINGS = Settings(
    fetch=FetchSettings(protocols=("http",), private_addresses=True), jobs=JobSettings(backoff=0.0, lease=LEASE)
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A piece of the pool's work that is killed, and how it goes on."""

    name: str
    killed: str  # words of the command line of the process that dies
    prepare: Callable[[Pool, str], str]  # (pool, address of the origin) -> what `run` needs
    run: Callable[[Path, str, str, Mapping[str, str]], None]  # (home, origin, needed, environment)
    go_on: Callable[[Pool, str], None]
    ends: State = State.PUBLISHED  # where the release then is


def environment(home: Home) -> dict[str, str]:
    """Of every process of the pool."""
    return {
        **os.environ,
        "TRUSTPOOL_HOME": str(home.folder),
        "TRUSTPOOL_DATABASE_URL": home.database_url,
        "TRUSTPOOL_FETCH_PROTOCOLS": "http",
        "TRUSTPOOL_FETCH_PRIVATE_ADDRESSES": "true",
        "TRUSTPOOL_JOBS_BACKOFF": "0",
        "TRUSTPOOL_JOBS_LEASE": str(LEASE),
        "TRUSTPOOL_JOBS_POLL": "0.05",
    }


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


def _nothing(_: Pool, __: str) -> str:
    return ""


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
    """As another runner does once the leases are over."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        take_back(pool)
        work_off(pool)
        with pool.database.reading() as session:
            if not session.scalar(select(func.count()).where(Job.state.in_((JobState.WAITING, JobState.RUNNING)))):
                return
        time.sleep(LEASE / 4)


def _in_review(pool: Pool, origin: str) -> str:
    create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="anna")
    token = _token(pool)
    publish_source(pool, origin, load_pack("default"), Wishes(organisation="harbour"), quiet=True)
    return token


def _published(pool: Pool, origin: str) -> str:
    _publish_again(pool, origin)
    return _token(pool)


def _token(pool: Pool) -> str:
    add_user(pool, "anna", password="", administrator=True, robot=False, actor="anna")
    return issue_token(pool, "anna", "kill", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="anna")


def _serving(decision: Decision) -> Callable[[Path, str, str, Mapping[str, str]], None]:
    """Serve; a reviewer decides, somebody clones. Whoever is served by a dead server sees an error, and no more."""

    def run(home: Path, _: str, token: str, told: Mapping[str, str]) -> None:
        port = 20_000 + hash(str(home)) % 10_000  # below those that the kernel gives to clients
        address = f"http://127.0.0.1:{port}/"
        server = command("serve", "--port", str(port), "--workers", "0", told=told)
        try:
            _wait(server, address)
            _ask(f"{address}api/v1/projects/lantern/releases/1.0.0/decision", token, decision)
            target = home.parent / f"clone-{home.name}"
            subprocess.run(
                ["git", "clone", "-q", f"{address}git/lantern.git", target], capture_output=True, check=False
            )
        finally:
            server.terminate()
            server.wait(timeout=30)

    return run


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError, HTTPException):
            urllib.request.urlopen(f"{address}healthz", timeout=5).close()  # noqa: S310  loopback
            return
        time.sleep(0.05)


def _ask(url: str, token: str, decision: Decision) -> None:
    body = json.dumps({"decision": decision.value, "reason": "looked at"}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with suppress(OSError, HTTPException):
        urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30).close()  # noqa: S310  loopback


def _deciding(decision: Decision, before: State) -> Callable[[Pool, str], None]:
    def decide_again(pool: Pool, _: str) -> None:
        if release(pool, "lantern", "1.0.0").state is before:
            decide(pool, "lantern", "1.0.0", decision, actor="anna", reason="looked at")

    return decide_again


SCENARIOS = (
    Scenario("publish", "web.command publish", _nothing, _run_publish, _publish_again),
    Scenario("worker", "registry.jobs.child", _submit, _run_worker, _work_again),
    Scenario("runner", "web.command worker", _submit, _run_worker, _work_again),
    Scenario(
        "server",
        "web.command serve",
        _in_review,
        _serving(Decision.PUBLISH),
        _deciding(Decision.PUBLISH, State.IN_REVIEW),
    ),
    Scenario(
        "withdraw",
        "web.command serve",
        _published,
        _serving(Decision.WITHDRAW),
        _deciding(Decision.WITHDRAW, State.PUBLISHED),
        State.WITHDRAWN,
    ),
)
