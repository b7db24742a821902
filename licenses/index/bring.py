"""Bring newer licence data, or an organisation's own texts, into the cache.

Data comes from a folder, a wheel or source archive, or from the package index through `pip download`. Of an archive
only the rule and licence files are taken, under their own names, so nothing in it decides where it lands.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from licenses.errors import BadUsage, InputUnreadable
from licenses.index.location import added_folder, updated_folder, write_version
from licenses.index.own import read_own_entries, read_own_rules
from licenses.index.texts import read_texts
from licenses.language import text

_MEMBER = re.compile(r"(?:^|/)(rules/[^/]+\.RULE|licenses/[^/]+\.LICENSE)$")
_LONGEST = 1 << 21  # bytes of one file
_ALL = 1 << 29  # bytes of all files together
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[^\]]*\])?\s*([=<>!~]=?[A-Za-z0-9.*+!, <>=~-]+)?")


def update(source: str, cache_dir: Path) -> str:
    """Make the data in `source` the data in use; the version it is known by.

    Raises:
        BadUsage: `source` is neither a path nor the name of a package.
        InputUnreadable: it cannot be downloaded or read, or has no licence data in it.
    """
    path = Path(source)
    if path.exists():
        return _take(path, cache_dir)
    if not _REQUIREMENT.fullmatch(source):
        raise BadUsage(text("{source} is neither a file nor the name of a package", source=source))
    with tempfile.TemporaryDirectory(prefix="trustpool-") as scratch:
        return _take(_download(source, Path(scratch)), cache_dir)


def add(folder: Path, cache_dir: Path) -> int:
    """Take the texts (`.txt`) and rules (`.yaml`) of a folder into the cache; how many rules they make.

    Raises:
        InputUnreadable: a file is not of the format, or there is none.
    """
    try:
        rules = [*read_own_rules(folder), *read_texts(folder)]
        list(read_own_entries(folder))
    except (OSError, ValueError, KeyError, UnicodeDecodeError) as wrong:
        raise InputUnreadable(text("a licence text or rule cannot be read: {why}", why=str(wrong))) from wrong
    if not rules:
        raise InputUnreadable(text("there are no licence texts (.txt) or rules (.yaml)"), where=str(folder))
    target = added_folder(cache_dir)
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.yaml")]):
        shutil.copyfile(path, target / path.name)
    return len(rules)


def _download(requirement: str, scratch: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(scratch), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(scratch.iterdir())
    if done.returncode or not found:
        why = done.stderr.strip().splitlines()[-1:] or [""]
        raise InputUnreadable(
            text("pip cannot download {name}", name=requirement), hint=text("pip says: {why}", why=why[0])
        )
    return found[0]


def _take(source: Path, cache_dir: Path) -> str:
    target = updated_folder(cache_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        fresh = Path(scratch) / "data"
        try:
            count = _store(_members(source), fresh)
        except (OSError, zipfile.BadZipFile, tarfile.TarError) as broken:
            raise InputUnreadable(text("it cannot be read: {why}", why=str(broken)), where=str(source)) from broken
        if not count:
            raise InputUnreadable(text("there is no licence data in it"), where=str(source))
        version = _version(source)
        write_version(fresh, version)
        if target.exists():
            target.rename(Path(scratch) / "previous")
        fresh.rename(target)
    return version


def _version(source: Path) -> str:
    """`scancode_toolkit_mini-32.5.0-cp311-none-any.whl` is scancode_toolkit_mini-32.5.0."""
    name = re.match(r"[A-Za-z0-9_.]+-\d[^-]*", source.name)
    return name[0].removesuffix(".tar.gz") if name else re.sub(r"[^A-Za-z0-9_.]+", "_", source.resolve().name)


def _store(members: Iterable[tuple[str, bytes]], target: Path) -> int:
    count = size = 0
    for name, content in members:
        size += len(content)
        if size > _ALL:
            raise OSError("too much data")
        place = target / PurePosixPath(name).parent.name / PurePosixPath(name).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        count += 1
    return count


def _members(source: Path) -> Iterator[tuple[str, bytes]]:
    """The rule and licence files of a folder or archive, by the last two parts of their names."""
    if source.is_dir():
        for path in sorted([*source.rglob("*.RULE"), *source.rglob("*.LICENSE")]):
            if _MEMBER.search(path.as_posix()) and path.is_file() and path.stat().st_size <= _LONGEST:
                yield f"{path.parent.name}/{path.name}", path.read_bytes()
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for member in archive.infolist():
                if (name := _MEMBER.search(member.filename)) and member.file_size <= _LONGEST:
                    with archive.open(member) as stream:
                        yield name[1], stream.read(_LONGEST)
    else:
        with tarfile.open(source) as archive:
            for each in archive:
                if (name := _MEMBER.search(each.name)) and each.isfile() and each.size <= _LONGEST:
                    extracted = archive.extractfile(each)
                    if extracted is not None:
                        yield name[1], extracted.read(_LONGEST)
