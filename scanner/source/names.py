"""Which paths may stand in a tree, and where a symlink leads.

The rules are git's own (`verify_path` in read-cache.c) and the ZIP and tar advice of
https://cwe.mitre.org/data/definitions/22.html.
"""

from __future__ import annotations

import re

from msgspec import Struct

from licenses.language import Text, text
from scanner.source.limits import Limits

# an empty, `.`, `..` or `.git` component, or a NUL
_SUSPECT = re.compile(rb"(?:\A|/)(?:\.{0,2}|\.git)(?:/|\Z)|\0", re.IGNORECASE)
_DRIVE = re.compile(rb"[A-Za-z]:[/\\]")
_COMPONENT = 255  # bytes: Linux's NAME_MAX


class Unfit(Struct, frozen=True):
    """Why a name cannot stand in a tree."""

    code: str
    reason: Text
    at: bytes  # the path to report: the name itself, or the `.git` folder it lies in


def unfit(name: bytes, limits: Limits) -> Unfit | None:
    """The rule that `name` breaks, or None."""
    if len(name) > limits.path:
        reason = text("the path has {length} bytes, more than {limit}: left out", length=len(name), limit=limits.path)
        return Unfit("path-too-long", reason, name[:200] + b"...")
    if name.count(b"/") > limits.depth:
        reason = text("the path is more than {limit} folders deep: left out", limit=limits.depth)
        return Unfit("path-too-deep", reason, name[:200] + b"...")
    if _may_be_suspect(name) and (_SUSPECT.search(name) or _DRIVE.match(name)):
        return _unfit_component(name)
    return None


def is_plain(component: bytes) -> bool:
    """Whether one component of a path, of at most 255 bytes, breaks no rule whatever folder it lies in."""
    # `in` would read what is sought as a number first, and fail at the price of an exception; asked of every file
    odd = component.find(b"/") >= 0 or component.find(b":") >= 0 or component.find(b"\0") >= 0
    return not odd and not component.startswith(b".") and 0 < len(component) <= _COMPONENT


def has_room(folder: bytes, limits: Limits) -> bool:
    """Whether plain components directly in `folder` (b"", or a path with its last `/`) stay within the limits."""
    return len(folder) + _COMPONENT <= limits.path and folder.count(b"/") <= limits.depth


def _may_be_suspect(name: bytes) -> bool:
    """Cheap searches that nearly every name passes, so that the expression runs for few."""
    framed = b"/%s/" % name
    return framed.find(b"/.") >= 0 or framed.find(b"//") >= 0 or name.find(b"\0") >= 0 or name[1:2] == b":"


def _unfit_component(name: bytes) -> Unfit:
    if b"\0" in name:
        return Unfit("name-with-nul", text("the name holds a NUL byte: left out"), name.replace(b"\0", b"\\0"))
    parts = name.split(b"/")
    if name.startswith(b"/") or _DRIVE.match(name) or b".." in parts:
        return Unfit("name-escapes", text("the name leads out of the tree: left out"), name)
    for place, part in enumerate(parts):
        if part.lower() == b".git":
            reason = text("a git repository's own folder lies in the source; it was not read")
            return Unfit("git-folder-skipped", reason, b"/".join(parts[: place + 1]))
    return Unfit("name-malformed", text("the name has an empty or “.” component: left out"), name)


def tidy(name: bytes) -> bytes:
    """A name from an archive without its harmless oddities: `./a//b/` is `a/b`."""
    rooted = b"/" if name.startswith(b"/") else b""
    return rooted + b"/".join(part for part in name.split(b"/") if part not in (b"", b"."))


def leads_out(path: bytes, target: bytes) -> bool:
    """Whether a symlink at `path` with this target leaves the tree, by its words alone: nothing is looked up."""
    if target.startswith((b"/", b"\\")) or _DRIVE.match(target):
        return True
    depth = path.count(b"/")
    for part in target.split(b"/"):
        if part == b"..":
            depth -= 1
        elif part not in (b"", b"."):
            depth += 1
        if depth < 0:
            return True
    return False
