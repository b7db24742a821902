"""The runner: what is cached, what a run depends on, and what becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from scanner import ecosystems
from scanner.manifest.catalogue import catalogue
from scanner.manifest.files import Files, TreeFiles
from scanner.manifest.run import ParserRun, RunKey, read_packages
from scanner.tree import Blob, blob_id

LOCK = b'[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "registry+https://crates.example/index"\n'


def tree(**contents: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    files = {name.replace("__", "/").replace("_", "."): content for name, content in contents.items()}
    return {path: blob_id(content) for path, content in files.items()}, {blob_id(c): c for c in files.values()}


def test_a_broken_lockfile_is_a_problem_and_the_others_stand() -> None:
    blobs, contents = tree(a__Cargo_lock=b"[[package]\n", b__Cargo_lock=LOCK)

    facts = read_packages(blobs, lambda ids: (Blob(blob, len(contents[blob]), contents[blob]) for blob in ids))

    assert [(problem.code, problem.path, problem.line) for problem in facts.problems] == [
        ("manifest-malformed", "a/Cargo.lock", 1)
    ]
    assert [package.purl for package in facts.packages] == ["pkg:cargo/libc@0.2.1"]


def test_a_blob_that_was_cut_is_too_large() -> None:
    blobs, contents = tree(Cargo_lock=LOCK)

    facts = read_packages(blobs, lambda ids: (Blob(blob, 200_000_000, contents[blob]) for blob in ids))

    assert [problem.code for problem in facts.problems] == ["manifest-too-large"]


def test_a_cached_run_is_used_again_without_reading_and_survives_encoding() -> None:
    blobs, contents = tree(Cargo_lock=LOCK)
    first = read_packages(blobs, lambda ids: (Blob(blob, len(contents[blob]), contents[blob]) for blob in ids))
    store: dict[RunKey, ParserRun] = {
        run.key: msgspec.json.decode(msgspec.json.encode(run), type=ParserRun) for run in first.fresh
    }

    def never(blob: str) -> Blob:
        raise AssertionError(blob)

    second = read_packages(blobs, never, store.get)

    assert second.fresh == ()
    assert second.packages == first.packages


def test_nothing_outside_the_tree_can_be_opened() -> None:
    blobs, contents = tree(a_txt=b"a")
    files = Files(TreeFiles(blobs, lambda ids: (Blob(blob, 1, contents[blob]) for blob in ids)))

    assert files.open("", "../a.txt") is None
    assert files.open("x", "/a.txt") is None
    assert files.open("x", "../a.txt") is not None
    assert files.reads == {"a.txt": blobs["a.txt"]}


def test_a_glob_is_relative_and_does_not_cross_folders() -> None:
    blobs, contents = tree(p__a__x_toml=b"1", p__a__b__x_toml=b"2", x_toml=b"3")
    files = Files(TreeFiles(blobs, lambda ids: (Blob(blob, 1, contents[blob]) for blob in ids)))

    assert [file.path for file in files.glob("p", "*/x.toml")] == ["p/a/x.toml"]
    assert [file.path for file in files.glob("p", "**/x.toml")] == ["p/a/b/x.toml", "p/a/x.toml"]
    assert files.globs["p/*/x.toml"] == ("p/a/x.toml",)


def test_every_declaration_is_found_in_the_source_text() -> None:
    folder = Path(ecosystems.__file__).parent
    declared = sum(
        len(re.findall(r"^@(?:manifest|lockfile)\(", path.read_text(), re.M)) for path in folder.glob("*.py")
    )

    assert len(catalogue().parsers) == declared
    assert all(callable(parser.load()) for parser in catalogue().parsers)


def test_a_submodule_has_the_commit_that_the_tree_names_and_is_read_again_when_that_changes() -> None:
    content = b'[submodule "x"]\n\tpath = deps/x\n\turl = https://github.com/example/x.git\n'
    blobs = {".gitmodules": "a"}

    def read(ids: Iterable[str]) -> Iterator[Blob]:
        return (Blob(blob, len(content), content) for blob in ids)

    first = read_packages(blobs, read, commits={"deps/x": "1" * 40})
    same = read_packages(blobs, read, lambda _: first.runs[0], commits={"deps/x": "1" * 40})
    other = read_packages(blobs, read, lambda _: first.runs[0], commits={"deps/x": "2" * 40})

    assert [package.purl for package in first.packages] == [f"pkg:github/example/x@{'1' * 40}"]
    assert same.fresh == ()
    assert [package.purl for package in other.packages] == [f"pkg:github/example/x@{'2' * 40}"]
