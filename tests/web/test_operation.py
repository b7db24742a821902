"""What operators look at: readiness, metrics, logs, and the pool behind gunicorn."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from registry.logs import JsonLines, PlainLines
from registry.pool import Pool
from registry.settings import ServeSettings, Settings
from tests.registry.pool import MIT_PROJECT, Publish, git, repository
from web.app import create_app

HOME = Path(__file__).resolve().parent.parent.parent


def test_a_pool_is_ready_when_database_schema_and_folder_are(pool: Pool) -> None:
    client = create_app(pool).test_client()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json) == (
        200,
        {"status": "ok", "parts": dict.fromkeys(("database", "schema", "folder", "documents"), "ok")},
    )


def test_a_pool_without_its_folder_is_not_ready(pool: Pool, tmp_path: Path) -> None:
    from registry.home import Home

    lost = of_pool(pool, home=Home(tmp_path / "gone", pool.home.database_url))

    answer = create_app(lost).test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert {name for name, state in answer.json["parts"].items() if state != "ok"} == {"folder"}


def test_metrics_tell_what_the_pool_has_and_what_requests_cost(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    client = create_app(pool).test_client()
    client.get("/projects/lantern")

    said = client.get("/metrics").get_data(as_text=True)

    samples = {
        (it.name, *sorted(it.labels.values())): it.value
        for f in text_string_to_metric_families(said)
        for it in f.samples
    }
    assert samples["trustpool_projects",] == 1
    assert samples["trustpool_releases", "published"] == 1
    assert samples["trustpool_request_seconds_count", "/projects/<name>", "200", "GET"] == 1


@pytest.mark.parametrize(("who", "status"), [("loopback", 403), ("everybody", 200), ("nobody", 403)])
def test_metrics_are_for_whom_the_settings_say(pool: Pool, who: str, status: int) -> None:
    chosen = of_pool(pool, settings=Settings(serve=ServeSettings(metrics=who)))

    answer = create_app(chosen).test_client().get("/metrics", environ_overrides={"REMOTE_ADDR": "198.51.100.7"})

    assert answer.status_code == status


def test_behind_a_proxy_of_ours_the_clients_address_and_scheme_are_the_proxys_word(pool: Pool) -> None:
    chosen = of_pool(pool, settings=Settings(serve=ServeSettings(proxies=1)))
    told = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}

    answer = create_app(chosen).test_client().get("/metrics", headers=told)

    assert answer.status_code == 403


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "trustpool.jobs", "levelname": "INFO", "msg": message, "created": 0.25})
    vars(made).update(extra)
    return made


def test_a_log_line_is_one_json_document_without_secrets() -> None:
    line = JsonLines().format(
        record("fetch https://anna:hunter2@forge.example/a.git\nBearer tpool_abcdefghijkl", job=7, kind="visit")
    )

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.250+00:00",
        "level": "info",
        "logger": "trustpool.jobs",
        "message": "fetch https://…@forge.example/a.git\nBearer…",
        "job": 7,
        "kind": "visit",
    }


def test_a_plain_line_shows_its_fields() -> None:
    assert PlainLines().format(record("job done", job=7, problem="")) == (
        "1970-01-01 00:00:00Z info trustpool.jobs: job done job=7"
    )


@contextmanager
def gunicorn(pool: Pool, tmp_path: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The pool behind gunicorn on loopback; its address."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "metrics").mkdir()
    told = {
        "TRUSTPOOL_HOME": str(pool.home.folder),
        "TRUSTPOOL_DATABASE_URL": pool.home.database_url,
        "TRUSTPOOL_BIND": f"127.0.0.1:{port}",
        "TRUSTPOOL_LOG_FORMAT": "json",
        "TRUSTPOOL_LOG_REQUESTS": "true",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
        **settings,
    }
    arguments = ["-m", "gunicorn", "--config", "python:web.gunicorn", "web.wsgi:application()"]
    others = {name: value for name, value in os.environ.items() if name != "TRUSTPOOL_RATES_EVERYONE"}
    process = subprocess.Popen([sys.executable, *arguments], cwd=HOME, env=others | told, stderr=subprocess.PIPE)
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.kill()
        process.wait()


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  loopback
        return str(answer.read().decode())


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            ask(url)
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def test_gunicorn_serves_the_pool_and_stops_when_told(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    with gunicorn(pool, tmp_path) as (address, process):
        wait_for(f"{address}readyz")
        git("clone", f"{address}git/lantern.git", tmp_path / "clone")
        assert "trustpool_request_seconds_count" in ask(f"{address}metrics")

        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=40)

    assert process.returncode == 0
    lines = [json.loads(line) for line in errors.decode().splitlines() if line.startswith("{")]
    assert {"/readyz", "/git/lantern.git/info/refs"} <= {line.get("path") for line in lines}


SETTINGS = """
[pool]
address = "https://pool.example"
[serve]
proxies = 1
metrics = "nobody"
[rates]
everyone = "5/hour"
login = "1/hour"
"""


def test_gunicorn_does_what_the_settings_file_says(pool: Pool, publish: Publish, tmp_path: Path) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    (tmp_path / "pool.toml").write_text(SETTINGS)
    told = {"TRUSTPOOL_CONFIG": str(tmp_path / "pool.toml"), "WEB_CONCURRENCY": "1"}
    with gunicorn(pool, tmp_path, **told) as (address, process):
        wait_for(f"{address}readyz")
        projects = f"{address}api/v1/projects"
        clone_url = json.loads(ask(projects))["items"][0]["clone_url"]
        statuses = [status_of(projects) for _ in range(5)]
        elsewhere = status_of(projects, {"X-Forwarded-For": "203.0.113.9"})
        tries = [status_of(f"{address}login", {"X-Forwarded-For": "203.0.113.8"}, b"login=a") for _ in range(2)]
        metrics = status_of(f"{address}metrics")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=40)

    assert clone_url == "https://pool.example/git/lantern.git"
    assert statuses == [200] * 4 + [429]
    assert (elsewhere, tries, metrics) == (200, [403, 429], 403)


def status_of(url: str, headers: dict[str, str] | None = None, data: bytes | None = None) -> int:
    """The status of the answer."""
    asked = urllib.request.Request(url, data, headers or {})  # noqa: S310  loopback
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
