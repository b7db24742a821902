"""What would be committed now: the tree of a work tree's index, for hooks that run before a commit.

`git add` has put the contents into the object database already; the index says which paths hold them.
https://git-scm.com/docs/git-ls-files (`--stage`)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import text
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.base import local_repository
from scanner.source.difference import Change, Unordinary, ordinary
from scanner.source.git import GitTree, mode_of
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

    The id of its tree is known once it is listed: until then the facts hold none.

    Raises:
        BadUsage: there is no repository with a work tree, or a ref is asked for.
        InputUnreadable: the index cannot be read, or holds a merge that is not resolved.
    """
    layout = _work_tree(source)
    shadow = Shadow(layout, Path(tempfile.mkdtemp(prefix="staged-", dir=scratch)))
    if _asked_of_index(shadow, "ls-files", "--unmerged", "-z"):
        raise _unresolved()
    with closing(ObjectReader(shadow, limits)) as reader:
        tree = StagedTree(reader, shadow, Listing(limits, source))
        name = Path(source).resolve().name or "root"
        yield OpenSource(SourceFacts(SourceKind.GIT, source, name, ""), tree, layout)


class StagedTree(GitTree):
    """What is in the index."""

    def __init__(self, reader: ObjectReader, shadow: Shadow, listing: Listing) -> None:
        super().__init__(reader, "", listing, self._list)
        self._shadow = shadow

    def changes_from(self, tree: str) -> Sequence[Change]:
        """The paths in which the index differs from the tree with this id.

        Raises:
            Unordinary: it takes a whole listing to say.
        """
        form = ("--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ita-visible-in-index")
        lines = _asked_of_index(self._shadow, "diff-index", *form, "--ignore-submodules=none", tree).split(b"\0")
        facts_and_paths = zip(lines[0::2], lines[1::2], strict=False)
        return tuple(_change(facts, path, self.limits) for facts, path in facts_and_paths)

    def _list(self, listing: Listing) -> None:
        for line in _asked_of_index(self._shadow, "ls-files", "--stage", "-z").split(b"\0"):
            if line:
                _add(line, listing)
        self.tree_id = tree_id(listing.leaves)


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


def _asked_of_index(shadow: Shadow, *arguments: str) -> bytes:
    index = str((shadow.layout.git_dir / "index").resolve())
    done = run_git(arguments, {**shadow.environment, "GIT_INDEX_FILE": index})
    if done.returncode:
        raise InputUnreadable(text("git cannot read the index"), where=str(shadow.layout.git_dir / "index"))
    return done.stdout


def _change(facts: bytes, path: bytes, limits: Limits) -> Change:
    """A line of `git diff-index --raw`: `:mode SP mode SP id SP id SP status`, then the path."""
    old_mode, new_mode, old, new, _ = facts.removeprefix(b":").split(b" ")
    if not ordinary(path, limits):
        raise Unordinary
    return Change(path.decode("utf-8"), _leaf(old_mode, old), _leaf(new_mode, new))


def _leaf(mode: bytes, blob: bytes) -> Leaf | None:
    raw = int(mode, 8)
    return Leaf(mode_of(raw), blob.decode("ascii")) if raw else None


def _unresolved() -> InputUnreadable:
    return InputUnreadable(
        text("the index holds a merge that is not resolved"), hint=text("resolve it and git add its files")
    )


def _add(line: bytes, listing: Listing) -> None:
    """One line: `mode SP id SP stage TAB path`."""
    facts, _, path = line.partition(b"\t")
    mode, blob, stage = facts.split()
    if stage != b"0":
        raise _unresolved()
    if listing.admits(path):
        listing.add(path, Leaf(Mode(int(mode, 8)), blob.decode("ascii")))
