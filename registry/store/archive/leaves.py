"""The files of a commit, read from the object database as a stream: nothing is checked out, no filter or hook runs.

Attributes of the tree (`export-ignore`, `export-subst`, line endings) are not applied: what is served is what was
scanned, byte for byte.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from licenses.language import text
from registry.store import git
from scanner.tree import Mode

CHUNK = 256 * 1024  # bytes of a file that are in memory at a time


@dataclass(frozen=True, slots=True)
class Leaf:
    """One path of a commit."""

    path: bytes  # as git has it, relative
    mode: Mode
    object_id: str  # hex; of a submodule the commit, which is not here


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """A leaf whose content can be read, once and in order."""

    leaf: Leaf
    size: int  # bytes; 0 for a submodule
    chunks: Iterator[bytes]


def leaves_of(repository: Path, commit: str) -> tuple[Leaf, ...]:
    """Every leaf of a commit, in git's order.

    Raises:
        GitFailed: the commit is not there.
    """
    listed = git.run(repository, "ls-tree", "-r", "-z", "--full-tree", commit)
    return tuple(_leaf(line) for line in listed.split(b"\0") if line)


def _leaf(line: bytes) -> Leaf:
    facts, _, path = line.partition(b"\t")
    mode, _, object_id = facts.decode("ascii").split(" ")
    return Leaf(path, _mode(int(mode, 8)), object_id)


def _mode(written: int) -> Mode:
    """Git's modes; of old repositories' 100664 only the executable bit counts."""
    if written in {Mode.SYMLINK, Mode.SUBMODULE}:
        return Mode(written)
    return Mode.EXECUTABLE if written & 0o100 else Mode.FILE


@contextmanager
def open_leaves(repository: Path, leaves: tuple[Leaf, ...]) -> Iterator[Iterator[OpenLeaf]]:
    """Read the leaves' content by one git process, each to its end before the next."""
    with tempfile.TemporaryFile() as wanted:  # a file and not a pipe: neither side waits for the other
        for leaf in leaves:
            if leaf.mode is not Mode.SUBMODULE:
                wanted.write(f"{leaf.object_id}\n".encode("ascii"))
        wanted.seek(0)
        process = subprocess.Popen(
            git.command(repository, "cat-file", "--batch", "--buffer"),
            stdin=wanted,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=git.environment(),
        )
    if process.stdout is None:
        raise AssertionError("git was started with its output piped")
    try:
        yield _opened(process.stdout, leaves)
    finally:
        process.stdout.close()
        process.kill()
        process.wait()


def _opened(stream: IO[bytes], leaves: tuple[Leaf, ...]) -> Iterator[OpenLeaf]:
    for leaf in leaves:
        if leaf.mode is Mode.SUBMODULE:
            yield OpenLeaf(leaf, 0, iter(()))
            continue
        size = _announced(stream, leaf)
        chunks = _chunks(stream, size, leaf)
        yield OpenLeaf(leaf, size, chunks)
        for _ in chunks:  # whatever the reader left
            pass
        stream.read(1)  # the newline after each object


def _announced(stream: IO[bytes], leaf: Leaf) -> int:
    header = stream.readline().split()
    if len(header) != 3 or header[0].decode("ascii") != leaf.object_id or header[1] != b"blob":
        raise _lost(leaf)
    return int(header[2])


def _chunks(stream: IO[bytes], size: int, leaf: Leaf) -> Iterator[bytes]:
    left = size
    while left:
        piece = stream.read(min(left, CHUNK))
        if not piece:
            raise _lost(leaf)
        left -= len(piece)
        yield piece


def _lost(leaf: Leaf) -> git.GitFailed:
    return git.GitFailed(text("an object is missing from the git storage"), where=leaf.object_id)
