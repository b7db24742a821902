"""One manifest or lockfile as its parser sees it: decoded within limits, with lines to point at and its tree's other
files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from scanner.manifest.lines import LineFinder
from scanner.manifest.malformed import Malformed
from scanner.package import Evidence

if TYPE_CHECKING:
    from lxml.etree import _Element

    from scanner.manifest.files import Files


T = TypeVar("T")
K = TypeVar("K")


class ManifestFile:
    """A file of a tree. Decoders raise `Malformed`; document libraries load when first used."""

    def __init__(self, path: str, content: bytes, files: Files) -> None:
        self.path = path
        self.content = content
        self._files = files

    @property
    def name(self) -> str:
        """The path's last part."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without its last part, "" at the root."""
        return self.path.rpartition("/")[0]

    def text(self) -> str:
        """The content as text: UTF-16 with a byte-order mark, UTF-8, else GB 18030, else Latin-1; lines end in
        "\\n".
        """
        return decoded(self.content).replace("\r\n", "\n").replace("\r", "\n")

    def lines(self) -> Iterator[tuple[int, str]]:
        """The text's lines with their 1-based numbers, without line ends."""
        return enumerate(self.text().split("\n"), start=1)

    def json(self) -> object:
        """The document, RFC 8259; a byte-order mark is passed over."""
        from scanner.manifest.json_text import parse_json

        return parse_json(self.content)

    def json5(self) -> object:
        """The document, JSON5 (comments, trailing commas, single quotes, bare keys)."""
        from scanner.manifest.json5_text import parse_json5

        return parse_json5(self.text())

    def toml(self) -> dict[str, object]:
        """The document, TOML 1.0."""
        from scanner.manifest.toml_text import parse_toml

        return parse_toml(self.text())

    def ini(self) -> dict[str, dict[str, str]]:
        """The sections of an INI file and their entries."""
        from scanner.manifest.ini_text import parse_ini

        return parse_ini(self.text())

    def yaml(self) -> object:
        """The first document, YAML 1.1 without tags. Plain scalars other than true, false and null stay text."""
        return next(iter(self.yaml_documents()), None)

    def yaml_documents(self) -> list[object]:
        """All documents of a YAML stream, as `yaml`."""
        from scanner.manifest.yaml_text import parse_yaml

        return parse_yaml(self.text())

    def xml(self) -> _Element:
        """The root element; no entities, DTD or network. Comments and processing instructions are removed."""
        from scanner.manifest.xml_text import parse_xml

        return parse_xml(self.content)

    def line_of(self, *needles: str) -> int | None:
        """The 1-based line of the last needle, each after the one before; see `LineFinder`."""
        return self._finder.line_of(*(needle.encode() for needle in needles))

    def evidence(self, *needles: str) -> Evidence:
        """This file, at `line_of(*needles)` when there are needles."""
        return Evidence(self.path, self.line_of(*needles) if needles else None)

    def at_key(self, *keys: str) -> Evidence:
        """This file, at the line of the last of nested JSON keys."""
        return self.evidence(*(json.dumps(key, ensure_ascii=False) for key in keys))

    def at_first(self, *alternatives: tuple[str, ...]) -> Evidence:
        """This file, at the line of the first of several needle sequences that is found."""
        lines = (self.line_of(*needles) for needles in alternatives)
        return Evidence(self.path, next((line for line in lines if line is not None), None))

    def at_toml(self, section: str, key: str) -> Evidence:
        """This file, at the line of a key in a TOML table, in whichever way it is written."""
        header = f"[{section}]"
        spellings = ((header, f"{quote}{key}{quote}{rest}") for quote in ("", '"') for rest in (" =", "=", "."))
        return self.at_first(*spellings, (f"[{section}.{key}]",), (section, key))

    def at_line(self, line: int | None) -> Evidence:
        """This file at a line."""
        return Evidence(self.path, line)

    def open(self, relative: str) -> ManifestFile | None:
        """The file at a path relative to this one's folder; None when the tree has none there, or it lies outside."""
        return self._files.open(self.folder, relative)

    def commit(self, relative: str) -> str:
        """The commit of the submodule at a path relative to this one's folder; "" when the tree has none there."""
        return self._files.commit(self.folder, relative)

    def glob(self, pattern: str) -> list[ManifestFile]:
        """The files that match a shell glob relative to this one's folder (`packages/*/package.json`), sorted by
        path.
        """
        return self._files.glob(self.folder, pattern)

    def derived(self, compute: Callable[[ManifestFile], T]) -> T:
        """`compute` of this file, made once for all parser runs on its tree: for what many files ask of one."""
        return self._files.derived(self, compute)

    def indexed(self, pattern: str, key: Callable[[ManifestFile], K]) -> Mapping[K, tuple[str, ...]]:
        """Paths (from the root) of the tree's files that match a pattern from the root, by `key` of each."""
        return self._files.indexed(pattern, key)

    def at_root(self, path: str) -> ManifestFile | None:
        """The file at a path from the root of the tree."""
        return self._files.open("", path)

    def require(self, fact: bool, reason: str) -> None:
        """Raise `Malformed` unless `fact`."""
        if not fact:
            raise Malformed(reason)

    @cached_property
    def _finder(self) -> LineFinder:
        return LineFinder(self.content)


def decoded(content: bytes) -> str:
    """Text of bytes in the encodings that manifests are found in; never fails."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
