"""The commit that a change is compared with: what `git diff REF...HEAD` compares with, for a branch.

A branch moves on while a change is under review, and what others brought meanwhile is not the change's. So a branch
stands for its merge base with the head, as in GitHub's and GitLab's own comparisons. A tag or a commit id is meant.
https://git-scm.com/docs/git-diff (`A...B`), https://git-scm.com/docs/git-merge-base
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from scanner.source.git import open_repository
from scanner.source.limits import LIMITS, Limits
from scanner.source.opened import OpenSource
from scanner.source.refs import closest_refs, resolve
from scanner.source.shadow import Layout, Shadow, run_git

_BRANCHES = ("refs/heads/", "refs/remotes/")


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is compared with."""

    ref: str  # as the person wrote it
    commit: str  # hex
    merge_base: bool  # whether it is where the change left a branch, which has moved on


@contextmanager
def open_base(
    opened: OpenSource, ref: str, *, scratch: Path, limits: Limits = LIMITS
) -> Iterator[tuple[Base, OpenSource]]:
    """The tree that `opened` is compared with when its change is compared with `ref`.

    Raises:
        BadUsage: `opened` is not a git repository on this machine.
        InputUnreadable: no such ref, or no commit that both sides come from.
    """
    layout = local_repository(opened)
    head = opened.facts.commit or "HEAD"  # what is staged would follow HEAD
    base = find_base(layout, ref, head, opened.facts.location, scratch)
    facts = opened.facts
    with open_repository(
        layout, base.commit, ref=ref, location=facts.location, name=facts.name, limits=limits, scratch=scratch
    ) as found:
        yield base, found


def local_repository(opened: OpenSource) -> Layout:
    """Where the source's history lies.

    Raises:
        BadUsage: it is a folder, an archive, or a remote repository, of which only one commit was fetched.
    """
    if opened.repository is None or not is_local(opened):
        raise BadUsage(
            text("a change needs a git repository on this machine to be compared in"),
            where=opened.facts.location,
            hint=text("clone it first, with its history: git clone URL"),
        )
    return opened.repository


def is_local(opened: OpenSource) -> bool:
    """Whether the source lies on this machine, to stay there."""
    return "://" not in opened.facts.location and Path(opened.facts.location).exists()


def find_base(layout: Layout, ref: str, head: str, location: str, scratch: Path) -> Base:
    """The commit that the commit `head` is compared with.

    Raises:
        InputUnreadable: no such ref, or no commit that both sides come from.
    """
    shadow = Shadow(layout, Path(tempfile.mkdtemp(prefix="base-", dir=scratch)))
    meant = _meant(shadow, ref, location)
    if not _is_branch(shadow, ref):
        return Base(ref, meant, merge_base=False)
    # history that was cut off by a shallow clone ends there, instead of looking damaged
    environment = {**shadow.environment, "GIT_SHALLOW_FILE": str((layout.common_dir / "shallow").resolve())}
    done = run_git(("merge-base", meant, head), environment)
    if done.returncode:
        raise InputUnreadable(
            text("the gate cannot decide: {ref} and the change have no commit in common here", ref=ref),
            where=location,
            hint=text("fetch more history (a checkout with fetch-depth: 0, or git fetch --unshallow)"),
        )
    found = done.stdout.decode("ascii").strip()
    return Base(ref, found, merge_base=found != meant)


def _meant(shadow: Shadow, ref: str, location: str) -> str:
    try:
        return resolve(shadow, ref, location)
    except InputUnreadable as error:
        fetched = shlex.quote(ref.removeprefix("origin/"))
        hint = text("fetch it with its history: git fetch origin {ref}", ref=fetched)
        if close := closest_refs(shadow, ref):
            hint = text("did you mean {name}? else fetch it: git fetch origin {ref}", name=close[0], ref=fetched)
        what = text("the gate cannot decide: there is no {ref} here to compare the change with", ref=ref)
        raise InputUnreadable(what, where=location, hint=hint) from error


def _is_branch(shadow: Shadow, ref: str) -> bool:
    done = shadow.run("rev-parse", "--symbolic-full-name", ref)
    return done.stdout.decode("utf-8", "replace").startswith(_BRANCHES)
