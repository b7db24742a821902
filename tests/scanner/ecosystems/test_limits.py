"""Every parser against files that are too large, too deep or that explode: refused, or read within a time, and nothing
is made up.

The parsers are those of the catalogue, so a new one is tried without a line here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from scanner.manifest.catalogue import Parser, catalogue
from scanner.manifest.files import LARGEST, TreeFiles
from scanner.manifest.run import ParserRun, RunKey, run_parser
from scanner.tree import Blob, blob_id

PARSERS = catalogue().parsers
MOST_SECONDS = 4.0  # of CPU, for a quarter of a megabyte; all take a tenth of that or less
DEEP = 20_000


def path_of(parser: Parser) -> str:
    """A path that the parser reads."""
    tail = re.sub(r"\[[^\]]*\]|\?", "x", parser.patterns[0].replace("*", "lamp"))
    return f"deps/{tail}" if "/" not in tail else tail


def run(parser: Parser, content: bytes, size: int | None = None) -> ParserRun:
    path, blob = path_of(parser), blob_id(content)
    whole = Blob(blob, len(content) if size is None else size, content)
    tree = TreeFiles({path: blob}, lambda _: iter([whole]))
    return run_parser(parser, RunKey(parser.name, path, blob), tree)


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    return f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY l0 "lampkit">{entities}]><project>&l29;</project>'.encode()


def alias_bomb() -> bytes:
    lines = ["l0: &l0 [lampkit, lampkit]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 30)]
    return "\n".join([*lines, "dependencies: *l29", "packages: *l29", "package: *l29"]).encode()


def nested() -> Iterator[tuple[str, bytes]]:
    """Documents of the formats that manifests are written in, deeper than any has a reason to be."""
    yield "json arrays", b"[" * DEEP
    yield "json objects", b'{"dependencies":' * DEEP + b"1" + b"}" * DEEP
    yield "json of npm", b'{"name":"a","version":"1","dependencies":{"a":' * DEEP
    yield "yaml flow", b"dependencies: " + b"[" * DEEP
    yield "yaml blocks", b"\n".join(b" " * n + b"- dependencies:" for n in range(700))
    yield "yaml keys", b"dependencies:\n" + b"\n".join(b" " * n + b"a:" for n in range(1, 700))
    yield "yaml markers", b"- " * DEEP
    yield "toml arrays", b"dependencies = " + b"[" * DEEP
    yield "toml keys", b"a." * DEEP + b"a = 1"
    yield "toml headers", b"\n".join(b"[" + b"a." * n + b"a]" for n in range(300))
    yield "toml inline", b"package = " + b"{a=" * DEEP
    yield "xml", b"<project><dependencies>" + b"<dependency>" * DEEP
    yield "xml attributes", b"<project " + b"a='1' " * DEEP
    yield "round brackets", b"dependencies {" + b"implementation(" * DEEP
    yield "curly brackets", b"dependencies {" * DEEP
    yield "ruby blocks", b"group :x do\n" * DEEP
    yield "python calls", b"setup(install_requires=" + b"[(" * DEEP
    yield "python unary", b"x = " + b"not -" * DEEP + b"1"
    yield "strings of strings", b'"' + b"\\" * DEEP
    yield "one line", b"a" * (DEEP * 10)
    yield "numbers", b'{"version":' + b"9" * (DEEP * 10) + b"}"
    yield "toml number", b"version = " + b"9" * (DEEP * 10)
    yield "variables", b"A=$(A)$(A)\nPKG_NAME=$(A)\ninclude $(TOPDIR)/rules.mk\n" + b"B=${B}${B}\n" * 2000
    yield "continuations", b"A = \\\n" * DEEP
    yield "entity bomb", entity_bomb()
    yield "alias bomb", alias_bomb()
    yield "nothing", b""
    yield "zeros", b"\0" * DEEP
    yield "half a character", b"\xef\xbb\xbf\xe4\xb8" * 1000
    yield "utf-16", b"\xff\xfe" + ("[" * DEEP).encode("utf-16-le")


DOCUMENTS = dict(nested())


@pytest.mark.parametrize("parser", PARSERS, ids=lambda each: each.name)
def test_deep_and_exploding_files_are_survived_in_time(parser: Parser) -> None:
    for name, content in DOCUMENTS.items():
        began = time.process_time()
        found = run(parser, content)
        took = time.process_time() - began

        assert took < MOST_SECONDS, name
        assert [each for each in found.problems if each.code == "parser-defect"] == [], name
        assert len(found.packages) <= len(content) // 2 + 2, name  # nothing is multiplied


@pytest.mark.parametrize("parser", PARSERS, ids=lambda each: each.name)
def test_a_file_above_the_limit_is_refused_unread(parser: Parser) -> None:
    found = run(parser, b"{}", size=LARGEST + 1)

    assert [each.code for each in found.problems] == ["manifest-too-large"]
    assert found.packages == ()
