"""requirements.txt and its includes and constraints (pip, pip-compile, uv).

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/. The `# via` comments that pip-compile and
`uv pip compile` write tell who asked for what, and become edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from scanner.ecosystems._python import Requirement, from_url, group_scope, parse_requirement, pypi_purl, same_name
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope

_OPTION = re.compile(r"(-\w|--[\w-]+)(?:[=\s]+(.*))?\Z")
_HASH = re.compile(r"--hash[=\s]+(\S+)")
_MOST_FILES = 100  # that one file may include


@dataclass(slots=True)
class _Reading:
    """What the files read so far said."""

    seen: set[str] = field(default_factory=set)
    pins: dict[str, str] = field(default_factory=dict)  # from constraints, by normalised name


class _Line(Struct, frozen=True):
    """A logical line: continuations joined, comment taken off."""

    number: int
    text: str
    via: tuple[str, ...]


@manifest(
    "*requirements*.txt",
    "requirements/*.txt",
    "*requirements*.in",
    "requirements/*.in",
    "requires.txt",
    ecosystem="pypi",
)
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each requirement of the file and of those it includes; constraints pin what is asked for without a
    version.
    """
    if ".egg-info/" in file.path:
        return
    reading = _Reading()
    requirements = list(_requirements(file, reading))
    nearby = "/".join(file.path.rpartition(".")[0].split("/")[-2:])
    scope = group_scope(nearby.replace("requirements", ""), Scope.RUNTIME)
    for source, line, wanted in requirements:
        yield from _package(source, line, wanted, scope, reading)
    named = {same_name(wanted.name): wanted.purl for _, _, wanted in requirements if isinstance(wanted, Requirement)}
    for source, line, wanted in requirements:
        for dependent in line.via if isinstance(wanted, Requirement) else ():
            if (known := named.get(same_name(dependent))) and isinstance(wanted, Requirement):
                yield Dependency(known, wanted.purl, source.at_line(line.number))


def _package(
    file: ManifestFile, line: _Line, wanted: Requirement | str, scope: Scope, reading: _Reading
) -> Iterator[Package]:
    evidence = file.at_line(line.number)
    if isinstance(wanted, str):
        yield Package(purl=wanted, evidence=evidence, scope=scope, direct=True)
        return
    pinned = wanted.version or ("" if wanted.url else reading.pins.get(same_name(wanted.name), ""))
    direct = not line.via or any(who.startswith(("-r", "-c")) or "(" in who for who in line.via)
    yield Package(
        purl=pypi_purl(wanted.name, pinned),
        evidence=evidence,
        requirement=wanted.range,
        scope=scope,
        direct=direct,
        hashes=prefixed(_HASH.findall(line.text)),
        vcs_url=wanted.vcs_url,
        download_url=wanted.download_url,
    )


def _requirements(file: ManifestFile, reading: _Reading) -> Iterator[tuple[ManifestFile, _Line, Requirement | str]]:
    reading.seen.add(file.path)
    for line in _logical_lines(file):
        option = _OPTION.match(line.text)
        if option and option[1] in ("-r", "--requirement", "--requirements"):
            included = _include(file, option[2], reading)
            if included is not None:
                yield from _requirements(included, reading)
        elif option and option[1] in ("-c", "--constraint", "--constraints"):
            constraints = _include(file, option[2], reading)
            if constraints is not None:
                pinned = (wanted for _, _, wanted in _requirements(constraints, reading))
                reading.pins |= {
                    same_name(w.name): w.version for w in pinned if isinstance(w, Requirement) and w.version
                }
        elif (wanted := _wanted(line.text, option)) is not None:
            yield file, line, wanted


def _wanted(text: str, option: re.Match[str] | None) -> Requirement | str | None:
    if option:
        return from_url((option[2] or "").strip()) if option[1] in ("-e", "--editable") else None
    stated = re.split(r"\s--?[a-z]", text, maxsplit=1)[0].strip().strip("'\"")
    return from_url(stated) if re.match(r"[a-z+]+:", stated) else parse_requirement(stated)


def _include(file: ManifestFile, path: str | None, reading: _Reading) -> ManifestFile | None:
    included = file.open((path or "").strip().removeprefix("file:"))
    allowed = included is not None and included.path not in reading.seen and len(reading.seen) < _MOST_FILES
    return included if allowed else None


def _logical_lines(file: ManifestFile) -> Iterator[_Line]:
    waiting: _Line | None = None
    joined, first = "", 0
    for number, raw in file.lines():
        # pip wants a blank before a comment; without an address in the line, a digit before it will do.
        comment = re.search(r"(?:^|\s)#(.*)" if "://" in raw else r"(?:^|\s|(?<=[\d\]]))#(.*)", raw)
        if not joined and raw.lstrip().startswith("#"):
            if waiting is not None and comment:
                waiting = replace(waiting, via=waiting.via + _via(comment[1] or "", bool(waiting.via)))
            continue
        text = raw[: comment.start()] if comment else raw
        first = first or number
        if text.rstrip().endswith("\\"):
            joined += text.rstrip()[:-1] + " "
            continue
        if waiting is not None:
            yield waiting
        waiting = _Line(first, (joined + text).strip(), _via(comment[1] or "", False) if comment else ())
        joined, first = "", 0
    if waiting is not None:
        yield waiting
    if joined:
        yield _Line(first, joined.strip(), ())


def _via(comment: str, continued: bool) -> tuple[str, ...]:
    """The names of a `via a, b` comment, or of a further line of one."""
    words = comment.strip()
    if words == "via":
        return ("",)
    if not words.startswith("via ") and not continued:
        return ()
    return tuple(name.strip() for name in words.removeprefix("via ").split(",") if name.strip())
