"""Send a source to a pool on another machine, and wait for what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import Text, text
from registry.api import answers
from registry.client.remote_pool import RemotePool
from registry.models import JobState, State

POLL = 1.0  # seconds between two looks
_MOVING = (State.SUBMITTED, State.SCANNING, State.SCANNED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sent, and where it belongs."""

    source: str  # address of a git repository, or path of an archive
    project: str = ""
    organisation: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the pool made of it."""

    project: str
    job: int | None
    release: str  # the commit; "" when it is not known yet


def send(pool: RemotePool, wanted: Wanted) -> Sent:
    """Submit an address or a package of a registry, or upload an archive.

    Raises:
        BadUsage: it is neither.
        TrustpoolError: see `registry.client.connection`.
    """
    if wanted.source.startswith("pkg:"):
        asked = pool.submit_package(wanted.source, wanted.project or _name_in(wanted.source), wanted.organisation)
        return Sent(asked.project, asked.job, "")
    if "://" in wanted.source:
        said = pool.submit(wanted.source, wanted.project, wanted.organisation)
        return Sent(said.project, said.job, "")
    path = Path(wanted.source)
    if not path.is_file():
        raise BadUsage(
            text("only an archive, the address of a git repository or the purl of a package can be sent to a pool"),
            where=wanted.source,
            hint=text("pack a folder first: git archive --output app.tar.gz HEAD"),
        )
    project = wanted.project or path.name.split(".")[0]
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            done = pool.upload(stream, size, project, wanted.organisation, path.name, wanted.version)
    except OSError as wrong:
        raise InputUnreadable(
            text("the file cannot be read: {reason}", reason=wrong.strerror or str(wrong)), where=wanted.source
        ) from wrong
    return Sent(done.project, done.job, done.release)


def _name_in(purl: str) -> str:
    """The last word of a purl's path: what its project is called unless somebody says otherwise."""
    return unquote(purl.partition("?")[0].rpartition("@")[0].rpartition("/")[2])


def outcome(
    pool: RemotePool, sent: Sent, *, seconds: float, pause: Callable[[float], None] = time.sleep
) -> answers.ReleaseRow:
    """Wait until the release is where somebody must decide, or nobody any more.

    Raises:
        InputUnreadable: the job failed, or it takes too long.
    """
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if sent.job is not None:
            _require_alive(pool.job(sent.job), sent.project)
        found = _release(pool, sent)
        if found and found.state not in _MOVING:
            return found
        pause(POLL)
    raise InputUnreadable(text("it is not done after {seconds} seconds", seconds=int(seconds)), where=sent.project)


def _require_alive(job: answers.Job, project: str) -> None:
    if job.state in {JobState.FAILED, JobState.CANCELLED}:
        why = Text("{said}", (("said", job.problem),)) if job.problem else text("the pool gave the work up")
        raise InputUnreadable(why, where=project)


def _release(pool: RemotePool, sent: Sent) -> answers.ReleaseRow | None:
    """The release that was sent; of an address the newest, once its visit is over."""
    if not sent.release and sent.job is not None and pool.job(sent.job).state is not JobState.DONE:
        return None
    rows = pool.project(sent.project).releases.items
    return next((it for it in rows if not sent.release or it.id == sent.release), None)
