"""Which parsers exist and which files each reads: the folder `scanner/ecosystems/` is the list.

The declarations, such as `@lockfile("Cargo.lock", ecosystem="cargo")` above a function, are read from the source
text, which takes 0.1 ms a file; a module is imported when the tree has a file for it, so a Python project never loads
the Maven parser.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

from msgspec import Struct

from scanner.manifest.declaration import Parse
from scanner.manifest.globs import tail_glob

_SCANNER = Path(__file__).resolve().parent.parent
_ANY = ""
_WILD = re.compile(r"[*?\[]")
_PATTERN = re.compile(r'"([^"\n\\]*)"')
_LITERALS = re.compile(r'\((?:\s*+"[^"\n\\]*+",)++\s*+ecosystem="[^"\n\\]++",?\s*+\)')
_DECLARATION = re.compile(r"^@(manifest|lockfile)(\([^()]*\))(?:[ \t]*#[^\n]*)?\s*\ndef (\w+)\(", re.MULTILINE)


class Parser(Struct, frozen=True):
    """One declared parser."""

    module: str  # file name below scanner/ecosystems, without ".py"
    function: str
    locked: bool  # reads a lockfile
    ecosystem: str
    patterns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The parser's name in caches and problems."""
        return f"{self.module}.{self.function}"

    def load(self) -> Parse:
        """The parser's function; imports its module."""
        return cast(Parse, getattr(import_module(f"scanner.ecosystems.{self.module}"), self.function))


class Catalogue(Struct, frozen=True):
    """All parsers, indexed by what they match. Built once a process by `catalogue()`."""

    parsers: tuple[Parser, ...]
    version: str  # changes whenever the code of any parser or of this package changes
    by_name: dict[str, tuple[Parser, ...]]  # patterns without a wildcard, by base name in lower case
    by_suffix: dict[str, tuple[Parser, ...]]  # "*.ext", by ".ext" in lower case
    by_glob: dict[str, tuple[tuple[str, Parser], ...]]  # other patterns, by `_fixed_part`
    endings: frozenset[str]  # what follows the last dot of every name that `by_suffix` or `by_glob` may match

    def matching(self, path: str) -> tuple[Parser, ...]:
        """The parsers that read `path`, each once."""
        base = path[path.rfind("/") + 1 :].lower()
        stem, dotted, _ = base.partition(".")
        ending = base[base.rfind(".") + 1 :] if dotted else ""
        named = self.by_name.get(base, ())
        suffixed = ending in self.endings
        if not (suffixed or stem in self.by_glob or _ANY in self.by_glob):  # nearly every path
            return named
        found = [*named, *self._globbed(stem, path), *self._globbed(_ANY, path)]
        if suffixed:
            found += self._globbed(f".{ending}", path)
            dot = len(stem)
            while dot >= 0:
                found += self.by_suffix.get(base[dot:], ())
                dot = base.find(".", dot + 1)
        return tuple(dict.fromkeys(found)) if found else ()

    def _globbed(self, part: str, path: str) -> Iterable[Parser]:
        return [parser for pattern, parser in self.by_glob.get(part, ()) if tail_glob(pattern).search(path)]


@cache
def catalogue() -> Catalogue:
    """The parsers of `scanner/ecosystems/`."""
    sources = {path.stem: path.read_text("utf-8") for path in sorted((_SCANNER / "ecosystems").glob("*.py"))}
    parsers = tuple(parser for module, source in sources.items() for parser in declarations(module, source))
    names: dict[str, list[Parser]] = defaultdict(list)
    suffixes: dict[str, list[Parser]] = defaultdict(list)
    globs: dict[str, list[tuple[str, Parser]]] = defaultdict(list)
    for parser in parsers:
        for pattern in parser.patterns:
            if not re.search(r"[*?\[/]", pattern):
                names[pattern.lower()].append(parser)
            elif re.fullmatch(r"\*\.[^*?\[/]+", pattern):
                suffixes[pattern[1:].lower()].append(parser)
            else:
                globs[_fixed_part(pattern)].append((pattern, parser))
    return Catalogue(
        parsers=parsers,
        version=_version(sources),
        by_name={name: tuple(dict.fromkeys(found)) for name, found in names.items()},
        by_suffix={suffix: tuple(found) for suffix, found in suffixes.items()},
        by_glob={part: tuple(found) for part, found in globs.items()},
        endings=frozenset(part.rpartition(".")[2] for part in (*suffixes, *globs) if part.startswith(".")),
    )


def _fixed_part(pattern: str) -> str:
    """What follows the last dot of the names that match, dot included, or what precedes their first dot, in lower
    case; `_ANY` when neither is fixed.
    """
    name = pattern.rpartition("/")[2].lower()
    extension, stem = name.rpartition(".")[2], name.partition(".")[0]
    if "." in name and not _WILD.search(extension):
        return f".{extension}"
    return _ANY if _WILD.search(stem) else stem


def declarations(module: str, source: str) -> Iterator[Parser]:
    """The parsers that a module's source text declares.

    Raises:
        ValueError: a declaration's arguments are not literals.
    """
    for kind, arguments, function in _DECLARATION.findall(source):
        if _LITERALS.fullmatch(arguments) is None:
            raise ValueError(f"{module}.{function}: a declaration's arguments are literals")
        patterns = tuple(_PATTERN.findall(arguments.rpartition("ecosystem=")[0]))
        ecosystem = _PATTERN.findall(arguments)[-1]
        yield Parser(module, function, kind == "lockfile", ecosystem, patterns)


def _version(sources: dict[str, str]) -> str:
    """A digest of all code that shapes what a parser returns."""
    digest = hashlib.sha256()
    for name, source in sources.items():
        digest.update(f"{name}\0{source}\0".encode())
    for path in (*sorted((_SCANNER / "manifest").glob("*.py")), _SCANNER / "package.py", _SCANNER / "purl.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
