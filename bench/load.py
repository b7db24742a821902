"""Many at once: `python -m bench.load [--seconds 60] [--clones 50] [--clients 200]`, on the pool behind gunicorn.

Publishes the sample repositories, serves them on loopback, and lets clones and API clients come for a minute; a
reviewer comments meanwhile. Then: no error, no lost comment, every clone whole, the database and everything else as it
must be.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from licenses.policy import load_pack
from registry.cli.session import publish_source
from registry.home import Home
from registry.models import Role
from registry.pool import open_pool
from registry.services.accounts import add_user, issue_token
from registry.services.check import check
from registry.services.ingest import Wishes
from registry.services.releases import release
from registry.services.review import events_of
from web.cli.demo_repository import sample_folders, sample_repository

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Tally:
    """What happened, from many threads."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)  # seconds, of API requests
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, error: str = "", seconds: float | None = None) -> None:
        """One thing."""
        with self.lock:
            self.counts[what] += 1
            if error:
                self.errors.append(f"{what}: {error}")
            if seconds is not None:
                self.times.append(seconds)


def clone_for(tally: Tally, port: int, names: list[str], folder: Path, until: float, number: int) -> None:
    """Clone one project after the other."""
    chance = random.Random(number)  # noqa: S311  the same order each time
    while time.monotonic() < until:
        name, target = chance.choice(names), folder / f"clone-{number}"
        url = f"http://127.0.0.1:{port}/git/{name}.git"
        done = subprocess.run(["git", "clone", "-q", url, target], capture_output=True, text=True, check=False)
        whole = subprocess.run(["git", "-C", target, "fsck", "--full"], capture_output=True, check=False).returncode
        tally.note("clone", done.stderr.strip() if done.returncode else "not whole" if whole else "")
        shutil.rmtree(target, ignore_errors=True)


def ask_for(tally: Tally, port: int, names: list[str], until: float, number: int) -> None:
    """Ask the API, on one connection that is kept."""
    chance = random.Random(number)  # noqa: S311  the same order each time
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < until:
        name = chance.choice(names)
        path = chance.choice(["/api/v1/projects?q=a", f"/api/v1/projects/{name}", f"/projects/{name}"])
        began = time.perf_counter()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            error = "" if answer.status == 200 else f"{path} {answer.status}"
        except (OSError, http.client.HTTPException) as wrong:
            connection.close()
            error = f"{path} {type(wrong).__name__}: {wrong}"
        tally.note("request", error, time.perf_counter() - began)
        time.sleep(chance.uniform(0, 1))  # a person or program thinks, too


def comment_for(tally: Tally, port: int, place: str, token: str, until: float) -> None:
    """Write a comment, and another, each of which must be there afterwards."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("POST", f"{place}/comments", json.dumps({"comment": "seen"}), headers)
            status = connection.getresponse().status
            tally.note("comment", "" if status == 201 else str(status))
        except (OSError, http.client.HTTPException) as wrong:
            tally.note("comment", str(wrong))
        finally:
            connection.close()
        time.sleep(0.2)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def serve(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Gunicorn, with as many threads as there are clients that keep a connection."""
    told = {"TRUSTPOOL_HOME": str(home), "TRUSTPOOL_BIND": f"127.0.0.1:{port}", "TRUSTPOOL_RATE": ""}
    arguments = ["-m", "gunicorn", "--config", "python:web.gunicorn", "--threads", "32", "web.wsgi:application()"]
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **told})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process
        time.sleep(0.2)
    raise AssertionError("the server does not come up")


def main() -> int:
    """Publish, serve, ask, check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clones", type=int, default=50)
    parser.add_argument("--clients", type=int, default=200)
    chosen = parser.parse_args()
    tally, port = Tally(), free_port()
    with tempfile.TemporaryDirectory(prefix="trustpool-load-") as scratch:
        folder = Path(scratch)
        home = Home(folder / "pool")
        with open_pool(home) as pool:
            sources = [sample_repository(it, folder / "samples") for it in sample_folders(ROOT / "sample_repos")]
            done = [publish_source(pool, str(it), load_pack("default"), Wishes(), quiet=True) for it in sources]
            add_user(pool, "anna", password="", administrator=True, robot=False, actor="bench")
            token = issue_token(pool, "anna", "load", role=Role.REVIEWER, lasts=timedelta(days=1), actor="bench")
        names, cloned = [it.project for it in done], [it.project for it in done if it.state.value == "published"]
        place = f"/api/v1/projects/{done[0].project}/releases/{done[0].commit}"
        server = serve(home.folder, port)
        until = time.monotonic() + chosen.seconds
        work = [threading.Thread(target=comment_for, args=(tally, port, place, token, until))]
        work += [
            threading.Thread(target=clone_for, args=(tally, port, cloned, folder, until, it))
            for it in range(chosen.clones)
        ]
        work += [threading.Thread(target=ask_for, args=(tally, port, names, until, it)) for it in range(chosen.clients)]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
        server.terminate()
        server.wait(timeout=60)
        return report(tally, home, done[0].project, done[0].commit)


def report(tally: Tally, home: Home, project: str, commit: str) -> int:
    """Print what happened; 1 when anything went wrong."""
    times = sorted(tally.times) or [0.0]
    print(
        dict(tally.counts),
        f"requests: median {times[len(times) // 2] * 1000:.0f} ms, 95 % {times[int(len(times) * 0.95)] * 1000:.0f} ms",
    )
    with open_pool(home) as pool:
        comments = [it for it in events_of(pool, release(pool, project, commit).id) if it.action == "release.comment"]
        lost = tally.counts["comment"] - len(comments)
        wrong = [f"{it.code} {it.where}" for it in check(pool)]
    print(f"errors: {len(tally.errors)}, lost comments: {lost}, findings of the check: {len(wrong)}")
    print("\n".join([*Counter(tally.errors), *wrong][:20]))
    return 1 if tally.errors or lost or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
