"""A git repository on another machine: the commit asked for is fetched into a bare scratch repository and read there.

What arrives is never checked out, its submodules are not fetched, and no hook exists.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.source.fetching import Outcome, environment, options, watch
from scanner.source.git import open_repository
from scanner.source.limits import Limits
from scanner.source.opened import OpenSource, Progress
from scanner.source.policy import PORTS, FetchPolicy, checked_address
from scanner.source.refs import is_commit_id, no_commits, no_such_ref, resolve, short_names
from scanner.source.shadow import Layout, Shadow, closed_environment, git_version, run_git
from scanner.source.spec import RemoteSpec

_ASKED = "refs/trustpool/asked"
_EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
_NOT_A_REF = re.compile(
    r"^[-+/.]|[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|/$|\.$|\.lock(?:/|$)"
)  # git-check-ref-format
_LOGIN = re.compile(
    r"Authentication failed|could not read (?:Username|Password)|Permission denied|terminal prompts", re.I
)
_NO_REF = re.compile(r"couldn't find remote ref|no such remote ref", re.I)
_NOT_BY_ID = re.compile(r"not our ref|unadvertised object|Server does not allow", re.I)
_NOT_SHALLOW = re.compile(r"does not support shallow", re.I)


@contextmanager
def open_remote(
    source: RemoteSpec, *, policy: FetchPolicy, limits: Limits, scratch: Path, progress: Progress | None
) -> Iterator[OpenSource]:
    """Fetch and open.

    Raises:
        BadUsage: the policy does not allow the protocol or the host.
        InputUnreadable: no such host, repository or ref; a login is needed; too large; too slow.
    """
    address = checked_address(source, policy)
    if git_version() < (2, 37) and address:
        raise InputUnreadable(text("git 2.37 or newer is needed to fetch for strangers: it pins a host's address"))
    if _NOT_A_REF.search(source.ref):
        raise no_such_ref(source.shown, source.ref, ())
    clone = Path(tempfile.mkdtemp(prefix="clone-", dir=scratch))
    _Fetch(source, policy, address, clone, progress).run()
    with open_repository(
        Layout(clone, clone, None),
        _ASKED,
        ref=source.ref or "HEAD",
        location=source.shown,
        name=source.name,
        limits=limits,
        scratch=scratch,
    ) as opened:
        yield opened


@dataclass
class _Fetch:
    """The steps of one fetch."""

    source: RemoteSpec
    policy: FetchPolicy
    address: str  # the one that was checked, or ""
    clone: Path
    progress: Progress | None

    def run(self) -> None:
        """Leave the commit asked for in the clone, as `_ASKED`."""
        wanted = self.source.ref or "HEAD"
        run_git(("init", "--quiet", "--bare", "--template=", "--", str(self.clone)), closed_environment())
        outcome = self._fetch("--depth=1", f"+{wanted}:{_ASKED}")
        if outcome.ok:
            return
        if is_commit_id(wanted) and _NOT_BY_ID.search(outcome.complaints):
            self._fetch_all_for(wanted)
        elif _NOT_SHALLOW.search(outcome.complaints):
            self._must(self._fetch(f"+{wanted}:{_ASKED}"))
        elif _NO_REF.search(outcome.complaints):
            raise self._refused(wanted, self._names())
        else:
            self._must(outcome)

    def _fetch_all_for(self, commit: str) -> None:
        """A server that gives commits by name only: fetch every branch and tag, and look for the commit there."""
        self._must(self._fetch(*_EVERYTHING))
        shadow = Shadow(Layout(self.clone, self.clone, None), self.clone / "trustpool-lookup")
        resolve(shadow, commit, self.source.shown)
        run_git(("update-ref", _ASKED, commit), {**closed_environment(), "GIT_DIR": str(self.clone)})

    def _fetch(self, *words: str) -> Outcome:
        depth = [word for word in words if word.startswith("--")]
        refspecs = [word for word in words if not word.startswith("--")]
        quiet = ["--progress"] if self.progress else ["--quiet"]
        command = ["fetch", *quiet, "--no-tags", "--no-write-fetch-head", *depth, "--", self.source.url, *refspecs]
        return self._git(command)

    def _names(self) -> tuple[str, ...]:
        outcome = self._git(["ls-remote", "--quiet", "--refs", "--", self.source.url])
        return short_names(line.partition("\t")[2] for line in outcome.output.split("\n"))

    def _git(self, command: list[str]) -> Outcome:
        port = self.source.port or PORTS[self.source.protocol]
        settings = options(self.policy, self.address, self.source.host, port)
        started = subprocess.Popen(
            ["git", *settings, *command],
            env=environment(self.policy, self.clone),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        return watch(started, self.policy, self.progress)

    def _must(self, outcome: Outcome) -> None:
        if not outcome.ok:
            raise self._unreadable(outcome)

    def _unreadable(self, outcome: Outcome) -> InputUnreadable:
        where = self.source.shown
        if outcome.timed_out:
            what = text("the fetch took more than {seconds} seconds and was ended", seconds=self.policy.timeout)
            return InputUnreadable(what, where=where)
        if self._is_full():
            what = text("the repository is larger than {limit} bytes: refused", limit=self.policy.max_bytes)
            return InputUnreadable(what, where=where)
        if _LOGIN.search(outcome.complaints):
            what = text("the server asks for a login, or the repository does not exist")
            hint = text("git's credential helpers and ssh agents are used: try git ls-remote {url}", url=where)
            return InputUnreadable(what, where=where, hint=hint if self.policy.own_settings else None)
        reason = outcome.reason.replace(self.source.url, where)
        return InputUnreadable(text("git cannot fetch it: {reason}", reason=reason), where=where)

    def _is_full(self) -> bool:
        packs = (self.clone / "objects" / "pack").glob("*")
        return any(pack.stat().st_size >= self.policy.max_bytes for pack in packs)

    def _refused(self, wanted: str, names: tuple[str, ...]) -> InputUnreadable:
        if wanted == "HEAD" and not names:
            return no_commits(self.source.shown)
        return no_such_ref(self.source.shown, wanted, names)
