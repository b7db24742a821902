"""A git repository on another machine: what it offers, and all of its history brought into a repository of ours.

Which hosts and protocols may be reached, how long and how much, is `scanner.source.policy`'s to say.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from licenses.errors import InputUnreadable
from licenses.language import text
from registry.store import git
from scanner.source.fetching import Outcome, environment, options, watch
from scanner.source.opened import Progress
from scanner.source.policy import PORTS, FetchPolicy, checked_address
from scanner.source.refs import is_commit_id, no_commits, no_such_ref, short_names
from scanner.source.spec import RemoteSpec

_OFFERED = re.compile(r"([0-9a-f]{40})\t(HEAD|refs/(?:heads|tags)/\S+)")
_HEAD = re.compile(r"ref: refs/heads/(\S+)\tHEAD")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a remote repository offered at one moment."""

    head: str  # name of the branch that HEAD is, "" when it is none
    refs: tuple[tuple[str, str], ...]  # (full ref name, commit), sorted; of an annotated tag the commit it leads to

    @property
    def digest(self) -> str:
        """Equal for equal content, hex."""
        return hashlib.sha256(repr((self.head, self.refs)).encode()).hexdigest()

    def __getitem__(self, ref: str) -> str | None:
        return dict(self.refs).get(ref)


@dataclass(frozen=True, slots=True)
class Asked:
    """The commit that a person meant, and what its repository calls it."""

    commit: str
    branch: str
    tag: str = ""


class Remote:
    """One repository that is reached under one policy."""

    def __init__(self, source: RemoteSpec, policy: FetchPolicy) -> None:
        """Look at the host's address.

        Raises:
            BadUsage: the policy does not allow the protocol or the host.
            InputUnreadable: there is no such host.
        """
        self.source = source
        self._policy = policy
        self._address = checked_address(source, policy)

    def snapshot(self, repository: Path) -> Snapshot:
        """What it offers now; `repository` is any repository of ours.

        Raises:
            InputUnreadable: it cannot be reached.
        """
        outcome = self._git(repository, "ls-remote", "--quiet", "--symref", "--", self.source.url)
        refs: dict[str, str] = {}
        for commit, name in _OFFERED.findall(outcome.output):
            refs[name.removesuffix("^{}")] = commit  # the commit of an annotated tag comes after the tag itself
        head = _HEAD.search(outcome.output)
        return Snapshot(head[1] if head else "", tuple(sorted(refs.items())))

    def fetch(self, repository: Path, prefix: str, progress: Progress | None = None) -> None:
        """Bring all branches and tags with their history under `prefix`; what is there already is not sent again.

        Raises:
            InputUnreadable: it cannot be reached, takes too long or is too large.
        """
        settings = [word for key, value in git.CONFIG.items() for word in ("-c", f"{key}={value}")]
        wanted = [f"+refs/{kind}/*:{prefix}/{kind}/*" for kind in ("heads", "tags")]
        shown = "--progress" if progress else "--quiet"
        quiet = (shown, "--no-tags", "--no-write-fetch-head", "--prune")
        self._git(repository, *settings, "fetch", *quiet, "--", self.source.url, *wanted, progress=progress)

    def asked(self, snapshot: Snapshot) -> Asked:
        """The commit of `source.ref`: a tag before a branch, as git itself has it; without one, HEAD.

        Raises:
            InputUnreadable: there is none of that name.
        """
        branch = snapshot.head or "main"
        ref = self.source.ref
        short = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
        if not snapshot.refs:
            raise no_commits(self.source.shown)
        if not ref and (commit := snapshot["HEAD"]):
            return Asked(commit, branch)
        if commit := snapshot[f"refs/tags/{short}"]:
            return Asked(commit, branch, short)
        if commit := snapshot[f"refs/heads/{short}"]:
            return Asked(commit, short)
        if is_commit_id(ref):
            return Asked(ref, branch)
        raise no_such_ref(self.source.shown, ref or "HEAD", short_names(name for name, _ in snapshot.refs))

    def _git(self, repository: Path, *words: str, progress: Progress | None = None) -> Outcome:
        port = self.source.port or PORTS[self.source.protocol]
        settings: list[str] = options(self._policy, self._address, self.source.host, port)
        outcome = watch(self._start(repository, [*settings, *words]), self._policy, progress)
        if not outcome.ok:
            reason = outcome.reason.replace(self.source.url, self.source.shown)
            raise InputUnreadable(text("git cannot fetch it: {reason}", reason=reason), where=self.source.shown)
        return outcome

    def _start(self, repository: Path, words: list[str]) -> subprocess.Popen[bytes]:
        told: Mapping[str, str] = environment(self._policy, repository)
        return subprocess.Popen(
            ["git", *words],
            env=told,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            pass_fds=git.held(),
        )
