"""Objects out of a git object database, through a long-lived `git cat-file`.

Requests go out in windows that fit into git's input pipe, the next one while git answers the last; so git is never
idle, nobody blocks and no thread is needed. Format: https://git-scm.com/docs/git-cat-file#_batch_output
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterator, Sequence
from fcntl import fcntl
from typing import IO, NamedTuple

from scanner.source.limits import Limits
from scanner.source.shadow import Shadow, git_missing, git_version
from scanner.tree import HUGE, HUGE_HEAD

_PIPE = 1024 * 1024  # bytes; Linux's limit for an ordinary user's pipe
_SMALLEST_PIPE = 4096
_F_SETPIPE_SZ, _F_GETPIPE_SZ = 1031, 1032  # fcntl.h of Linux
_LINE = len("contents \n") + 40

MISSING = b"missing"
DAMAGED = b"damaged"  # git cannot read it
FORGED = b"forged"  # its content does not have its id
OVERSIZE = b"oversize"  # more bytes than we are willing to read


class Stored(NamedTuple):
    """One answer."""

    id: str  # hex, as asked for
    kind: bytes  # b"blob", b"tree", b"commit", b"tag", or one of the constants above, then without content
    size: int  # bytes, of the whole object
    content: bytes  # cut to HUGE_HEAD when size > HUGE


TooMuch = Callable[[int], bool]  # whether a huge object of so many bytes is more than we read


class Ended(Exception):
    """Git ended in the middle of an answer."""


class ObjectReader:
    """Reads objects by id. Each content is checked against its id, for a repository on disk can lie.

    One process is kept between calls; a call that runs while another is unfinished gets a second one.
    """

    def __init__(self, shadow: Shadow, limits: Limits) -> None:
        self._shadow = shadow
        self._limits = limits
        self._idle: _CatFile | None = None
        self._drained = 0  # bytes of huge objects read so far

    def read(self, ids: Sequence[str]) -> Iterator[Stored]:
        """The objects in the order asked for, one answer for each id, whatever state the database is in."""
        place = 0
        retried = False
        while place < len(ids):
            process = self._take()
            unfinished = True
            try:
                for stored in process.answers(ids[place:], self._too_much):
                    place, retried = place + 1, False
                    # with the last answer the process is free again, even if our caller stops here
                    unfinished = place < len(ids) or stored.kind is OVERSIZE
                    yield stored
            except Ended:
                # answers may have been lost with the process: only what a fresh one cannot give either is damaged
                if retried:
                    yield Stored(ids[place], DAMAGED, 0, b"")
                    place += 1
                retried = not retried
            finally:
                if unfinished or self._idle:
                    process.close()
                else:
                    self._idle = process

    def pieces(self, wanted: str) -> Iterator[bytes]:
        """The whole content of an object that `read` gives cut; it ends early when git cannot read on."""
        process = subprocess.Popen(
            ["git", "cat-file", "blob", wanted],
            env=self._shadow.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        output = _pipe(process.stdout)
        try:
            while piece := output.read(HUGE_HEAD):
                yield piece
        finally:
            process.kill()
            output.close()
            process.wait()

    def close(self) -> None:
        """End the process that is kept."""
        if self._idle is not None:
            self._idle.close()
            self._idle = None

    def _take(self) -> _CatFile:
        process, self._idle = self._idle, None
        return process or _CatFile(self._shadow)

    def _too_much(self, size: int) -> bool:
        self._drained += size
        return size > self._limits.blob or self._drained > self._limits.total


class _CatFile:
    """One `git cat-file` process."""

    def __init__(self, shadow: Shadow) -> None:
        # --batch-command (git 2.36) lets git fill its buffer until told to flush; --batch flushes after every object
        self._buffers = git_version() >= (2, 36)
        mode = ["--batch-command", "--buffer"] if self._buffers else ["--batch"]
        try:
            self._process = subprocess.Popen(
                ["git", "cat-file", *mode],
                env=shadow.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=_PIPE,
            )
        except FileNotFoundError:
            raise git_missing() from None
        self._requests: IO[bytes] = _pipe(self._process.stdin)
        self._output: IO[bytes] = _pipe(self._process.stdout)
        _widen(self._output)
        self._window = max(1, _capacity(self._requests) // 2 // _LINE - 1)

    def answers(self, ids: Sequence[str], too_much: TooMuch) -> Iterator[Stored]:
        """Ask for all ids and yield the answers.

        Raises:
            Ended: git died, or was left; the ids not answered yet must be asked of another process.
        """
        self._ask(ids[: self._window])
        for start in range(0, len(ids), self._window):
            for place in range(start, min(start + self._window, len(ids))):
                stored = self._answer(ids[place], too_much)
                if place == start:
                    # git has read this window whole, or half of the pipe is free: the next one cannot block us
                    self._ask(ids[start + self._window : start + 2 * self._window])
                yield stored
                if stored.kind is OVERSIZE:
                    raise Ended  # its content is still coming: cheaper to leave than to read

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        for pipe in (self._requests, self._output):
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # a request that git did not read before it died
        self._process.wait()

    def _ask(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        form = "contents %s\n" if self._buffers else "%s\n"
        lines = "".join([form % wanted for wanted in ids]) + ("flush\n" if self._buffers else "")
        try:
            self._requests.write(lines.encode())
            self._requests.flush()
        except BrokenPipeError:
            raise Ended from None

    def _answer(self, wanted: str, too_much: TooMuch) -> Stored:
        words = self._output.readline().split()
        if len(words) == 2:
            return Stored(wanted, MISSING, 0, b"")
        if len(words) != 3:
            raise Ended
        kind, size = words[1], int(words[2])
        if size > HUGE:
            return self._huge(wanted, kind, size, too_much)
        content = self._output.read(size)
        if self._output.read(1) != b"\n":
            raise Ended
        digest = _digest(kind, size)
        digest.update(content)
        return Stored(wanted, kind, size, content) if digest.hexdigest() == wanted else Stored(wanted, FORGED, 0, b"")

    def _huge(self, wanted: str, kind: bytes, size: int, too_much: TooMuch) -> Stored:
        """Keep the head, read the rest only to check the id."""
        if too_much(size):
            return Stored(wanted, OVERSIZE, size, b"")
        head = self._output.read(HUGE_HEAD)
        digest = _digest(kind, size)
        digest.update(head)
        left = size - len(head)
        while left and (piece := self._output.read(min(left, HUGE_HEAD))):
            digest.update(piece)
            left -= len(piece)
        if left or self._output.read(1) != b"\n":
            raise Ended
        return Stored(wanted, kind, size, head) if digest.hexdigest() == wanted else Stored(wanted, FORGED, 0, b"")


def _digest(kind: bytes, size: int) -> hashlib._Hash:
    return hashlib.sha1(b"%s %d\0" % (kind, size), usedforsecurity=False)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without a pipe")  # pragma: no cover
    return stream


def _widen(pipe: IO[bytes]) -> None:
    """A wider pipe means fewer switches between git and us; a narrow one works too."""
    try:
        fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
    except OSError:
        return  # the user has many pipes open, or this is not Linux


def _capacity(pipe: IO[bytes]) -> int:
    try:
        return fcntl(pipe, _F_GETPIPE_SZ)
    except OSError:
        return _SMALLEST_PIPE
