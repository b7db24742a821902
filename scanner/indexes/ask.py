"""Asking for many packages at once, each once ever: from the cache, else from the index of its purl's type."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from packageurl import PackageURL

from licenses.errors import TrustpoolError
from licenses.language import Text, text
from scanner.indexes.addresses import known_indexes
from scanner.indexes.asking import AT_ONCE, Indexes
from scanner.indexes.dirhash import h1
from scanner.indexes.fetched import Different, Examine, fetched, refuse_others
from scanner.indexes.kept import Kept
from scanner.indexes.registered import Registered, RegisteredFile
from scanner.package import Hash

_PATIENCE = 5  # failures of one index without an answer between them: it is not asked again
_ELSEWHERE = frozenset({"repository_url", "vcs_url", "download_url"})  # qualifiers: from another place than the index


class Wanted(Struct, frozen=True):
    """A version that is asked about."""

    ref: str
    purl: PackageURL
    file_name: str = ""
    hashes: tuple[Hash, ...] = ()  # as the tree states them


class Told(Struct, frozen=True):
    """What was found out about one."""

    wanted: Wanted
    registered: Registered | None = None
    file: RegisteredFile | None = None  # the one that the tree means
    problem: Text | None = None  # why nothing was found out, or why the file was not taken
    where: str = ""  # the address that the problem is about


class Asking(Struct, frozen=True):
    """How indexes are asked in one run."""

    addresses: Mapping[str, str]  # by purl type
    indexes: Indexes
    kept: Kept
    examine: Examine | None = None  # fetch each file, digest it, and find its licence with this; None: do not


def wanted(ref: str, written: str, file_name: str, hashes: tuple[Hash, ...], types: Mapping[str, str]) -> Wanted | None:
    """A component as something that an index can be asked about; None when it comes from elsewhere."""
    try:
        purl = PackageURL.from_string(written)
    except ValueError:
        return None
    if purl.type not in types or not purl.version or _ELSEWHERE & set(purl.qualifiers or {}):
        return None
    return Wanted(ref, purl, file_name, hashes)


def ask_all(asking: Asking, questions: Sequence[Wanted], seen: Callable[[int, int], None]) -> Iterator[Told]:
    """The answers in the order of the questions. An index that keeps failing is given up, which each answer says."""
    failed: Counter[str] = Counter()

    def one(question: Wanted) -> Told:
        kind = question.purl.type
        if failed[kind] >= _PATIENCE:
            return Told(question, problem=text("the index has failed too often"), where=asking.addresses[kind])
        try:
            told = _told(asking, question)
        except TrustpoolError as error:
            failed[kind] += 1
            return Told(question, problem=error.what, where=error.where)
        failed[kind] = 0
        return told

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number, told in enumerate(threads.map(one, questions), start=1):
            seen(number, len(questions))
            yield told


def _told(asking: Asking, question: Wanted) -> Told:
    registered = _remembered(asking, question.purl)
    if registered is None:
        return Told(question)
    try:
        file = _chosen(question, registered)
        if file is None or asking.examine is None:
            return Told(question, registered, file)
        registered, file = _with_file(asking, asking.examine, question, registered, file)
    except TrustpoolError as error:
        return Told(question, registered, problem=error.what, where=error.where)
    return Told(question, registered, file)


def _remembered(asking: Asking, purl: PackageURL) -> Registered | None:
    base = asking.addresses[purl.type]
    asked = f"{base} {purl.to_string()}"
    known, answer = asking.kept.look(asked)
    if not known:
        answer = known_indexes()[purl.type].ask(purl, base, asking.indexes.get)
        asking.kept.keep(asked, answer)
    return answer


def _chosen(question: Wanted, registered: Registered) -> RegisteredFile | None:
    """The file that the tree means: by its name, else by a digest, else the index's first.

    Raises:
        Different: the tree states digests, and no file has one of them.
    """
    named = [file for file in registered.files if file.name == question.file_name]
    files = named or registered.files
    if not files or question.purl.type == "golang":  # whose digests are of the content, not of the zip
        return next(iter(files), None)
    agreeing = [file for file in files if set(file.hashes) & set(question.hashes)]
    if not agreeing and not named:
        refuse_others(question.hashes, [it for file in files for it in file.hashes], registered.page)
    chosen = (agreeing or files)[0]
    refuse_others(question.hashes, chosen.hashes, registered.page)
    return chosen


def _with_file(
    asking: Asking, examine: Examine, question: Wanted, registered: Registered, file: RegisteredFile
) -> tuple[Registered, RegisteredFile | None]:
    """What fetching the file adds: digests, and the licence in it where no manifest states one.

    Raises:
        Different: it is not the file that the index, or the tree, says.
    """
    asked = f"{file.url} {file.name}"
    known, answer = asking.kept.look(asked)
    if not known:
        answer = _fetched(asking.indexes, examine, question, registered, file)
        asking.kept.keep(asked, answer)
    if answer is None:
        return registered, file
    found = answer.files[0]
    if question.purl.type == "golang":
        refuse_others(question.hashes, [it for it in found.hashes if it.algorithm == "SHA-256"], file.url)
    else:
        refuse_others(question.hashes, found.hashes, file.url)
    return replace(registered, concluded_license=answer.concluded_license), found


def _fetched(
    indexes: Indexes, examine: Examine, question: Wanted, registered: Registered, file: RegisteredFile
) -> Registered | None:
    is_module = question.purl.type == "golang"
    with tempfile.TemporaryDirectory(prefix="trustpool-file-") as folder:
        here = Path(folder) / "file"
        found = fetched(file, () if is_module else question.hashes, indexes, Path(folder))
        if found is None:
            return None
        if is_module:
            of_file = tuple(it for it in found.hashes if it.algorithm == "SHA-512")
            found = replace(found, hashes=(_of_module(here, file.url), *of_file))
        licence = "" if registered.declared_license else examine(here)
    return Registered(registered.page, files=(found,), concluded_license=licence)


def _of_module(path: Path, url: str) -> Hash:
    """The digest that go.sum states of a module."""
    try:
        return Hash("SHA-256", h1(path))
    except ValueError as wrong:
        raise Different(text("no module that a digest could be of: {reason}", reason=str(wrong)), where=url) from wrong
