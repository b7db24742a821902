"""Runs every parser on every file it reads and gathers what they say.

One run (a parser on a file) is the unit that a caller may cache: its answer depends on the parser's version, the
file's path and blob, and whatever else of the tree it looked at, all of which it records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from licenses.language import text
from scanner.manifest.catalogue import Catalogue, Parser, catalogue
from scanner.manifest.credentials import cleaned
from scanner.manifest.declaration import Fact
from scanner.manifest.file import ManifestFile
from scanner.manifest.files import Files, TreeFiles, as_it_came, matches
from scanner.manifest.malformed import Malformed
from scanner.manifest.vendored import contained, is_vendored
from scanner.package import Dependency, Package
from scanner.problem import Problem
from scanner.tree import Blob

MOST_FACTS = 500_000  # packages and edges read from one file


class RunKey(Struct, frozen=True):
    """What identifies a run before it is made."""

    parser: str  # "cargo_lock.parse@<version of all parsers>"
    path: str
    blob: str


class ParserRun(Struct, frozen=True):
    """One parser's answer about one file, and what it depends on."""

    key: RunKey
    locked: bool  # a lockfile's parser
    packages: tuple[Package, ...]
    dependencies: tuple[Dependency, ...]
    problems: tuple[Problem, ...]
    reads: tuple[tuple[str, str], ...] = ()  # other paths looked at: blob id, "" where there was none
    globs: tuple[tuple[str, tuple[str, ...]], ...] = ()  # patterns looked for: paths found


class PackageFacts(Struct, frozen=True):
    """What the manifests and lockfiles of a tree say, file by file."""

    runs: tuple[ParserRun, ...]  # sorted by path, then parser
    fresh: tuple[ParserRun, ...]  # those of `runs` that did not come from the cache

    @property
    def packages(self) -> tuple[Package, ...]:
        """All packages, in the order of `runs`."""
        return tuple(package for run in self.runs for package in run.packages)

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """All edges, in the order of `runs`."""
        return tuple(dependency for run in self.runs for dependency in run.dependencies)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of `runs`."""
        return tuple(problem for run in self.runs for problem in run.problems)


def not_cached(_: RunKey) -> ParserRun | None:
    """The cache that holds nothing."""
    return None


def read_packages(
    blobs: Mapping[str, str],
    read: Callable[[Iterable[str]], Iterator[Blob]],
    cached: Callable[[RunKey], ParserRun | None] = not_cached,
    candidates: Iterable[str] | None = None,
    whole: Callable[[Blob], Blob] = as_it_came,
    commits: Mapping[str, str] | None = None,
) -> PackageFacts:
    """Run all parsers over a tree, or over those of its paths that are `candidates`.

    `blobs` maps the paths of the tree's regular files to their blob ids; `read` gives blobs by id; `whole` completes
    one that came cut (one that stays so is reported as too large); `cached` gives an earlier run, which is used if what
    it looked at is unchanged; `commits` maps the paths of submodules to their commits.
    """
    tree = TreeFiles(blobs, read, commits or {}, whole)
    parsers = catalogue()
    wanted = list(_wanted(parsers, blobs, blobs if candidates is None else candidates))
    known = [run if (run := cached(key)) and still_true(run, tree) else None for key, _ in wanted]
    tree.fetch([key.blob for (key, _), run in zip(wanted, known, strict=True) if run is None])
    runs = [run or run_parser(parser, key, tree) for (key, parser), run in zip(wanted, known, strict=True)]
    return PackageFacts(tuple(runs), tuple(run for run, old in zip(runs, known, strict=True) if old is None))


def still_true(run: ParserRun, tree: TreeFiles) -> bool:
    """Whether everything that `run` looked at is the same in `tree`."""
    return all(tree.id_at(path) == blob for path, blob in run.reads) and all(
        matches(tree, pattern) == found for pattern, found in run.globs
    )


def run_parser(parser: Parser, key: RunKey, tree: TreeFiles) -> ParserRun:
    """Run one parser on one file. Whatever is wrong with the file becomes a problem; what was read before it stands."""
    files = Files(tree)
    facts: list[Fact] = []
    problem = _collect(parser, key, tree, files, facts)
    reads, globs = files.looks()
    return ParserRun(
        key=key,
        locked=parser.locked,
        packages=tuple(fact for fact in facts if isinstance(fact, Package)),
        dependencies=tuple(fact for fact in facts if isinstance(fact, Dependency)),
        problems=tuple(fact for fact in (*facts, problem) if isinstance(fact, Problem)),
        reads=tuple(sorted(reads.items())),
        globs=tuple(sorted(globs.items())),
    )


def _wanted(parsers: Catalogue, blobs: Mapping[str, str], paths: Iterable[str]) -> Iterator[tuple[RunKey, Parser]]:
    for path in sorted(paths):
        for parser in parsers_of(path):
            yield RunKey(f"{parser.name}@{parsers.version}", path, blobs[path]), parser


@lru_cache(maxsize=100_000)
def parsers_of(path: str) -> tuple[Parser, ...]:
    """The parsers of a path; two trees that are compared share nearly all paths."""
    return catalogue().matching(path)


def _collect(parser: Parser, key: RunKey, tree: TreeFiles, files: Files, facts: list[Fact]) -> Problem | None:
    try:
        content = tree.content(key.blob)
    except LookupError:
        return Problem("manifest-too-large", key.path, text("too large to be read as a manifest"))
    try:
        found = parser.load()(ManifestFile(key.path, content, files))
        return _gather(contained(found) if is_vendored(key.path) else found, key.path, facts)
    except Malformed as error:
        return Problem(
            "manifest-malformed", key.path, text("cannot be read: {reason}", reason=error.reason), error.line
        )
    except RecursionError:
        return Problem("manifest-malformed", key.path, text("nested too deeply"))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Problem(
            "parser-defect", key.path, text("the parser {name} failed: {reason}", name=parser.name, reason=reason)
        )


def _gather(found: Iterable[Fact], path: str, facts: list[Fact]) -> Problem | None:
    iterator = iter(found)
    for fact in islice(iterator, MOST_FACTS):
        facts.append(cleaned(fact))  # one by one: what came before a malformed part stands
    if next(iterator, None) is None:
        return None
    limit = text("states more than {number} packages and edges; the rest was not read", number=MOST_FACTS)
    return Problem("manifest-too-many", path, limit)
