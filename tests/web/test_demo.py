"""`trustpool demo` and `trustpool serve`, run as a person runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.registry.pool import SAMPLES, git, repository


def environment(home: Path) -> dict[str, str]:
    """This process's environment with a pool of its own."""
    return {**os.environ, "TRUSTPOOL_HOME": str(home), "LC_ALL": "C.UTF-8", "COLUMNS": "160"}


def trustpool(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "web.command", *words],
        env=environment(home),
        cwd=SAMPLES.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@contextmanager
def running(home: Path, *words: str) -> Iterator[str]:
    """Run a command that serves; its address. Ended as Ctrl-C ends it."""
    with subprocess.Popen(
        [sys.executable, "-m", "web.command", *words],
        env=environment(home),
        cwd=SAMPLES.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # whoever started the tests in the background had them ignore Ctrl-C, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        try:
            seen = ""
            while not (found := re.search(r"served at (http://\S+/)", seen)):
                line = process.stdout.readline()
                assert line, seen
                seen += line
            yield found[1]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(timeout=30) == 0
            finally:
                process.kill()


def asked(address: str) -> str:
    """What the server answers."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310  the address is the test's own
        content: bytes = answer.read()
    return content.decode()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, license_index: Path) -> tuple[Path, str]:
    """The pool that the demo made, and what it printed."""
    assert license_index.exists()
    home = tmp_path_factory.mktemp("home")
    done = trustpool(home, "demo", "--no-serve", "--quiet")
    assert done.returncode == 0, done.stderr
    return home, done.stdout


def test_the_table_has_each_sample_with_its_verdict(demo: tuple[Path, str]) -> None:
    row = re.compile(r"│ (\S+) +│ \d+ +│ .*?│ (published|rejected) +│ \d+ +│ http://127\.0\.0\.1:\d+/projects/\S+ +│")
    rows = row.findall(demo[1])

    assert [name for name, _ in rows] == sorted(it.name for it in SAMPLES.iterdir() if it.is_dir())
    assert {name for name, verdict in rows if verdict == "rejected"} == {"canteen-board", "parcel-labels"}


def test_what_is_rejected_says_why_below_the_table(demo: tuple[Path, str]) -> None:
    words = " ".join(demo[1].split())

    assert "canteen-board: the rule pack default refuses it" in words
    assert "parcel-labels: the rule pack default refuses it" in words


def test_a_second_run_makes_no_new_release(demo: tuple[Path, str]) -> None:
    assert trustpool(demo[0], "demo", "--no-serve", "--quiet").stdout == demo[1]


def test_each_listed_clone_url_is_accepted_by_git(demo: tuple[Path, str], tmp_path: Path) -> None:
    with running(demo[0], "serve", "--port", "0") as address:
        items = json.loads(asked(f"{address}api/v1/projects"))["items"]
        for item in items:
            git("clone", item["clone_url"], tmp_path / item["name"])
        assert json.loads(asked(f"{address}healthz")) == {"status": "ok"}

    checked_out = {item["name"]: len(list((tmp_path / item["name"]).iterdir())) > 1 for item in items}
    assert checked_out == {item["name"]: item["published"] for item in items}


def test_a_taken_port_is_said_to_be_taken(demo: tuple[Path, str]) -> None:
    with running(demo[0], "serve", "--port", "0") as address:
        port = re.findall(r":(\d+)/", address)[0]
        second = trustpool(demo[0], "serve", "--port", port)

    assert second.returncode == 2
    assert "the port is in use" in second.stderr


def test_publish_says_what_became_of_each_source_and_exits_1_for_a_rejected_one(tmp_path: Path) -> None:
    good = repository(tmp_path / "good", {"a.c": "/* SPDX-License-Identifier: MIT */\n"})
    done = trustpool(tmp_path / "home", "publish", "-q", str(good), str(SAMPLES / "parcel-labels"), "--lang", "zh")

    assert done.returncode == 1
    assert re.search(r"^good [0-9a-f]{12} \([0-9a-f]{12}\): 已发布$", done.stdout, re.MULTILINE)
    assert re.search(r"^parcel-labels 3\.2\.0 \([0-9a-f]{12}\): 已驳回$", done.stdout, re.MULTILINE)


def test_a_source_that_is_not_there_exits_3(tmp_path: Path) -> None:
    done = trustpool(tmp_path / "home", "publish", "-q", str(tmp_path / "nowhere"))

    assert done.returncode == 3
    assert "there is no such file or folder" in done.stderr


def test_a_folder_without_projects_exits_2(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    done = trustpool(tmp_path / "home", "demo", str(tmp_path / "empty"), "--no-serve")

    assert done.returncode == 2
    assert "no folders to publish" in done.stderr


def test_a_project_of_an_organisation_is_judged_by_its_pack_and_waits_for_its_reviewer(tmp_path: Path) -> None:
    home = tmp_path / "home"
    source = repository(tmp_path / "tool", {"a.c": "/* SPDX-License-Identifier: GPL-3.0-only */\n"})
    for name, pack in (("hill", "permissive"), ("harbour", "default")):
        assert trustpool(home, "admin", "organisation", name, "--pack", pack).returncode == 0

    refused = trustpool(home, "publish", "-q", str(source), "--organisation", "hill", "--name", "strict")
    git("clone", source, tmp_path / "again")
    waiting = trustpool(home, "publish", "-q", str(tmp_path / "again"), "--organisation", "harbour", "--name", "kind")
    unknown = trustpool(home, "publish", "-q", str(source), "--organisation", "nobody", "--name", "lost")

    assert (refused.returncode, waiting.returncode, unknown.returncode) == (1, 0, 3)
    assert "rejected" in refused.stdout
    assert "waits for a reviewer" in waiting.stdout
    assert "no organisation of this name" in unknown.stderr
