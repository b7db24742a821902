"""Archives that are as they should be."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from pathlib import Path

import pytest

from scanner.inventory import SourceFacts, SourceKind
from scanner.source.open import open_source
from scanner.tree import HUGE, HUGE_HEAD, Mode
from tests.scanner.source.archives import PACKERS, tar_file, tar_of, tar_of_files, tar_special, written, zip_of
from tests.scanner.source.conftest import Opening
from tests.scanner.source.observed import codes, contents, paths

FILES = {"LICENSE": b"MIT\n", "src/main.c": b"int main;\n"}


@pytest.mark.parametrize("form", PACKERS)
def test_every_packing_of_tar_is_read(form: str, tmp_path: Path, opening: Opening) -> None:
    path = written(tmp_path / f"app-1.0.{form}", PACKERS[form](tar_of_files(FILES)))

    with opening(path) as source:
        assert contents(source) == FILES
        assert source.facts == SourceFacts(
            kind=SourceKind.ARCHIVE,
            location=str(path),
            name="app-1.0",
            tree=source.tree.tree_id,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        assert codes(source) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_of_zip_is_read(method: int, tmp_path: Path, opening: Opening) -> None:
    with opening(zip_of(FILES, tmp_path / "app.zip", method)) as source:
        assert contents(source) == FILES
        assert codes(source) == []


@pytest.mark.parametrize("form", ["tar.gz", "zip"])
def test_progress_is_heard_to_the_end(form: str, tmp_path: Path) -> None:
    path = tmp_path / "app"
    path = zip_of(FILES, path) if form == "zip" else written(path, PACKERS[form](tar_of_files(FILES)))
    heard: list[tuple[int, int]] = []

    with open_source(str(path), scratch=tmp_path, progress=lambda done, total: heard.append((done, total))):
        assert len(heard) == 2
        assert all(done <= total == path.stat().st_size for done, total in heard)


def test_the_content_tells_the_format_and_not_the_name(tmp_path: Path, opening: Opening) -> None:
    with opening(written(tmp_path / "app.zip", PACKERS["tar.gz"](tar_of_files(FILES)))) as source:
        assert contents(source) == FILES


@pytest.mark.parametrize("form", ["tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_concatenated_streams_are_read_through(form: str, tmp_path: Path, opening: Opening) -> None:
    data = tar_of_files({"a": b"1" * 5000, "b": b"2" * 5000})
    packed = PACKERS[form](data[:3000]) + PACKERS[form](data[3000:])

    with opening(written(tmp_path / "app", packed)) as source:
        assert paths(source) == ["a", "b"]


def test_the_folder_of_a_forges_archive_is_taken_off(tmp_path: Path, opening: Opening) -> None:
    path = written(tmp_path / "app.tar", tar_of_files({f"app-1.0/{name}": data for name, data in FILES.items()}))

    with opening(path) as source:
        assert contents(source) == FILES


@pytest.mark.parametrize("name", ["META-INF/MANIFEST.MF", "app-1.0.dist-info/METADATA", ".github/workflow.yml"])
def test_a_metadata_folder_is_not_taken_off(name: str, tmp_path: Path, opening: Opening) -> None:
    with opening(zip_of({name: b"x"}, tmp_path / "app.jar")) as source:
        assert paths(source) == [name]


def test_names_longer_than_a_header_are_read_in_pax_and_gnu(tmp_path: Path, opening: Opening) -> None:
    name = "/".join(["folder" * 10] * 10) + "/长名.txt"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        data = tar_of(tar_file(name, b"1"), tar_file("top", b"2"), tar_special("l", tarfile.SYMTYPE, name), form=form)
        with opening(written(tmp_path / "app.tar", data)) as source:
            assert contents(source) == {name: b"1", "top": b"2", "l": name.encode()}


def test_modes_and_links_of_tar_are_kept(tmp_path: Path, opening: Opening) -> None:
    data = tar_of(
        tar_file("./run", b"#!", 0o755),
        tar_special("same", tarfile.LNKTYPE, "./run"),
        tar_special("link", tarfile.SYMTYPE, "run"),
        tar_special("empty", tarfile.DIRTYPE),
    )

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert [(entry.path, entry.mode) for entry in source.tree.entries] == [
            ("link", Mode.SYMLINK),
            ("run", Mode.EXECUTABLE),
            ("same", Mode.EXECUTABLE),
        ]
        assert contents(source) == {"link": b"run", "run": b"#!", "same": b"#!"}


def test_modes_and_links_of_zip_are_kept(tmp_path: Path, opening: Opening) -> None:
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        for name, mode, content in (("run", 0o100755, "#!"), ("link", 0o120777, "run"), ("empty/", 0o40755, "")):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, content)

    with opening(tmp_path / "app.zip") as source:
        assert [(entry.path, entry.mode) for entry in source.tree.entries] == [
            ("link", Mode.SYMLINK),
            ("run", Mode.EXECUTABLE),
        ]
        assert contents(source) == {"link": b"run", "run": b"#!"}


def test_a_zip_may_begin_with_a_script(tmp_path: Path, opening: Opening) -> None:
    packed = zip_of(FILES, tmp_path / "app.zip").read_bytes()

    with opening(written(tmp_path / "app.jar", b"#!/bin/sh\nexec java -jar $0\n" + packed)) as source:
        assert contents(source) == FILES


def test_an_archive_in_an_archive_is_a_blob(tmp_path: Path, opening: Opening) -> None:
    inner = zip_of({"evil": b"x"}, tmp_path / "inner.zip").read_bytes()

    with opening(zip_of({"lib/inner.jar": inner, "a": b"1"}, tmp_path / "outer.zip")) as source:
        assert contents(source) == {"a": b"1", "lib/inner.jar": inner}


def test_of_a_huge_member_only_the_head_is_kept(tmp_path: Path, opening: Opening) -> None:
    path = zip_of({"huge": b"x" * (HUGE + 1), "z": b"after"}, tmp_path / "app.zip")

    with opening(path) as source:
        huge, after = source.tree.blobs(entry.blob for entry in source.tree.entries)
        assert (huge.size, len(huge.content), after.content) == (HUGE + 1, HUGE_HEAD, b"after")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("许可证.txt".encode("gbk"), "许可证.txt"),
        ("朱镕基/说明.md".encode("gbk"), "朱镕基/说明.md"),
        ("许可证.txt".encode(), "许可证.txt"),
        ("café.txt".encode("cp437"), "café.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_names_without_the_utf8_flag_are_read_as_meant(
    stored: bytes, shown: str, tmp_path: Path, opening: Opening
) -> None:
    placeholder = b"\x01" * len(stored)
    packed = zip_of({placeholder.decode(): b"1"}, tmp_path / "app.zip").read_bytes()

    with opening(written(tmp_path / "app.zip", packed.replace(placeholder, stored))) as source:
        assert contents(source) == {shown.split("/")[-1]: b"1"}


def test_names_of_tar_that_are_not_utf8_are_shown_and_told(tmp_path: Path, opening: Opening) -> None:
    name = "许".encode("gbk").decode("utf-8", "surrogateescape")
    data = tar_of(tar_file(name, b"1"), tar_file("b", b"2"), form=tarfile.GNU_FORMAT)

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert contents(source) == {"\\xd0\\xed": b"1", "b": b"2"}
        assert codes(source) == [("name-not-utf8", "\\xd0\\xed")]
