"""What would be committed now: the tree of a work tree's index, for hooks that run before a commit.

`git add` has put the contents into the object database already; the index says which paths hold them.
https://git-scm.com/docs/git-ls-files (`--stage`)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from scanner.source.base import local_repository
from scanner.source.git import Commit, GitTree
from scanner.source.limits import LIMITS, Limits
from scanner.source.listing import Leaf, Listing, tree_id
from scanner.source.objects import ObjectReader
from scanner.source.opened import OpenSource
from scanner.source.shadow import Layout, Shadow, run_git
from scanner.tree import Mode


@contextmanager
def open_staged(opened: OpenSource, *, scratch: Path, limits: Limits = LIMITS) -> Iterator[OpenSource]:
    """The index of the repository that `opened` is a commit of.

    Raises:
        BadUsage: there is no work tree.
        InputUnreadable: the index cannot be read, or holds a merge that is not resolved.
    """
    layout = local_repository(opened)
    if layout.work_tree is None:
        raise BadUsage(text("a bare repository has nothing staged"), where=opened.facts.location)
    shadow = Shadow(layout, Path(tempfile.mkdtemp(prefix="staged-", dir=scratch)))
    listing = Listing(limits, opened.facts.location)
    for line in _index(shadow, layout).split(b"\0"):
        if line:
            _add(line, listing)
    with closing(ObjectReader(shadow, limits)) as reader:
        tree = GitTree(reader, Commit("", tree_id(listing.leaves), opened.facts.committed_at), listing)
        facts = replace(opened.facts, tree=tree.tree_id, commit="", ref="")
        yield OpenSource(facts, tree, layout)


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
