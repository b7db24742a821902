"""What would be committed now: the tree of a work tree's index, for hooks that run before a commit.

`git add` has put the contents into the object database already; the index says which paths hold them.
https://git-scm.com/docs/git-ls-files (`--stage`)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.base import local_repository
from scanner.source.git import Commit, GitTree
from scanner.source.limits import LIMITS, Limits
from scanner.source.listing import Leaf, Listing, tree_id
from scanner.source.objects import ObjectReader
from scanner.source.opened import OpenSource
from scanner.source.shadow import Layout, Shadow, find_repository, run_git
from scanner.source.spec import LocalSpec, parse_spec
from scanner.tree import Mode


@contextmanager
def open_staged(source: str, *, scratch: Path, limits: Limits = LIMITS) -> Iterator[OpenSource]:
    """The index of the repository at the path `source`; it may be one without a commit.

    Raises:
        BadUsage: there is no repository with a work tree, or a ref is asked for.
        InputUnreadable: the index cannot be read, or holds a merge that is not resolved.
    """
    layout = _work_tree(source)
    shadow = Shadow(layout, Path(tempfile.mkdtemp(prefix="staged-", dir=scratch)))
    listing = Listing(limits, source)
    for line in _index(shadow, layout).split(b"\0"):
        if line:
            _add(line, listing)
    with closing(ObjectReader(shadow, limits)) as reader:
        tree = GitTree(reader, Commit("", tree_id(listing.leaves), 0), listing)
        name = Path(source).resolve().name or "root"
        yield OpenSource(SourceFacts(SourceKind.GIT, source, name, tree.tree_id), tree, layout)


def has_commit(staged: OpenSource, scratch: Path) -> bool:
    """Whether there is anything that what is staged can be compared with."""
    shadow = Shadow(local_repository(staged), Path(tempfile.mkdtemp(prefix="head-", dir=scratch)))
    return shadow.run("rev-parse", "--quiet", "--verify", "HEAD").returncode == 0


def _work_tree(source: str) -> Layout:
    spec = parse_spec(source)
    layout = find_repository(spec.path) if isinstance(spec, LocalSpec) and spec.path.is_dir() else None
    if layout is None or layout.work_tree is None:
        raise BadUsage(text("only a git work tree has something staged"), where=source)
    if isinstance(spec, LocalSpec) and spec.ref:
        raise BadUsage(text("what is staged has no ref: leave out @{ref}", ref=spec.ref), where=source)
    return layout


def _index(shadow: Shadow, layout: Layout) -> bytes:
    environment = {**shadow.environment, "GIT_INDEX_FILE": str((layout.git_dir / "index").resolve())}
    done = run_git(("ls-files", "--stage", "-z"), environment)
    if done.returncode:
        raise InputUnreadable(text("git cannot read the index"), where=str(layout.git_dir / "index"))
    return done.stdout


def _add(line: bytes, listing: Listing) -> None:
    """One line: `mode SP id SP stage TAB path`."""
    facts, _, path = line.partition(b"\t")
    mode, blob, stage = facts.split()
    if stage != b"0":
        raise InputUnreadable(
            text("the index holds a merge that is not resolved"), hint=text("resolve it and git add its files")
        )
    if listing.admits(path):
        listing.add(path, Leaf(Mode(int(mode, 8)), blob.decode("ascii")))
