"""Source → inventory: what is read, what is remembered, and what hostile content does to the rest of the scan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace

from scanner.blobs import BlobAnalyser
from scanner.cache import open_cache
from scanner.inventory import Inventory, Treatment
from scanner.problem import Problem
from scanner.scan import scan
from scanner.source.open import open_source
from scanner.tree import Blob, Entry, Tree
from tests.scanner.source.repositories import Repository

MIT_TAG = b"// SPDX-License-Identifier: MIT\nint x;\n"


@dataclass
class Watched:
    """A tree that counts what is read from it."""

    tree: Tree
    read: list[str] = field(default_factory=list)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.tree.entries

    @property
    def tree_id(self) -> str:
        return self.tree.tree_id

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.tree.problems

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        wanted = list(ids)
        self.read += wanted
        return self.tree.blobs(wanted)


@dataclass(frozen=True)
class Done:
    """A scan and the blobs that it read."""

    inventory: Inventory
    read: list[str]

    def treatment(self, path: str) -> Treatment:
        return next(file.treatment for file in self.inventory.files if file.path == path)

    def expressions(self, path: str) -> set[str]:
        return {m.expression for file in self.inventory.files if file.path == path for m in file.licenses}


@pytest.fixture
def scanned(license_index: Path, tmp_path: Path) -> Callable[[Path], Done]:
    """Scan a path; all scans of a test share one cache."""

    def run(path: Path) -> Done:
        analyser = BlobAnalyser.open(license_index)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        with (
            open_source(str(path), scratch=scratch) as opened,
            open_cache(tmp_path / "cache", analyser.version) as cache,
        ):
            watched = Watched(opened.tree)
            inventory = scan(replace(opened, tree=watched), analyser, cache, lambda done, total: None)
            return Done(inventory, watched.read)

    return run


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_a_second_scan_of_a_commit_reads_no_blob(scanned: Callable[[Path], Done], repository: Repository) -> None:
    repository.commit(**{"a.c": MIT_TAG, "package.json": b'{"name": "a", "license": "MIT"}'})
    first = scanned(repository.path)

    second = scanned(repository.path)

    assert second.inventory == first.inventory
    assert second.read == []


def test_the_next_commit_reads_only_its_new_blobs(scanned: Callable[[Path], Done], repository: Repository) -> None:
    repository.commit(**{"a.c": MIT_TAG, "b.c": b"int b;\n"})
    scanned(repository.path)
    repository.commit(**{"b.c": b"int b = 1;\n", "copy.c": MIT_TAG})

    done = scanned(repository.path)

    assert done.read == [repository.git("rev-parse", "HEAD:b.c")]
    assert done.expressions("copy.c") == {"MIT"}


def test_equal_sources_give_equal_inventories_whatever_the_order(
    scanned: Callable[[Path], Done], repository: Repository
) -> None:
    repository.commit(**{f"{n}.c": MIT_TAG + b"int y%d;\n" % n for n in range(20)})
    in_order = scanned(repository.path).inventory

    assert [file.path for file in in_order.files] == sorted(file.path for file in in_order.files)


def test_each_kind_of_content_has_its_treatment(scanned: Callable[[Path], Done], repository: Repository) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n"
    repository.write("big.txt", MIT_TAG + b"x" * (17 * 1024 * 1024))
    (repository.path / "link").symlink_to("a.c")
    repository.commit(**{"a.c": MIT_TAG, "photo.png": b"\x89PNG\r\n\x1a\n\0\0\0", "weights.bin": pointer})

    done = scanned(repository.path)

    assert [done.treatment(name) for name in ("a.c", "big.txt", "link", "photo.png", "weights.bin")] == [
        Treatment.TEXT,
        Treatment.HUGE,
        Treatment.SYMLINK,
        Treatment.BINARY,
        Treatment.LFS_POINTER,
    ]
    assert done.expressions("big.txt") == {"MIT"}
    assert [p.code for p in done.inventory.problems] == ["file-huge", "file-lfs-pointer"]


def test_a_line_of_200_megabytes_leaves_the_rest_of_the_scan_complete(
    scanned: Callable[[Path], Done], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with (folder / "line.js").open("wb") as stream:
        for _ in range(200):
            stream.write(b"a" * 1024 * 1024)
    (folder / "a.c").write_bytes(MIT_TAG)

    done = scanned(folder)

    assert done.treatment("line.js") is Treatment.HUGE
    assert done.expressions("a.c") == {"MIT"}


def test_gbk_text_and_names_that_are_not_utf8_are_read(scanned: Callable[[Path], Done], repository: Repository) -> None:
    notice = "// 版权所有，依据下列许可证授权\n// SPDX-License-Identifier: MulanPSL-2.0\n"
    repository.write("中文.c".encode("gbk"), notice.encode("gbk"))
    repository.commit()

    done = scanned(repository.path)

    (file,) = done.inventory.files
    assert file.path == "\\xd6\\xd0\\xce\\xc4.c"
    assert "MulanPSL-2.0" in done.expressions(file.path)
    assert [p.code for p in done.inventory.problems] == ["name-not-utf8"]


def test_a_broken_lockfile_is_a_problem_and_the_rest_stands(
    scanned: Callable[[Path], Done], repository: Repository
) -> None:
    repository.commit(**{"package-lock.json": b'{"lockfileVersion": 3, "packages": {', "a.c": MIT_TAG})

    done = scanned(repository.path)

    assert [(p.code, p.path) for p in done.inventory.problems] == [("manifest-malformed", "package-lock.json")]
    assert done.expressions("a.c") == {"MIT"}


def test_a_damaged_cache_is_set_aside_and_begun_anew(
    scanned: Callable[[Path], Done], repository: Repository, tmp_path: Path
) -> None:
    repository.commit(**{"a.c": MIT_TAG})
    before = scanned(repository.path)
    cache = tmp_path / "cache" / "findings-1.sqlite"
    cache.write_bytes(b"this is not a database" * 100)
    for log in cache.parent.glob("*-wal"):
        log.unlink()

    after = scanned(repository.path)

    assert after.inventory == before.inventory
    assert cache.with_suffix(".damaged").exists()


def test_a_program_says_who_owns_it(scanned: Callable[[Path], Done], repository: Repository) -> None:
    repository.commit(**{"kettle.bin": b"\x7fELF\0\0\1\0Copyright (C) 2021 Kettle Ltd.\0\0usage: kettle\0"})

    (record,) = scanned(repository.path).inventory.files

    assert record.treatment is Treatment.BINARY
    assert [each.statement for each in record.copyrights] == ["Copyright (c) 2021 Kettle Ltd."]
