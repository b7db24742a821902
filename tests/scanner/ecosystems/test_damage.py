"""Damaged manifests: no parser crashes, hangs or invents a package.

Each fixture file is cut, spliced and sprinkled with hostile bytes. Whatever is then reported must be readable in the
file: the words of a package's name stand in it, letter by letter.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.manifest.file import decoded
from scanner.manifest.run import PackageFacts
from scanner.purl import without_version
from tests.scanner.ecosystems.observed import facts_of_files

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.json"))
SPLICES = (
    b"",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"'",
    b"\n",
    b":",
    b"&a",
    b"*a",
    b"\xff\xfe",
    b"<",
    b"]]>",
    b"null",
    b"- ",
    b"=",
    b"${x}",
)

IMPLIED = {
    "stdlib",  # what a `toolchain` line of a go.mod stands for
    "OpenHarmony-SDK",  # what a build profile that names no system is built with
    "org.jetbrains.kotlin.android.gradle.plugin",  # what `kotlin("android")` stands for
}

Damage = list[tuple[float, float, bytes]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3), st.sampled_from(SPLICES)), min_size=1, max_size=3))
def test_damage_is_survived_and_nothing_is_invented(folder: Path, damage: Damage) -> None:
    contents = {
        path.relative_to(folder).as_posix(): damaged(path.read_bytes(), damage)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "expected.json"
    }

    facts = facts_of_files(contents)

    assert [problem for problem in facts.problems if problem.code == "parser-defect"] == []
    everything = letters("\n".join([*contents, *map(decoded, contents.values())]))
    assert [name for name in names(facts) if name not in IMPLIED and not stands_in(name, everything)] == []


HOSTILE = (b" " * 20_000 + b"!", b'\\"' * 10_000, b"a" * 20_000 + b"!", b"(" * 20_000, b"\n" * 20_000, b"/* {{ [[ " * 2_000)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_file_takes_more_than_linear_time(folder: Path) -> None:
    started = time.process_time()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "expected.json"]
    for path in files:
        content = path.read_bytes()
        for tail in HOSTILE:
            facts_of_files({path.relative_to(folder).as_posix(): content[: len(content) * 2 // 3] + tail})

    # A quadratic pattern takes a second or more for each of these; all together take a tenth of one.
    assert time.process_time() - started < 1 + len(files)


def damaged(content: bytes, damage: Damage) -> bytes:
    for place, length, splice in damage:
        start = int(place * len(content))
        content = content[:start] + splice + content[start + int(length * len(content)) :]
    return content


def names(facts: PackageFacts) -> list[str]:
    return [unquote(without_version(package.purl)).rpartition("/")[2] for package in facts.packages]


def stands_in(name: str, everything: str) -> bool:
    """Whether each word of a name can be read; some formats compose names, of variables or of a version."""
    words = re.findall(r"[^\W_]+", name.lower())
    return letters(name) in everything or all(composed(word, everything) for word in words)


def composed(word: str, everything: str) -> bool:
    """Whether a word, or what a variable and the letters before it make up, can be read."""
    return any(word[:at] in everything and word[at:] in everything for at in range(len(word)))


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
