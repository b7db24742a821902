"""From an open, scanned and judged source to what `publish` takes: its commit, where that lies, and its names."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from licenses.verdict import Verdict
from registry.pool import Pool
from registry.services.publish import Published, publish
from registry.services.signing import signer
from registry.services.submission import Submission
from registry.store.repositories import GitObjects
from registry.store.snapshot import commit_tree
from scanner.inventory import Inventory, SourceKind
from scanner.notice_files import Wording, wordings_of
from scanner.source.opened import OpenSource
from scanner.source.shadow import Layout, Shadow
from scanner.source.spec import LocalSpec, parse_spec

DEFAULT_BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for beside the source."""

    name: str = ""  # of the project; "" for the source's own
    actor: str = ""
    organisation: str = ""  # that a new project belongs to


@dataclass(frozen=True, slots=True)
class Scanned:
    """A source on this machine, as the person wrote it, still open, with what was found and judged."""

    spec: str
    opened: OpenSource
    inventory: Inventory
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Located:
    """Where a commit can be read from, and what its repository calls it."""

    commit: str
    objects: GitObjects
    branch: str = DEFAULT_BRANCH
    tag: str = ""


def ingest(pool: Pool, scanned: Scanned, wishes: Wishes, scratch: Path) -> Published:
    """Publish a source that was scanned and judged; `scratch` is an empty folder that the caller removes.

    Raises:
        BadUsage, InputUnreadable, GitFailed: see `publish` and `commit_tree`.
    """
    source = replace(scanned.inventory.source, location=_address(scanned))
    located = _in_repository(scanned, scratch) if source.kind is SourceKind.GIT else _imported(scanned, scratch)
    words = wordings_of(scanned.inventory, scanned.opened.tree)
    return ingest_at(pool, replace(scanned.inventory, source=source), scanned.verdict, located, wishes, words)


def ingest_at(
    pool: Pool,
    inventory: Inventory,
    verdict: Verdict,
    located: Located,
    wishes: Wishes,
    words: tuple[Wording, ...] = (),
) -> Published:
    """Publish a commit that was scanned and judged; the inventory's source says where it really comes from. `words`
    are those of its files that travel along in its notices.

    Raises:
        BadUsage, GitFailed: see `publish`.
    """
    name = wishes.name or inventory.source.name
    whole = replace(inventory, source=replace(inventory.source, commit=located.commit))
    submission = Submission(
        inventory=whole,
        verdict=verdict,
        objects=located.objects,
        location=whole.source.location,
        name=name,
        joins=bool(wishes.name),
        branch=located.branch,
        tag=located.tag,
        sign=signer(pool, name, whole, verdict, words),
        actor=wishes.actor or local_actor(),
        organisation=wishes.organisation,
    )
    return publish(pool, submission)


def local_actor() -> str:
    """Who runs this process, for the audit trail."""
    try:
        return f"local:{getpass.getuser()}"
    except (KeyError, OSError):  # a container's user may have no name
        return "local"


def _address(scanned: Scanned) -> str:
    """The source's address wherever one stands."""
    source = parse_spec(scanned.spec)
    return str(source.path.resolve()) if isinstance(source, LocalSpec) else source.shown


def _imported(scanned: Scanned, scratch: Path) -> Located:
    repository = scratch / "import.git"
    commit = commit_tree(repository, scanned.opened.tree, scanned.inventory.source)
    return Located(commit, GitObjects(repository / "objects"))


def _in_repository(scanned: Scanned, scratch: Path) -> Located:
    layout = scanned.opened.repository
    if layout is None:
        raise AssertionError("a git source without a repository")
    branch, tag = _names(layout, parse_spec(scanned.spec).ref, scratch)
    objects = GitObjects(layout.common_dir / "objects", layout.common_dir / "shallow")
    return Located(scanned.inventory.source.commit, objects, branch, tag)


def _names(layout: Layout, ref: str, scratch: Path) -> tuple[str, str]:
    """The branch and the tag that the person meant; without a branch, the one that the repository is on."""
    shadow = Shadow(layout, scratch / "names")
    short = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
    tagged = bool(ref) and _is_ref(shadow, f"refs/tags/{short}")
    if ref and not tagged and _is_ref(shadow, f"refs/heads/{short}"):
        return short, ""
    head = shadow.run("symbolic-ref", "--quiet", "--short", "HEAD").stdout.decode("utf-8", "replace").strip()
    return head or DEFAULT_BRANCH, short if tagged else ""


def _is_ref(shadow: Shadow, name: str) -> bool:
    return shadow.run("show-ref", "--verify", "--quiet", name).returncode == 0
