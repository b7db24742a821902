"""A project's git storage: what was submitted, and what is published.

Two bare repositories a project. `held.git` has every commit that was ever submitted, each origin under its own prefix
`refs/origins/<origin>/<commit>`, so that origins share objects. `public.git` has what is published and nothing else.
They are two because git's protocol version 2 hands out any object of a repository to whoever knows its id, whatever
refs are hidden (git help config, transfer.hideRefs): an object that must not be cloned must not be in the repository.

The refs of `public.git` are a function of the database: `show` makes them so, as often as it is called. A crash
between the transaction and `show` is therefore repaired by the next reader.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry.store import git

ZERO = "0" * 40
SCRATCH = "borrowed-"  # what folders are called that nobody needs once the lock is free
MARK = "trustpool-refs"  # names the refs that `public.git` was last made to show


@dataclass(frozen=True, slots=True)
class PublicRefs:
    """What a project's public repository shows."""

    head: str  # full ref name that HEAD points to
    refs: tuple[tuple[str, str], ...]  # (full ref name, commit), sorted
    held: Mapping[str, str]  # commit -> the ref of `held.git` that has it
    heads: tuple[tuple[str, str], ...] = ()  # (an origin's HEAD, full ref name that it points to), sorted

    @property
    def digest(self) -> str:
        """Equal for equal content."""
        return hashlib.sha256(repr((self.head, self.refs, self.heads)).encode()).hexdigest()


NOTHING = PublicRefs("refs/heads/main", (), {}).digest  # of a project of which nothing is published


@dataclass(frozen=True, slots=True)
class GitObjects:
    """An object database on this machine, somebody else's: its configuration, hooks and refs are never looked at."""

    folder: Path  # the repository's `objects`
    shallow: Path | None = None  # the file that says where a shallow clone's history ends

    def lend(self, scratch: Path, commit: str) -> Path:
        """A bare repository of our own in `scratch` that borrows these objects, with `commit` as refs/heads/lent."""
        lender = scratch / "lender.git"
        git.run(None, "init", "--bare", "--quiet", "--template=", str(lender))
        borrowed = lender / "objects" / "info" / "alternates"
        borrowed.parent.mkdir(parents=True, exist_ok=True)
        borrowed.write_bytes(os.fsencode(self.folder.resolve()) + b"\n")
        if self.shallow and self.shallow.is_file():
            (lender / "shallow").write_bytes(self.shallow.read_bytes())
        git.run(lender, "update-ref", "refs/heads/lent", commit)
        return lender


