"""Source → Inventory: the one path that every command, job and page takes.

In order: list the tree, find per blob (cached), read the manifests (cached), add what is stated beside the files, look
up what references refer to, unify the packages, conclude, gather the problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licenses.language import text
from scanner.blobs import BlobAnalyser, Progress, find
from scanner.cache import FindingsCache
from scanner.conclusion import conclude, disagreements
from scanner.findings import Findings
from scanner.inventory import FileRecord, Inventory, Treatment
from scanner.manifest.reader import completed
from scanner.manifest.run import PackageFacts, read_packages
from scanner.problem import Problem
from scanner.references import resolved
from scanner.reuse.stated import read_statements, stated
from scanner.source.open import OpenSource
from scanner.tree import HUGE_HEAD, Entry, Mode, Tree
from scanner.unify import United, united, weighed


def scan(opened: OpenSource, analyser: BlobAnalyser, cache: FindingsCache, progress: Progress) -> Inventory:
    """Everything about one tree.

    Raises:
        InputUnreadable: the source itself cannot be read; single bad files become problems instead.
    """
    return scan_with_workings(opened, analyser, cache, progress)[0]


@dataclass(frozen=True, slots=True)
class Workings:
    """What an inventory was made of: for whoever wants to bring it up to date instead of making it anew."""

    files: tuple[FileRecord, ...]  # before their references were resolved
    packages: PackageFacts
    united: United  # what the components were made of
    listed: tuple[Problem, ...]  # the tree's own, and those of what states something of other files


def scan_with_workings(
    opened: OpenSource, analyser: BlobAnalyser, cache: FindingsCache, progress: Progress
) -> tuple[Inventory, Workings]:
    """The inventory, and what it was made of.

    Raises:
        InputUnreadable: as `scan`.
    """
    found = find(opened.tree, analyser, cache, progress)
    read = _packages(opened.tree, found, cache)
    lockfiles = frozenset(run.key.path for run in read.runs if run.locked)
    statements, wrong = read_statements(opened.tree)
    raw = stated((recorded(entry, found, lockfiles) for entry in opened.tree.entries), statements)
    files = resolved(raw)
    together = united(read.packages, read.dependencies)
    components, dependencies = weighed(together)
    conclusions = conclude(files, components)
    listed = (*opened.tree.problems, *wrong)
    problems = (
        *listed,
        *read.problems,
        *(p for file in files for p in unread(file)),
        *disagreements(conclusions),
    )
    inventory = Inventory(
        source=opened.facts,
        analyser=analyser.version,
        files=files,
        components=components,
        dependencies=dependencies,
        problems=in_order(problems),
        conclusions=conclusions,
    )
    return inventory, Workings(raw, read, together, listed)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as an inventory holds them."""
    return tuple(sorted(problems, key=lambda p: (p.path, p.line or 0, p.code)))


def _packages(tree: Tree, found: Mapping[str, Findings], cache: FindingsCache) -> PackageFacts:
    """What the manifests say; only files that the cache does not know are read."""
    regular = (Mode.FILE, Mode.EXECUTABLE)
    files = {entry.path: entry.blob for entry in tree.entries if entry.mode in regular and entry.blob in found}
    commits = {entry.path: entry.blob for entry in tree.entries if entry.mode is Mode.SUBMODULE}
    facts = read_packages(files, tree.blobs, cache.manifest, whole=completed(tree), commits=commits)
    cache.store_manifests(facts.fresh)
    return facts


def recorded(entry: Entry, found: Mapping[str, Findings], lockfiles: frozenset[str]) -> FileRecord:
    """A path and what was found in its blob."""
    if entry.mode is Mode.SUBMODULE:
        return FileRecord(entry.path, entry.blob, 0, Treatment.SUBMODULE)
    if entry.mode is Mode.SYMLINK:
        return FileRecord(entry.path, entry.blob, 0, Treatment.SYMLINK)
    of_blob = found.get(entry.blob)
    if of_blob is None:
        return FileRecord(entry.path, entry.blob, 0, Treatment.ABSENT)
    executable = entry.mode is Mode.EXECUTABLE
    # a lockfile names the licences of other people's packages, which are components; it is under none of them
    licenses = () if entry.path in lockfiles else of_blob.licenses
    return FileRecord(
        path=entry.path,
        blob=entry.blob,
        size=of_blob.size,
        treatment=of_blob.treatment,
        executable=executable,
        licenses=licenses,
        copyrights=of_blob.copyrights,
        authors=of_blob.authors,
    )


def unread(file: FileRecord) -> tuple[Problem, ...]:
    """What the report must not hide: content that exists but was not, or not wholly, looked at."""
    if file.treatment is Treatment.HUGE:
        message = text(
            "only the first {head} of {size} bytes were examined: the file is larger than the limit",
            head=HUGE_HEAD,
            size=file.size,
        )
        return (Problem("file-huge", file.path, message),)
    if file.treatment is Treatment.LFS_POINTER:
        message = text("the content is in Git LFS and was not read: only its pointer is in the repository")
        return (Problem("file-lfs-pointer", file.path, message),)
    if file.treatment is Treatment.SUBMODULE:
        message = text("a submodule: commit {commit} of another repository, not entered", commit=file.blob)
        return (Problem("file-submodule", file.path, message),)
    return ()
