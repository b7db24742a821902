"""Webhooks: what they are told, how it is signed, what happens when nobody answers, and where they may not reach."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from licenses.errors import BadUsage, InputUnreadable
from registry.models import Admission, JobState
from registry.pool import Pool
from registry.services.jobs import find_jobs
from registry.services.organisations import create
from registry.services.outgoing import post
from registry.services.webhooks import add_webhook, deliveries_of, end_webhook, webhooks_of
from registry.settings import JobSettings, Settings, WebhookSettings
from tests.registry.jobs.conftest import work_here
from tests.registry.pool import MIT_PROJECT, Publish, publisher, repository

SETTINGS = Settings(webhooks=WebhookSettings(private_addresses=True, timeout=5), jobs=JobSettings(backoff=0.0))


class Receiver:
    """A server that keeps what it hears, and answers with the next of its statuses, the last one for ever."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.statuses = [204]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback."""
    made = Receiver()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def harbour(pool: Pool) -> Pool:
    """A pool with an organisation, that may call loopback."""
    create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="test")
    return of_pool(pool, settings=SETTINGS)


def publish_one(pool: Pool, tmp_path: Path) -> None:
    publisher(pool)(repository(tmp_path / "lantern", MIT_PROJECT), organisation="harbour")


def test_each_event_is_told_once_and_signed(harbour: Pool, receiver: Receiver, tmp_path: Path) -> None:
    secret = add_webhook(harbour, "harbour", receiver.address, actor="test")

    publish_one(harbour, tmp_path)
    work_here(harbour)

    told = [json.loads(body) for _, body in receiver.heard]
    assert [it["type"] for it in told] == [f"release.{it}" for it in ("submitted", "scanning", "scanned", "in-review")]
    assert told[-1]["data"] | {"commit": "", "actor": ""} == {
        "organisation": "harbour",
        "project": "lantern",
        "label": "1.0.0",
        "commit": "",
        "before": "scanned",
        "after": "in review",
        "actor": "",
        "reason": None,
    }
    headers, body = receiver.heard[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert len({it["webhook-id"] for it, _ in receiver.heard}) == 4
    assert work_here(harbour) == 0


def test_a_receiver_that_fails_is_told_again_and_the_log_says_so(
    harbour: Pool, receiver: Receiver, tmp_path: Path
) -> None:
    add_webhook(harbour, "harbour", receiver.address, actor="test")
    receiver.statuses = [500, 302, 204]

    publish_one(harbour, tmp_path)
    work_here(harbour)

    assert sorted(it.tries for it in deliveries_of(harbour, "harbour").items) == [1, 1, 2, 2]
    assert {it.status for it in deliveries_of(harbour, "harbour").items} == {204}
    assert all(it.delivered_at for it in deliveries_of(harbour, "harbour").items)


def test_a_receiver_that_is_gone_is_told_no_more(harbour: Pool, receiver: Receiver, tmp_path: Path) -> None:
    add_webhook(harbour, "harbour", receiver.address, actor="test")
    receiver.statuses = [410]

    publish_one(harbour, tmp_path)
    work_here(harbour)

    assert {it.state for it in find_jobs(harbour).items} == {JobState.FAILED}
    assert [it.tries for it in deliveries_of(harbour, "harbour").items] == [1] * 4


def test_an_ended_webhook_hears_nothing_and_can_be_added_again(
    harbour: Pool, receiver: Receiver, tmp_path: Path
) -> None:
    first = add_webhook(harbour, "harbour", receiver.address, actor="test")
    with pytest.raises(BadUsage):
        add_webhook(harbour, "harbour", receiver.address, actor="test")
    end_webhook(harbour, "harbour", receiver.address, actor="test")

    publish_one(harbour, tmp_path)
    work_here(harbour)

    assert receiver.heard == []
    assert webhooks_of(harbour, "harbour") == ()
    assert add_webhook(harbour, "harbour", receiver.address, actor="test") != first


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/",
        "https://anna:secret@receiver.example/",
        "https:///nowhere",
        "ftp://receiver.example/",
        "https://receiver.example/\r\nX: y",
        "https://receiver.example:99999/",
    ],
)
def test_an_address_that_may_not_be_called_cannot_be_added(pool: Pool, publish: Publish, url: str) -> None:
    create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="test")

    with pytest.raises(BadUsage):
        add_webhook(pool, "harbour", url, actor="test")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "2130706433"],
)
def test_no_request_reaches_our_own_network(host: str) -> None:
    with pytest.raises((BadUsage, InputUnreadable), match=r"public internet|no host"):
        post(f"https://{host}/", b"{}", {}, private=False, timeout=1)