class ProjectRepositories:
    """The two repositories of one project."""

    def __init__(self, git_folder: Path, store: str) -> None:
        self.folder = git_folder / store[:2] / store[2:]
        self.held = self.folder / "held.git"
        self.public = self.folder / "public.git"

    def prepare(self) -> None:
        """Make both repositories if they are not there."""
        if not self._are_there():
            with self.locked():
                self._prepare()

    def _are_there(self) -> bool:
        return (self.held / "HEAD").exists() and (self.public / "HEAD").exists()

    def _prepare(self) -> None:
        """The same for who has the lock. Each comes into its place whole: nobody finds one that is half made."""
        if self._are_there():
            return
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=SCRATCH) as scratch:
            for repository in (self.public, self.held):
                if (repository / "HEAD").exists():
                    continue
                # in its place only what an earlier version left half made
                made = repository if repository.exists() else Path(scratch) / repository.name
                git.run(None, "init", "--bare", "--quiet", "--initial-branch=main", "--template=", str(made))
                if repository == self.held:
                    # what is published need not be kept twice
                    borrowed = made / "objects" / "info" / "alternates"
                    borrowed.parent.mkdir(parents=True, exist_ok=True)
                    borrowed.write_text("../../public.git/objects\n", encoding="ascii")
                made.rename(repository)

    def keep(self, objects: GitObjects, commit: str, origin: str) -> None:
        """Bring a commit with its history from an object database on this machine into `held.git`.

        Raises:
            GitFailed: the commit is not there, is incomplete, or holds malformed objects.
        """
        with self.locked():
            self._prepare()
            if self.holds(commit, origin):
                return
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=SCRATCH) as scratch:
                source = objects.lend(Path(scratch), commit)
                _fetch(self.held, source, f"+refs/heads/lent:{held_ref(origin, commit)}")

    def holds(self, commit: str, origin: str) -> bool:
        """Whether this origin's commit is in `held.git`."""
        return (self.held / "HEAD").exists() and git.succeeds(
            self.held, "show-ref", "--verify", "--quiet", held_ref(origin, commit)
        )

    def commit_facts(self, commit: str) -> tuple[str, int]:
        """The tree of a commit in `held.git`, and when it was committed, in seconds since the epoch.

        Raises:
            GitFailed: it is not there.
        """
        said = git.run(self.held, "show", "--no-patch", "--format=%T %ct", commit).decode().split()
        return said[0], int(said[1])

    def shares_history(self, commit: str) -> bool:
        """Whether a commit in `held.git` descends from, or precedes, what another origin submitted."""
        roots = git.run(self.held, "rev-list", "--max-parents=0", commit).decode().split()
        others = git.run(self.held, "for-each-ref", "--format=%(objectname)", "refs/origins").decode().split()
        earlier = sorted(set(others) - {commit})
        if not earlier:
            return False
        theirs = git.run(self.held, "rev-list", "--max-parents=0", *earlier).decode().split()
        return not set(roots).isdisjoint(theirs)

    def show(self, wish: Callable[[], PublicRefs]) -> None:
        """Make `public.git` show exactly the wished refs; quick when it does.

        The wish is asked for again once the lock is held: a slower caller with an older answer must not undo a newer.

        Raises:
            GitFailed: `held.git` lost a commit.
        """
        if self.shown() == wish().digest:
            return
        with self.locked():
            self._prepare()
            wanted = wish()
            present = self.public_refs()
            missing = sorted({commit for _, commit in wanted.refs} - set(present.values()))
            if missing:
                _fetch(self.public, self.held, *(wanted.held[commit] for commit in missing))
            if present.keys() - dict(wanted.refs).keys():
                self._withdrawn.touch()
            for name in self._symbolic() - dict(wanted.heads).keys():
                git.run(self.public, "symbolic-ref", "--delete", name)  # before what it points to goes
            git.run(self.public, "update-ref", "--stdin", stdin=_changes(present, dict(wanted.refs)))
            for name, target in (("HEAD", wanted.head), *wanted.heads):
                git.run(self.public, "symbolic-ref", name, target)
            self._drop_withdrawn()
            (self.public / MARK).write_text(wanted.digest, encoding="ascii")

    def shown(self) -> str:
        """The digest of the refs that `public.git` shows; "" when nobody knows."""
        try:
            return (self.public / MARK).read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def is_blank(self) -> bool:
        """Whether `public.git` shows nothing and never showed anything."""
        return not (
            (self.public / MARK).exists()
            or self._withdrawn.exists()
            or (self.public / "packed-refs").exists()
            or any(path.is_file() for path in self.public.glob("refs/**/*"))
        )

    @property
    def _withdrawn(self) -> Path:
        """There while `public.git` may hold objects that no ref of it leads to any more."""
        return self.folder / "withdrawn"

    def _drop_withdrawn(self) -> None:
        """What is not published any more leaves `public.git`; `held.git`, which borrowed it, keeps it."""
        if not self._withdrawn.exists():
            return
        git.run(self.held, "repack", "-a", "-d", "--quiet")
        git.run(self.public, "repack", "-a", "-d", "--quiet")
        git.run(self.public, "prune", "--expire=now")
        self._withdrawn.unlink()

    def public_refs(self) -> dict[str, str]:
        """What `public.git` shows now: full ref name to commit."""
        listed = git.run(self.public, "for-each-ref", "--format=%(refname) %(objectname) %(symref)").decode()
        rows = (line.split(" ") for line in listed.splitlines())
        return {name: commit for name, commit, points_to in rows if not points_to}

    def _symbolic(self) -> set[str]:
        """The HEADs of namespaces that `public.git` has now."""
        return {path.relative_to(self.public).as_posix() for path in self.public.glob("refs/namespaces/*/HEAD")}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer of a project's storage at a time, across processes; the kernel frees it when one dies."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            with git.holding(stream.fileno()):
                self._clear()
                yield

    def _clear(self) -> None:
        """Remove what git processes left that were killed: nobody else writes here while we have the lock."""
        for repository in (self.held, self.public):
            # a lock file that stays would keep git from this ref for ever
            for left in ("*.lock", "refs/**/*.lock", "objects/info/**/*.lock", "objects/pack/tmp_*"):
                for path in repository.glob(left):
                    path.unlink(missing_ok=True)
        for scratch in self.folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(scratch, ignore_errors=True)


def _fetch(into: Path, source: Path, *refspecs: str) -> None:
    quietly = ("--quiet", "--no-tags", "--no-write-fetch-head", "--update-shallow")
    git.run(into, "-c", "protocol.file.allow=always", "fetch", *quietly, str(source), *refspecs)


def held_ref(origin: str, commit: str) -> str:
    """The ref that keeps an origin's commit."""
    return f"refs/origins/{origin}/{commit}"


def namespace(origin: str) -> str:
    """What the refs of an origin's own view begin with in `public.git`."""
    return f"refs/namespaces/{origin}/"


def store_name(project_key: str, location: str) -> str:
    """The folder name of a new project's storage: the same again after a crash, another for another project."""
    return hashlib.sha256(f"{project_key}\n{location}".encode()).hexdigest()[:40]


def _changes(present: Mapping[str, str], wanted: Mapping[str, str]) -> bytes:
    lines = ["start"]
    lines += [f"delete {name} {commit}" for name, commit in present.items() if name not in wanted]
    lines += [
        f"update {name} {commit} {present.get(name, ZERO)}"
        for name, commit in wanted.items()
        if present.get(name) != commit
    ]
    return "\n".join([*lines, "prepare", "commit", ""]).encode()
