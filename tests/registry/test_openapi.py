"""The OpenAPI document is true: schemathesis asks every operation, also with a token, and finds nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.models import Role
from registry.pool import Pool
from registry.services.accounts import add_user, issue_token
from tests.registry.pool import GPL_IN_MIT, MIT_PROJECT, NewHome, Publish, repository, serving
from web.app import create_app

DOCUMENT = "api/v1/openapi.json"
UPLOADS = """
[[operations]]
include-path = "/api/v1/uploads"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

[[operations]]
include-path = "/api/v1/submissions/list"
checks.negative_data_rejection.enabled = false
"""
SUBMITTING = ("/submissions", "/submissions/list", "/submissions/package", "/uploads")
THERE = {"name": ["lantern", "candle"], "release_id": ["1.0.0"], "before": ["1.0.0"], "after": ["1.0.0"]}


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What the document says does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def app(pool: Pool) -> Flask:
    """An empty pool's application."""
    return create_app(pool)


@pytest.fixture
def filled(pool: Pool, publish: Publish, tmp_path: Path) -> Pool:
    """A pool with a published release and a rejected one."""
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    publish(repository(tmp_path / "candle", GPL_IN_MIT))
    return pool


def schemathesis(document: str, address: str, folder: Path, *options: str) -> str:
    """What `schemathesis run` prints when it finds something; "" when it does not."""
    # by its schema any bytes are an archive, and most are none, which is told with 400; any text at all is a list
    (folder / "schemathesis.toml").write_text(UPLOADS)
    fixed = ("--no-color", "--max-examples=4", "--seed=1", "--workers=1", "--url", address)
    done = subprocess.run(
        [str(Path(sys.executable).parent / "schemathesis"), "run", *fixed, *options, document],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=folder,
    )
    found = re.findall(r"^- ST.*|^ +Expected:.*|^\[\d+\].*|^ +`.*|^ +curl .*", done.stdout, re.MULTILINE)
    return "" if done.returncode == 0 else "\n".join(found) or done.stdout + done.stderr


def test_whatever_is_asked_is_answered_as_documented(filled: Pool, tmp_path: Path) -> None:
    with serving(filled) as address:
        assert schemathesis(f"{address}{DOCUMENT}", address, tmp_path) == ""


def test_whatever_an_administrator_asks_is_answered_as_documented(filled: Pool, tmp_path: Path) -> None:
    add_user(filled, "root", password="", administrator=True, robot=True, actor="t")
    token = issue_token(filled, "root", "all", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="t")
    with serving(filled) as address:
        assert schemathesis(f"{address}{DOCUMENT}", address, tmp_path, "-H", f"Authorization: Bearer {token}") == ""


def test_an_administrator_is_answered_as_documented_about_what_is_there(filled: Pool, tmp_path: Path) -> None:
    add_user(filled, "root", password="", administrator=True, robot=True, actor="t")
    token = issue_token(filled, "root", "all", role=Role.ADMINISTRATOR, lasts=timedelta(days=1), actor="t")
    narrowed = tmp_path / "openapi.json"
    narrowed.write_text(json.dumps(narrow(create_app(filled))))

    with serving(filled) as address:
        assert schemathesis(str(narrowed), address, tmp_path, "-H", f"Authorization: Bearer {token}") == ""


def narrow(app: Flask) -> dict[str, Any]:
    """The document, of only the project and the release that are there."""
    said: dict[str, Any] = app.test_client().get(f"/{DOCUMENT}").get_json()
    # what is submitted is there afterwards, whatever the narrowed document says
    said["paths"] = {path: it for path, it in said["paths"].items() if not path.endswith(SUBMITTING)}
    for operation in operations(said):
        for parameter in operation["parameters"]:
            if parameter["in"] == "path" and parameter["name"] in THERE:
                parameter["schema"] = {"enum": THERE[parameter["name"]]}
    return said


def operations(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document."""
    for methods in said["paths"].values():
        yield from methods.values()


def test_every_address_of_the_api_is_documented(app: Flask) -> None:
    said = app.test_client().get(f"/{DOCUMENT}").get_json()

    views = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    assert len(views) == len(list(operations(said)))
    assert all(operation["summary"] for operation in operations(said))
