"""Releases of a pool in `trustpool sbom diff`: asked for over HTTP, from a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from scanner.cli.remote_sbom import sbom_address
from scanner.formats.interface import WriteContext, format_named
from tests.scanner.formats.sample import shop
from web.command import run

PLACE = "/api/v1/projects/shop/releases/{}/documents/sbom"


def _documents() -> dict[str, bytes]:
    newer = tuple(
        replace(each, purl="pkg:npm/right@2.1.0", version="2.1.0") if each.name == "right" else each
        for each in shop().components
    )
    write = format_named("cyclonedx").write
    return {
        PLACE.format("v1"): write(shop(), WriteContext()),
        PLACE.format("v2"): write(replace(shop(), components=newer, dependencies=()), WriteContext()),
    }


@pytest.fixture(scope="module")
def pool() -> Iterator[str]:
    """Answers with two SBOMs, sends one path elsewhere, and knows nothing else."""
    documents = _documents()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == PLACE.format("moved"):
                self.send_response(302)
                self.send_header("Location", PLACE.format("v1"))
                self.end_headers()
                return
            content = documents.get(self.path)
            self.send_response(200 if content else 404)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("https://pool.example/projects/shop/releases/v1", "https://pool.example" + PLACE.format("v1")),
        (
            "https://pool.example/p/projects/a%20b/releases/v1/",
            "https://pool.example/p" + PLACE.format("v1").replace("shop", "a%20b"),
        ),
        ("https://pool.example" + PLACE.format("v1"), "https://pool.example" + PLACE.format("v1")),
        ("https://pool.example/git/shop.git@v1", ""),
        ("file:///projects/shop/releases/v1", ""),
        ("projects/shop/releases/v1", ""),
    ],
)
def test_a_release_is_known_by_its_address(named: str, address: str) -> None:
    assert sbom_address(named) == address


def test_two_releases_of_a_pool_are_compared(pool: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    releases = [f"{pool}/projects/shop/releases/{release}" for release in ("v1", "v2")]

    assert run(["sbom", "diff", *releases, "--format", "json"], "en") == 0

    found = json.loads(capsysbinary.readouterr().out)
    assert [(each["change"], each["component"], each["after"]) for each in found] == [
        ("upgraded", "pkg:npm/right", "2.1.0")
    ]


@pytest.mark.parametrize(("release", "reason"), [("v9", "HTTP 404"), ("moved", "HTTP 302")])
def test_a_pool_that_has_no_such_release_is_named(
    pool: str, release: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = f"{pool}/projects/shop/releases/{release}"

    assert run(["sbom", "diff", named, named], "en") == 3

    assert f"the pool does not give the SBOM: {reason}" in capsys.readouterr().err
