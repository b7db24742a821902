"""Files with what REUSE.toml, `.reuse/dep5` and `.license` files state of them.

A statement is a tag that stands in another file: it is added to what was found in the file itself, at its first line.
`closest` adds nothing that the file says itself; `override` takes the place of the file's own tags, but hides no
licence text or notice that was found in it: a statement must not be able to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from licenses.copyright.detect import detect_copyrights
from licenses.copyright.finding import Copyright
from licenses.detection import LicenseMatch, MatchKind
from licenses.language import text
from licenses.subject import is_license_file
from scanner.inventory import FileRecord, Treatment
from scanner.manifest.malformed import Malformed
from scanner.problem import Problem
from scanner.reuse import dep5, reuse_toml
from scanner.reuse.statement import Precedence, Statement, last_of
from scanner.tree import Entry, Mode, Tree

_BESIDE = ".license"
_LONGEST = 1 << 20  # bytes of a file of statements
_READ = (Treatment.TEXT, Treatment.BINARY, Treatment.HUGE, Treatment.LFS_POINTER)


def states(path: str) -> bool:
    """Whether the file at `path` speaks of other files."""
    return path.endswith((_BESIDE, reuse_toml.NAME)) or path == dep5.PATH


def is_beside(path: str) -> bool:
    """Whether the file at `path` speaks of the one whose name it extends."""
    return path.endswith(_BESIDE)


def beside_of(path: str) -> str:
    """Where a file would lie that speaks of the file at `path`."""
    return path + _BESIDE


def read_statements(tree: Tree) -> tuple[Mapping[str, Sequence[Statement]], tuple[Problem, ...]]:
    """The statements of each file that makes some, by its path, those nearer to the root first; and what is wrong."""
    stating = [entry for entry in tree.entries if _is_read(entry)]
    contents = {blob.id: blob.content for blob in tree.blobs(dict.fromkeys(entry.blob for entry in stating))}
    read: dict[str, Sequence[Statement]] = {}
    problems: list[Problem] = []
    for entry in sorted(stating, key=lambda one: (one.path.count("/"), one.path)):
        content = contents.get(entry.blob, b"")[:_LONGEST]
        reader = dep5.stanzas if entry.path == dep5.PATH else reuse_toml.annotated
        try:
            read[entry.path] = tuple(reader(entry.path, content))
        except Malformed as wrong:
            message = text("what it states of other files was not read: {reason}", reason=wrong.reason)
            problems.append(Problem("reuse-malformed", entry.path, message, wrong.line))
    return read, tuple(problems)


def _is_read(entry: Entry) -> bool:
    named = entry.path == dep5.PATH or entry.path.rpartition("/")[2] == reuse_toml.NAME
    return named and entry.mode in (Mode.FILE, Mode.EXECUTABLE)


def stated(files: Iterable[FileRecord], statements: Mapping[str, Sequence[Statement]]) -> tuple[FileRecord, ...]:
    """The files with what is stated of them."""
    files = tuple(files)
    beside = {file.path.removesuffix(_BESIDE): file for file in files if file.path.endswith(_BESIDE)}
    if not statements and not beside:
        return files
    return tuple(_stated(file, statements, beside.get(file.path)) if _is_covered(file) else file for file in files)


def _is_covered(file: FileRecord) -> bool:
    """Licence texts and the files that make statements are not about to be stated of (section "Covered files")."""
    in_texts = "LICENSES" in file.path.split("/")[:-1]
    return file.treatment in _READ and not in_texts and not is_license_file(file.path) and not states(file.path)


def _stated(file: FileRecord, by_source: Mapping[str, Sequence[Statement]], beside: FileRecord | None) -> FileRecord:
    if beside:
        file = replace(file, licenses=(*_own(file), *_tags_of(beside)), copyrights=beside.copyrights or file.copyrights)
    for statement in _holding(file.path, by_source):
        file = _with(file, statement)
    return file


def _holding(path: str, by_source: Mapping[str, Sequence[Statement]]) -> Iterator[Statement]:
    """The statements that hold for a file: the outermost that overrides, else the nearest, and all that aggregate."""
    near = [one for statements in by_source.values() if (one := last_of(statements, path))]
    for one in near:
        if one.precedence is Precedence.OVERRIDE:
            yield one
            return
    closest = [one for one in near if one.precedence is Precedence.CLOSEST]
    yield from closest[-1:]
    yield from (one for one in near if one.precedence is Precedence.AGGREGATE)


def _with(file: FileRecord, statement: Statement) -> FileRecord:
    said = tuple(_tag(expression, statement.source) for expression in statement.expressions)
    owned = tuple(_copyrights(statement.copyrights))
    if statement.precedence is Precedence.OVERRIDE:
        return replace(file, licenses=(*said, *_own(file)), copyrights=owned or file.copyrights)
    keeps = statement.precedence is Precedence.CLOSEST
    if keeps and any(match.kind is MatchKind.TAG for match in file.licenses):
        said = ()
    if keeps and file.copyrights:
        owned = ()
    return replace(file, licenses=(*said, *file.licenses), copyrights=(*owned, *file.copyrights))


def _own(file: FileRecord) -> tuple[LicenseMatch, ...]:
    """What was found in the file itself, without its tags."""
    return tuple(match for match in file.licenses if match.kind is not MatchKind.TAG)


def _tags_of(beside: FileRecord) -> tuple[LicenseMatch, ...]:
    return tuple(_tag(each.expression, beside.path) for each in beside.licenses if each.kind is MatchKind.TAG)


def _tag(expression: str, source: str) -> LicenseMatch:
    """The expression as a match of the whole file, by the file that states it."""
    return LicenseMatch(expression, source, MatchKind.TAG, 1, 1, 1.0, 1.0)


def _copyrights(written: Iterable[str]) -> Iterator[Copyright]:
    for each in written:
        found = detect_copyrights(f"SPDX-FileCopyrightText: {each}\n".encode())
        yield from (replace(one, first_line=1, last_line=1) for one in found.copyrights)
