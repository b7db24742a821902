"""`git clone` and fetch over smart HTTP, read-only. https://git-scm.com/docs/http-protocol, https://git-scm.com/docs/protocol-v2

A request is handed to `git upload-pack --stateless-rpc` on the project's public repository, which holds nothing that
may not be cloned (registry.store.repositories), and its answer is streamed. There is no way in for a push.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, abort, current_app, request

from registry.jobs.claims import store_for
from registry.pool import Pool
from registry.services.projects import storage_of
from registry.services.refs import show_published
from registry.store import git

MAX_REQUEST = 10 * 1024 * 1024  # bytes, decompressed; git's own http.maxRequestBuffer
CHUNK = 64 * 1024
SECONDS = 3600  # that one answer may take
SERVICE = "git-upload-pack"
_PROTOCOL = re.compile(r"version=[012]")

blueprint = Blueprint("git", __name__, url_prefix="/git")


@blueprint.get("/<project>.git/info/refs")
def refs(project: str) -> Response:
    """What can be fetched. Only the smart protocol is spoken, and only to read."""
    return _refs(_repository(project))


@blueprint.get("/<project>/<origin>.git/info/refs")
def origin_refs(project: str, origin: str) -> Response:
    """What can be fetched of one origin: its own branches and tags, as far as they are published."""
    return _refs(_repository(project, origin), origin)


@blueprint.get("/-/jobs/<int:job_id>.git/info/refs")
def refs_for_job(job_id: int) -> Response:
    """What the worker that has this job may fetch: its project's held repository."""
    return _refs(_held(job_id))


def _refs(repository: Path, origin: str = "") -> Response:
    if request.args.get("service") != SERVICE:
        abort(403)
    head = b"# service=git-upload-pack\n"
    greeting = b"" if request.headers.get("Git-Protocol") == "version=2" else b"%04x%s0000" % (len(head) + 4, head)
    process = _upload_pack(repository, origin, subprocess.DEVNULL, "--http-backend-info-refs")
    return _answer("advertisement", _streamed(process, greeting))


@blueprint.post("/<project>.git/git-upload-pack")
def upload_pack(project: str) -> Response:
    """Negotiate and send a pack."""
    return _packed(_repository(project))


@blueprint.post("/<project>/<origin>.git/git-upload-pack")
def origin_upload_pack(project: str, origin: str) -> Response:
    """The same, of one origin."""
    return _packed(_repository(project, origin), origin)


@blueprint.post("/-/jobs/<int:job_id>.git/git-upload-pack")
def upload_pack_for_job(job_id: int) -> Response:
    """The same, of what that worker may fetch."""
    return _packed(_held(job_id))


def _packed(repository: Path, origin: str = "") -> Response:
    if request.mimetype != f"application/x-{SERVICE}-request":
        abort(415)
    # from a file and not a pipe: git may answer before it has read everything, and neither side then waits
    with tempfile.TemporaryFile() as asked:
        _copy_request(asked)
        asked.seek(0)
        process = _upload_pack(repository, origin, asked)
    return _answer("result", _streamed(process))


@blueprint.get("/<project>.git/git-receive-pack")
@blueprint.post("/<project>.git/git-receive-pack")
@blueprint.get("/<project>/<origin>.git/git-receive-pack")
@blueprint.post("/<project>/<origin>.git/git-receive-pack")
def receive_pack(project: str, origin: str = "") -> Response:
    """Nobody pushes into the pool: code enters by being published."""
    return Response("this repository is read-only; code enters the pool with: trustpool publish\n", 403)


def _repository(project: str, origin: str = "") -> Path:
    """The project's public repository, showing what is published; an empty one where nothing is."""
    pool: Pool = current_app.extensions["trustpool"]
    project_id, store = storage_of(pool, project, origin)
    show_published(pool, project_id)
    return pool.repositories(store).public


def _held(job_id: int) -> Path:
    """The repository of a job's project, for whoever shows the secret of the job's claim: a worker, while it works."""
    pool: Pool = current_app.extensions["trustpool"]
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    store = store_for(pool, job_id, secret) if scheme.lower() == "bearer" else None
    if store is None:
        abort(403)
    return pool.repositories(store).held


def _upload_pack(repository: Path, origin: str, stdin: IO[bytes] | int, *options: str) -> subprocess.Popen[bytes]:
    """Git's own program; an origin's view is a git namespace (git help namespaces), of which `origin` is the name."""
    asked = request.headers.get("Git-Protocol", "")
    protocol = asked if _PROTOCOL.fullmatch(asked) else "version=0"
    settings = (
        "uploadpack.allowFilter=true",
        "uploadpack.allowAnySHA1InWant=true",
        "uploadpack.hideRefs=refs/namespaces",
    )
    words = [word for setting in settings for word in ("-c", setting)]
    arguments = git.command(
        None, *words, "upload-pack", "--strict", "--stateless-rpc", f"--timeout={SECONDS}", *options
    )
    return subprocess.Popen(
        [*arguments, str(repository)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=git.environment(GIT_PROTOCOL=protocol, **({"GIT_NAMESPACE": origin} if origin else {})),
    )


def _copy_request(target: IO[bytes]) -> None:
    """The request's body, decompressed, or an error when it is larger than any honest one."""
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        abort(415)
    stream: IO[bytes] = request.stream if encoding == "identity" else gzip.GzipFile(fileobj=request.stream)  # type: ignore[assignment]
    copied = 0
    try:
        while chunk := stream.read(CHUNK):
            copied += len(chunk)
            if copied > MAX_REQUEST:
                abort(413)
            target.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        abort(400)


def _streamed(process: subprocess.Popen[bytes], greeting: bytes = b"") -> Iterator[bytes]:
    """Git's answer as it comes. When the client goes away, git is stopped."""
    if process.stdout is None:
        raise AssertionError("git was started with its output piped")
    try:
        if greeting:
            yield greeting
        while chunk := process.stdout.read1(CHUNK):  # type: ignore[attr-defined]
            yield chunk
    finally:
        process.stdout.close()
        process.kill()
        process.wait()


def _answer(kind: str, body: Iterator[bytes]) -> Response:
    answer = Response(body, mimetype=f"application/x-{SERVICE}-{kind}")
    answer.headers["Cache-Control"] = "no-cache, max-age=0, must-revalidate"
    return answer
