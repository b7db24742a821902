"""SOURCE, as a person writes it, opened: a folder, a repository, a git URL, an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.archive import open_archive
from scanner.source.directory import open_directory
from scanner.source.git import open_repository
from scanner.source.limits import LIMITS, Limits
from scanner.source.opened import OpenSource
from scanner.source.policy import COMMAND_LINE, FetchPolicy
from scanner.source.shadow import find_repository
from scanner.source.spec import LocalSpec, parse_spec

__all__ = ["OpenSource", "open_source"]


@contextmanager
def open_source(
    spec: str, *, policy: FetchPolicy = COMMAND_LINE, scratch: Path, limits: Limits = LIMITS
) -> Iterator[OpenSource]:
    """Open what `spec` names; a ref may follow a repository or URL after `@`.

    `scratch` is an existing folder for temporary files; the caller removes it.

    Raises:
        InputUnreadable: it does not exist, cannot be read, or is too large.
        BadUsage: the policy does not allow it, or it is not written as a source.
    """
    source = parse_spec(spec)
    opening = _open_local(source, limits, scratch)
    with opening as opened:
        yield opened


def _open_local(source: LocalSpec, limits: Limits, scratch: Path) -> AbstractContextManager[OpenSource]:
    path, ref = source.path, source.ref
    if not path.is_dir():
        _refuse_ref(source)
        return open_archive(path, location=str(path), limits=limits, scratch=scratch)
    layout = find_repository(path)
    if layout is None:
        _refuse_ref(source)
        return open_directory(path, location=str(path), limits=limits)
    name = path.resolve().name.removesuffix(".git") or "root"
    return open_repository(layout, ref, location=str(path), name=name, limits=limits, scratch=scratch)


def _refuse_ref(source: LocalSpec) -> None:
    if source.ref:
        what = text("only a git repository has refs: {path} is none", path=str(source.path))
        raise InputUnreadable(what, hint=text("leave out @{ref}", ref=source.ref))
