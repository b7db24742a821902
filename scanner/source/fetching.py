"""One `git fetch`: how it is called, watched and ended, and what its complaints mean."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scanner.source.opened import Progress
from scanner.source.policy import FetchPolicy
from scanner.source.shadow import closed_environment

_COUNTING = re.compile(rb"Receiving objects:\s+\d+% \((\d+)/(\d+)\)")
_COMPLAINT = re.compile(
    # what the server tells of its progress is no complaint
    r"^(?:fatal|error|remote(?!: *(?:Enumerating|Counting|Compressing|Total) )|ERROR|ssh|warning): *(.+)$",
    re.MULTILINE,
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_KEPT = 64 * 1024  # bytes of complaints
# what the caller's own git process may have exported about another repository: `git rev-parse --local-env-vars`
_OF_A_REPOSITORY = re.compile(
    r"GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|NAMESPACE"
    r"|CONFIG|SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX)"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a git command over the network ended."""

    ok: bool
    output: str
    complaints: str  # standard error
    timed_out: bool = False

    @property
    def reason(self) -> str:
        """The most telling line of git's complaints, in one line, without control characters."""
        found = _COMPLAINT.findall(self.complaints) or [self.complaints.strip() or "git fetch"]
        return _UNPRINTABLE.sub(" ", found[-1] if found[0].startswith("Could not read from") else found[0])[:300]


def environment(policy: FetchPolicy, clone: Path) -> dict[str, str]:
    """What git is told about where it is and whom to trust. A strict policy's HOME is the clone: nothing is there."""
    told = {
        "GIT_DIR": str(clone),
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": ":".join(sorted(policy.protocols)),
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    if policy.own_settings:
        return {name: value for name, value in os.environ.items() if not _OF_A_REPOSITORY.fullmatch(name)} | told
    return closed_environment() | told | {"HOME": str(clone), "XDG_CONFIG_HOME": str(clone)}


def options(policy: FetchPolicy, address: str, host: str, port: int) -> list[str]:
    """`-c` settings of every network command; `address` is the one that was checked, or ""."""
    settings = [
        "core.hooksPath=/dev/null",
        "fetch.recurseSubmodules=false",
        "fetch.unpackLimit=1",  # one pack, whose size can be limited
        "gc.auto=0",
        "maintenance.auto=false",
        "http.lowSpeedLimit=1000",
        "http.lowSpeedTime=60",
    ]
    ssh = "core.sshCommand=ssh -F none -o BatchMode=yes"
    if address:
        literal = f"[{address}]" if ":" in address else address
        names = dict.fromkeys((host, host.encode("idna").decode("ascii") if "." in host else host))
        settings += [f"http.curloptResolve={name}:{port}:{literal}" for name in names]
        ssh += f" -o HostName={address} -o HostKeyAlias={host}"
    if not policy.own_settings:
        settings += ["credential.helper=", "http.followRedirects=false", ssh]
    return [word for setting in settings for word in ("-c", setting)]


def watch(process: subprocess.Popen[bytes], policy: FetchPolicy, progress: Progress | None) -> Outcome:
    """See a git command, the leader of its process group, to its end; end it when it takes too long or too much."""
    with suppress(ProcessLookupError):  # it may have ended already
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (policy.max_bytes, policy.max_bytes))
    timed_out = threading.Event()

    def end() -> None:
        timed_out.set()
        _end_group(process)

    timer = threading.Timer(policy.timeout, end)
    timer.daemon = True
    timer.start()
    try:
        output, complaints = _read_both(process, progress)
        code = process.wait()
    except BaseException:
        _end_group(process)
        process.wait()
        raise
    finally:
        timer.cancel()
    return Outcome(code == 0, output, complaints, timed_out.is_set())


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_both(process: subprocess.Popen[bytes], progress: Progress | None) -> tuple[str, str]:
    """Standard output in a thread of its own, so that neither pipe fills up; standard error here, for its progress."""
    collected: list[bytes] = []
    reader = threading.Thread(target=lambda: collected.append(_some(process.stdout)), daemon=True)
    reader.start()
    complaints = bytearray()
    for line in _lines(process.stderr):
        if counted := _COUNTING.search(line):
            if progress is not None:
                progress(int(counted[1]), int(counted[2]))
        elif len(complaints) < _KEPT:
            complaints += line + b"\n"
    reader.join()
    return b"".join(collected).decode("utf-8", "replace"), complaints.decode("utf-8", "replace")


def _some(stream: IO[bytes] | None) -> bytes:
    """The first 16 MB of a stream: a listing of 200,000 refs. The rest is read and dropped."""
    if stream is None:
        return b""
    kept = stream.read(16 * 1024**2)
    while stream.read(1024**2):
        continue
    return kept


def _lines(stream: IO[bytes] | None) -> Iterator[bytes]:
    """Lines that end in a line feed or, as git's progress does, in a carriage return."""
    if stream is None:
        return
    waiting = b""
    while piece := os.read(stream.fileno(), 4096):
        *whole, waiting = (waiting + piece).replace(b"\r", b"\n").split(b"\n")
        waiting = waiting[-_KEPT:]
        yield from whole
    yield waiting
