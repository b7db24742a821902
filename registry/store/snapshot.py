"""A folder or an archive becomes a commit, so that it can be kept and cloned like everything else.

The commit depends on nothing but the content and its time: the same folder gives the same commit on every machine.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from licenses.errors import InputUnreadable
from licenses.language import text
from registry.store import git
from scanner.inventory import SourceFacts
from scanner.tree import Blob, Entry, Mode, Tree, WholeBlobs

IDENTITY = b"trustpool <trustpool@localhost.invalid>"
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def commit_tree(repository: Path, tree: Tree, facts: SourceFacts) -> str:
    """Write the tree as a commit without parents into a repository; the commit's id.

    Raises:
        InputUnreadable: a file is missing, changes meanwhile, or has a name that git cannot be given.
        GitFailed: git refuses the content.
    """
    git.run(None, "init", "--bare", "--quiet", "--template=", str(repository))
    # names that are not UTF-8 are shown with \xNN: taken back only when that, and not the plain name, gives the tree
    for raw_name in (_plain, _unescaped):
        commit = _import(repository, tree, facts, raw_name)
        if git.run(repository, "rev-parse", f"{commit}^{{tree}}").decode().strip() == facts.tree:
            return commit
    raise InputUnreadable(
        text("this source cannot be kept as a git commit: some of its files could not be read exactly"),
        where=facts.location,
        hint=text("make a git repository of it and publish that"),
    )


def _import(repository: Path, tree: Tree, facts: SourceFacts, raw_name: Callable[[str], bytes]) -> str:
    """One run of git fast-import. https://git-scm.com/docs/git-fast-import"""
    arguments = git.command(repository, "fast-import", "--quiet", "--force", "--date-format=raw", "--done")
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=git.environment()
    ) as process:
        stdin: IO[bytes] = process.stdin  # type: ignore[assignment]
        try:
            for part in _stream(tree, facts, raw_name):
                stdin.write(part)
        except BrokenPipeError:
            pass  # git gave up; its exit code says so below
        except BaseException:
            process.kill()
            with suppress(BrokenPipeError):  # what was not sent yet
                stdin.close()
            raise
        _, errors = process.communicate()
    if process.returncode:
        lines = errors.decode("utf-8", "replace").strip().splitlines() or [f"exit {process.returncode}"]
        raise git.GitFailed(text("git {command} failed: {cause}", command="fast-import", cause=lines[0]))
    return git.run(repository, "rev-parse", "refs/heads/import").decode().strip()


def _stream(tree: Tree, facts: SourceFacts, raw_name: Callable[[str], bytes]) -> Iterator[bytes]:
    files = [entry for entry in tree.entries if entry.mode is not Mode.SUBMODULE]
    marks = {entry.blob: mark for mark, entry in enumerate({it.blob: it for it in files}.values(), start=1)}
    for blob in tree.blobs(marks):
        yield b"blob\nmark :%d\n" % marks[blob.id]
        yield from _whole(tree, blob, facts) if blob.cut else (_data(blob.content),)
    yield b"commit refs/heads/import\ncommitter %s %d +0000\n" % (IDENTITY, facts.committed_at)
    yield _data(f"Import {facts.name}\n".encode())
    yield from _changes(tree.entries, marks, raw_name)
    yield b"\ndone\n"


def _whole(tree: Tree, blob: Blob, facts: SourceFacts) -> Iterator[bytes]:
    """A blob of which the scan saw only the head."""
    if not isinstance(tree, WholeBlobs):
        raise TypeError(f"a source of the kind {facts.kind} does not give its huge files whole")
    yield b"data %d\n" % blob.size
    left = blob.size
    for piece in tree.pieces(blob.id):
        left -= len(piece)
        yield piece
    if left:  # git would take what follows for the rest of the file
        raise InputUnreadable(text("a file changed while it was read"), where=facts.location)
    yield b"\n"


def _changes(entries: Iterable[Entry], marks: dict[str, int], raw_name: Callable[[str], bytes]) -> Iterator[bytes]:
    for entry in entries:
        content = entry.blob.encode() if entry.mode is Mode.SUBMODULE else b":%d" % marks[entry.blob]
        yield b"M %06o %s %s\n" % (entry.mode, content, _quoted(raw_name(entry.path)))


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(name: bytes) -> bytes:
    """A path in fast-import's C-style quotes."""
    return b'"%s"' % re.sub(rb'[\\"\x00-\x1f\x7f-\xff]', lambda found: b"\\%03o" % found[0][0], name)


def _plain(path: str) -> bytes:
    return path.encode()


def _unescaped(path: str) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.encode())
