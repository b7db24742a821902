"""SOURCE, as a person writes it, opened: a folder, a repository, a git URL, an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.limits import LIMITS, Limits
from scanner.source.opened import OpenSource, Progress
from scanner.source.policy import COMMAND_LINE, FetchPolicy, refuse_local
from scanner.source.shadow import find_repository
from scanner.source.spec import LocalSpec, RemoteSpec, parse_spec

__all__ = ["OpenSource", "open_source"]


@contextmanager
def open_source(
    spec: str,
    *,
    policy: FetchPolicy = COMMAND_LINE,
    scratch: Path,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Iterator[OpenSource]:
    """Open what `spec` names; a ref may follow a repository or URL after `@`.

    `scratch` is an existing folder for temporary files; the caller removes it. `progress` hears of a fetch or an
    archive.

    Raises:
        InputUnreadable: it does not exist, cannot be read, or is too large.
        BadUsage: the policy does not allow it, or it is not written as a source.
    """
    source = parse_spec(spec)
    with _opening(source, policy, limits, scratch, progress) as opened:
        yield opened


def _opening(
    source: LocalSpec | RemoteSpec, policy: FetchPolicy, limits: Limits, scratch: Path, progress: Progress | None
) -> AbstractContextManager[OpenSource]:
    """The kind of source that it is; only that kind's code is imported."""
    if isinstance(source, RemoteSpec):
        from scanner.source.remote import open_remote

        return open_remote(source, policy=policy, limits=limits, scratch=scratch, progress=progress)
    refuse_local(source, policy)
    path, location = source.path, str(source.path)
    layout = find_repository(path) if path.is_dir() else None
    if layout is not None:
        from scanner.source.git import open_repository

        name = path.resolve().name.removesuffix(".git") or "root"
        at = source.ref or "HEAD"
        return open_repository(layout, at, ref=at, location=location, name=name, limits=limits, scratch=scratch)
    _refuse_ref(source)
    if path.is_dir():
        from scanner.source.directory import open_directory

        return open_directory(path, location=location, limits=limits)
    from scanner.source.archive import open_archive

    return open_archive(path, location=location, limits=limits, scratch=scratch, progress=progress)


def _refuse_ref(source: LocalSpec) -> None:
    if source.ref:
        what = text("only a git repository has refs: {path} is none", path=str(source.path))
        raise InputUnreadable(what, hint=text("leave out @{ref}", ref=source.ref))
