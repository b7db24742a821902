"""A ref as a person writes it → a commit id; and when there is none, the refs that they may have meant."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

from licenses.errors import InputUnreadable
from licenses.language import Text, text
from scanner.source.closest import closest
from scanner.source.shadow import Shadow, small_text

_PREFIXES = ("refs/heads/", "refs/tags/", "refs/remotes/", "refs/")


def resolve(shadow: Shadow, ref: str, location: str, *, shown: str = "") -> str:
    """The id of the commit that `ref` (a branch, a tag, a commit, anything `git rev-parse` knows) leads to.

    `shown` is its name in errors, when that differs.

    Raises:
        InputUnreadable: the repository has no such ref, or no commit at all.
    """
    if not ref.startswith("-") and "\0" not in ref:
        done = shadow.run("rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.decode("ascii").strip()
    names = _all_names(shadow)
    if not names:
        raise no_commits(location)
    if ref == "HEAD":
        head = small_text(shadow.home / "HEAD").strip().removeprefix("ref: ").removeprefix("refs/heads/")
        raise no_such_ref(location, head, names)
    raise no_such_ref(location, shown or ref, names)


def closest_refs(shadow: Shadow, ref: str) -> tuple[str, ...]:
    """The refs of the repository that may have been meant."""
    return closest(ref, _all_names(shadow))


def _all_names(shadow: Shadow) -> tuple[str, ...]:
    return short_names(shadow.run("for-each-ref", "--format=%(refname)").stdout.decode("utf-8", "replace").split("\n"))


def short_names(refs: Iterable[str]) -> tuple[str, ...]:
    """`refs/heads/main` is `main`, `refs/tags/v1` is `v1`: as people write them, each once."""
    return tuple(dict.fromkeys(_short(ref) for ref in refs if ref))


def _short(ref: str) -> str:
    for prefix in _PREFIXES:
        if ref.startswith(prefix):
            return ref.removeprefix(prefix)
    return ref


def no_commits(location: str) -> InputUnreadable:
    """The error for a repository that holds nothing yet."""
    return InputUnreadable(
        text("the repository has no commits yet"),
        where=location,
        hint=text("commit something first, or scan a folder that is not a repository"),
    )


def no_such_ref(location: str, ref: str, names: Sequence[str]) -> InputUnreadable:
    """The error for a ref that is not there, with the closest names and a command that works."""
    close = closest(ref, names)
    if not close:
        what = text(
            "cannot read {location} at {ref}: the repository has no ref of that name", location=location, ref=ref
        )
        return InputUnreadable(what, hint=_advice(location, names[0]) if names else None)
    what = text(
        "cannot read {location} at {ref}: the repository has no ref of that name (closest: {closest})",
        location=location,
        ref=ref,
        closest=", ".join(close),
    )
    return InputUnreadable(what, hint=_advice(location, close[0]))


def _advice(location: str, ref: str) -> Text:
    return text("try: trustpool scan {source}", source=shlex.quote(f"{location}@{ref}"))


def is_commit_id(ref: str) -> bool:
    """Whether `ref` is a whole commit id, which names no branch or tag."""
    return re.fullmatch(r"[0-9a-f]{40}", ref) is not None
