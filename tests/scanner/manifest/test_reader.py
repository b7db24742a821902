"""Manifests past the size at which texts are examined by their head only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.manifest.reader import completed
from scanner.manifest.run import read_packages
from scanner.source.excluding import excluding
from scanner.source.open import open_source
from scanner.tree import HUGE, Tree
from tests.scanner.source.archives import written, zip_of
from tests.scanner.source.repositories import Repository

LOCK = b'{"lockfileVersion": 3, "packages": {%s"node_modules/ms": {"version": "2.1.3"}}}' % (b" " * HUGE)


def in_a_repository(path: Path) -> Path:
    repository = Repository(path / "repository")
    repository.commit(**{"package-lock.json": LOCK})
    return repository.path


def in_a_folder(path: Path) -> Path:
    folder = path / "folder"
    folder.mkdir()
    written(folder / "package-lock.json", LOCK)
    return folder


def in_an_archive(path: Path) -> Path:
    return zip_of({"app/package-lock.json": LOCK}, path / "app.zip")


@pytest.mark.parametrize("place", [in_a_repository, in_a_folder, in_an_archive])
@pytest.mark.parametrize("excluded", [(), ("docs",)], ids=["whole", "excluding"])
def test_a_lockfile_of_more_than_16_mb_is_read_whole(
    place: Callable[[Path], Path], excluded: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "scratch").mkdir()
    with open_source(str(place(tmp_path)), scratch=tmp_path / "scratch") as source:
        found = list(purls(excluding(source.tree, excluded)))

    assert found == ["pkg:npm/ms@2.1.3"]


def purls(tree: Tree) -> Iterator[str]:
    blobs = {entry.path: entry.blob for entry in tree.entries}
    yield from (package.purl for package in read_packages(blobs, tree.blobs, whole=completed(tree)).packages)
