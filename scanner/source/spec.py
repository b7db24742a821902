"""How a person writes a source: `path`, `path@ref`, `https://host/org/app.git@ref`, `git@host:org/app.git@ref`.

URL forms: https://git-scm.com/docs/git-clone#_git_urls. What is neither a URL nor like `host:path` is a local path.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import Text, text
from scanner.source.closest import closest

_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")  # `ext::command`: git would run a program of that name
# strict on purpose: two programs that read one URL differently are how a checked host becomes another one
_HOST = r"(?P<host>\w[\w-]*(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\])"
_URL = re.compile(
    rf"(?P<protocol>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^@/\\?#\s]*)@)?(?:{_HOST}(?::(?P<port>\d{{1,5}}))?)?(?P<path>/\S*)"
)
_SCP = re.compile(rf"(?:(?P<user>[A-Za-z0-9_][\w.+-]*)@)?{_HOST}:(?P<path>\S+)")
_REF_AFTER_GIT = re.compile(r"(?P<path>.*?\.git/?)@(?P<ref>.+)")
_REF = re.compile(r"(?P<path>.*?[^/])@(?P<ref>.+)")  # `/@scope/app` holds no ref


class LocalSpec(Struct, frozen=True):
    """Something on this machine."""

    path: Path
    ref: str = ""


class RemoteSpec(Struct, frozen=True):
    """A git repository on another machine."""

    protocol: str  # git's name for it, lower case
    host: str
    port: int | None
    url: str  # for git; may hold credentials
    shown: str  # for people; never does
    name: str  # the repository's
    ref: str = ""


def parse_spec(spec: str) -> LocalSpec | RemoteSpec:
    """Tell the forms apart.

    Raises:
        BadUsage: a URL that cannot be one, or that would make git run a program.
        InputUnreadable: no such path.
    """
    if _HELPER.match(spec) and not os.path.lexists(spec):
        what = text("sources of the kind “program::…” are not opened: git would run the program")
        raise BadUsage(what, where=_without_secrets(spec))
    if "://" in spec:
        return _parse_url(spec)
    for path, ref in _splits(spec):
        if os.path.lexists(path):
            return LocalSpec(Path(path), ref)
    if (found := _SCP.fullmatch(spec)) and not spec.startswith("/"):
        return _scp(found)
    raise InputUnreadable(text("there is no such file or folder"), where=spec, hint=_meant(Path(spec)))


def _meant(path: Path) -> Text | None:
    """The name beside it that the person may have meant."""
    try:
        near = closest(path.name, sorted(os.listdir(path.parent)))
    except OSError:
        return None
    return text("try: trustpool scan {source}", source=shlex.quote(str(path.parent / near[0]))) if near else None


def _splits(spec: str) -> Iterator[tuple[str, str]]:
    """(path, ref): the whole first, then shorter and shorter paths; a path and a ref may both hold `@`."""
    yield spec, ""
    place = spec.rfind("@")
    while place > 0:
        yield spec[:place], spec[place + 1 :]
        place = spec.rfind("@", 0, place)


def _parse_url(spec: str) -> LocalSpec | RemoteSpec:
    found = _URL.fullmatch(spec)
    if found is None:
        raise BadUsage(text("this is not a git URL"), where=_without_secrets(spec))
    protocol, port = found["protocol"].lower(), int(found["port"]) if found["port"] else None
    path, ref = _split_ref(found["path"])
    if protocol == "file" and not found["host"]:
        return LocalSpec(Path(unquote(path)), ref)
    if not found["host"] or not 0 < (port or 1) < 2**16:
        raise BadUsage(text("this is not a git URL"), where=_without_secrets(spec))
    authority = spec[found.end("protocol") + len("://") : found.start("path")]
    url = f"{protocol}://{authority}{path}"
    host = found["host"].strip("[]").lower()
    return RemoteSpec(protocol, host, port, url, _without_secrets(url), _name(path), ref)


def _scp(found: re.Match[str]) -> RemoteSpec:
    path, ref = _split_ref(found["path"])
    user = f"{found['user']}@" if found["user"] else ""
    url = f"{user}{found['host']}:{path}"
    return RemoteSpec("ssh", found["host"].strip("[]"), None, url, url, _name(path), ref)


def _split_ref(path: str) -> tuple[str, str]:
    found = _REF_AFTER_GIT.fullmatch(path) or _REF.fullmatch(path)
    return (found["path"], found["ref"]) if found else (path, "")


def _name(path: str) -> str:
    base = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return base.removesuffix(".git") or "repository"


def _without_secrets(url: str) -> str:
    """A URL without password, token or query. Of ssh the user's name stays: it is part of the address."""
    protocol, mark, rest = url.partition("://")
    if not mark:
        return url
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    keep = f"{user.partition(':')[0]}@" if at and protocol.lower() == "ssh" else ""
    return f"{protocol}://{keep}{host}{slash}{path.partition('?')[0]}"
