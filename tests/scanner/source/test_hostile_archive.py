"""Archives made to harm, or harmed on the way: refused with a clear error, or read but for what is bad in them."""

from __future__ import annotations

import lzma
import os
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.errors import InputUnreadable
from scanner.source.limits import Limits
from tests.scanner.source.archives import PACKERS, tar_file, tar_of, tar_of_files, tar_special, written, zip_of
from tests.scanner.source.conftest import Opening
from tests.scanner.source.observed import codes, contents, paths

NOISE = random.Random(1).randbytes(30_000)  # noqa: S311  does not compress, so that a cut falls where it is meant to
BOMB = Limits(ratio_from=1024 * 1024)


def refused(opening: Opening, path: Path, limits: Limits = Limits()) -> str:  # noqa: B008  a frozen value
    """Why the source is refused."""
    with pytest.raises(InputUnreadable) as caught, opening(path, limits=limits):
        pass
    assert caught.value.where.startswith(str(path))
    return caught.value.what.english()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("tar", "the archive is cut off after 20000 bytes of tar data, in or after b.bin"),
        ("tar.gz", "the archive is cut off: its gzip data ends too early"),
        ("tar.bz2", "the archive is cut off: its bzip2 data ends too early"),
        ("tar.xz", "the archive is cut off: its xz data ends too early"),
        ("tar.zst", "the archive is cut off: its zstd data ends too early"),
    ],
)
def test_a_tar_that_is_cut_off_is_refused(form: str, why: str, tmp_path: Path, opening: Opening) -> None:
    packed = PACKERS[form](tar_of_files({"a.txt": b"1", "b.bin": NOISE, "c": b"3"}))

    assert refused(opening, written(tmp_path / f"app.{form}", packed[:20_000])) == why


def test_a_tar_cut_off_between_two_files_is_told(tmp_path: Path, opening: Opening) -> None:
    with opening(written(tmp_path / "app.tar", tar_of_files({"a": b"1", "b": b"2"})[:1024])) as source:
        assert contents(source) == {"a": b"1"}
        assert codes(source) == [("archive-end-missing", "")]


def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path, opening: Opening) -> None:
    packed = zip_of({"a": NOISE, "b": b"2"}, tmp_path / "app.zip").read_bytes()

    why = refused(opening, written(tmp_path / "app.zip", packed[:20_000]))

    assert why == "the ZIP archive is cut off or damaged: File is not a zip file"


def test_damaged_compressed_data_is_refused(tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(PACKERS["tar.xz"](tar_of_files({"a": NOISE})))
    packed[15_000] ^= 0xFF

    assert refused(opening, written(tmp_path / "app.tar.xz", packed)).startswith("the archive's xz data is damaged")


def test_a_wrong_checksum_after_the_last_file_is_refused(tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(PACKERS["tar.gz"](tar_of_files({"a": NOISE})))
    packed[-6] ^= 0xFF  # the CRC-32

    why = refused(opening, written(tmp_path / "app.tar.gz", packed))

    assert why == "the archive's gzip data is damaged: Error -3 while decompressing data: incorrect data check"


@pytest.mark.parametrize("form", PACKERS)
def test_what_follows_the_end_of_a_tar_is_told(form: str, tmp_path: Path, opening: Opening) -> None:
    inside = PACKERS[form](tar_of_files({"a": b"1"}) + b"hidden")
    behind = PACKERS[form](tar_of_files({"a": b"1"})) + b"hidden"

    for packed in (inside, behind):
        with opening(written(tmp_path / f"app.{form}", packed)) as source:
            assert contents(source) == {"a": b"1"}
            assert codes(source) == [("archive-trailing-data", "")]


@pytest.mark.parametrize("form", PACKERS)
def test_zeros_after_the_end_are_padding(form: str, tmp_path: Path, opening: Opening) -> None:
    packed = PACKERS[form](tar_of_files({"a": b"1"})) + bytes(5000)

    with opening(written(tmp_path / f"app.{form}", packed)) as source:
        assert codes(source) == []


def test_a_damaged_header_of_tar_is_refused(tmp_path: Path, opening: Opening) -> None:
    data = bytearray(tar_of_files({"a": b"1", "b": b"2"}))
    data[1024 + 10] ^= 0xFF

    why = refused(opening, written(tmp_path / "app.tar", data))

    assert why == "the archive is damaged: byte 1024 should begin a header and does not"


def test_a_damaged_member_of_zip_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(zip_of({"a": NOISE, "b": b"2"}, tmp_path / "app.zip", zipfile.ZIP_STORED).read_bytes())
    packed[5000] ^= 0xFF

    with opening(written(tmp_path / "app.zip", packed)) as source:
        assert contents(source) == {"b": b"2"}
        assert codes(source) == [("member-damaged", "a")]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, opening: Opening) -> None:
    why = refused(opening, written(tmp_path / "notes.txt", b"just text\n" * 200))

    assert why == "the file is not an archive that trustpool reads"


def test_a_compressed_file_that_is_no_tar_is_refused(tmp_path: Path, opening: Opening) -> None:
    why = refused(opening, written(tmp_path / "notes.gz", PACKERS["tar.gz"](b"just text\n" * 200)))

    assert why == "the archive is damaged: byte 0 should begin a header and does not"


@pytest.mark.parametrize("form", ["tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_a_bomb_in_tar_is_refused(form: str, tmp_path: Path, opening: Opening) -> None:
    packed = PACKERS[form](tar_of_files({"zeros": bytes(8 * 1024 * 1024)}))

    why = refused(opening, written(tmp_path / "bomb", packed), BOMB)

    assert why == "the archive unpacks to more than 250 times its size: refused"


def test_a_bomb_in_zip_is_refused(tmp_path: Path, opening: Opening) -> None:
    path = zip_of({f"zeros{number}": bytes(512 * 1024) for number in range(16)}, tmp_path / "bomb.zip")

    assert refused(opening, path, BOMB) == "the archive unpacks to more than 250 times its size: refused"


def test_more_bytes_than_the_limit_are_refused(tmp_path: Path, opening: Opening) -> None:
    path = zip_of({"a": NOISE, "b": NOISE}, tmp_path / "app.zip")

    assert refused(opening, path, Limits(total=50_000)) == "the archive unpacks to more than 50000 bytes: refused"


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_more_members_than_the_limit_are_refused(form: str, tmp_path: Path, opening: Opening) -> None:
    files = {str(number): b"" for number in range(11)}
    path = tmp_path / "app"
    path = zip_of(files, path) if form == "zip" else written(path, tar_of_files(files))

    why = refused(opening, path, Limits(entries=10))

    assert why == "the source holds more than 10 files or folders: refused"


def test_folders_and_extensions_without_end_are_refused(tmp_path: Path, opening: Opening) -> None:
    data = tar_of(*[tar_special(str(number), tarfile.DIRTYPE) for number in range(50)])

    why = refused(opening, written(tmp_path / "app", data), Limits(entries=10))

    assert why == "the source holds more than 10 files or folders: refused"


@pytest.mark.parametrize("field", ["entries", "directory"])
def test_a_zip_directory_larger_than_the_limit_is_not_even_read(field: str, tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(zip_of({"a": b"1"}, tmp_path / "app.zip").read_bytes())
    struct.pack_into("<HHI", packed, len(packed) - 14, 0xFFFE, 0xFFFE, 0xFFFFFFF0)
    packed[-4:] = b"PK\x05\x06"  # a second end record that is too short to be one

    limits = Limits(**{field: 1000})

    assert refused(opening, written(tmp_path / "app.zip", packed), limits).startswith("the source holds more than")


def test_a_pipe_is_no_archive_and_is_not_waited_for(tmp_path: Path, opening: Opening) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refused(opening, tmp_path / "pipe") == "the file is not an archive that trustpool reads"


def test_a_full_disk_is_told_as_such(tmp_path: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zip_of({"a": NOISE}, tmp_path / "app.zip")
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: open("/dev/full", "r+b"))  # noqa: SIM115

    with pytest.raises(InputUnreadable, match="cannot be kept: No space left on device"), opening(path):
        pass


def test_members_of_zip_that_overlap_are_refused(tmp_path: Path, opening: Opening) -> None:
    packed = zip_of({"a": bytes(5000), "b": bytes(5000)}, tmp_path / "app.zip").read_bytes()
    second = packed.rindex(b"PK\x01\x02")
    # the second entry of the directory claims the first one's bytes
    bomb = packed[: second + 42] + struct.pack("<I", 0) + packed[second + 46 :]

    why = refused(opening, written(tmp_path / "app.zip", bomb))

    assert why == "members of the archive overlap: a and b; refused"


def test_an_extended_header_of_a_gigabyte_is_refused(tmp_path: Path, opening: Opening) -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 1024**3

    why = refused(opening, written(tmp_path / "app.tar", info.tobuf() + bytes(10_240)))

    assert why == "an extended header of the archive has 1073741824 bytes: refused"


def test_an_xz_dictionary_that_needs_too_much_memory_is_refused(tmp_path: Path, opening: Opening) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 400 * 1024**2}]
    packed = lzma.compress(tar_of_files({"a": b"1"}), filters=filters)

    why = refused(opening, written(tmp_path / "app.tar.xz", packed))

    assert why == "the archive's xz data is damaged: Memory usage limit exceeded"


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/passwd", "C:\\evil", "C:/evil"])
@pytest.mark.parametrize("form", ["tar", "zip"])
def test_names_that_lead_out_are_left_out_and_told(form: str, name: str, tmp_path: Path, opening: Opening) -> None:
    files = {"a": b"1", name: b"evil", "z": b"2"}
    path = tmp_path / "app"
    path = zip_of(files, path) if form == "zip" else written(path, tar_of_files(files))

    with opening(path) as source:
        assert contents(source) == {"a": b"1", "z": b"2"}
        assert codes(source) == [("name-escapes", name)]


def test_backslashes_of_windows_zips_separate_folders_and_do_not_lead_out(tmp_path: Path, opening: Opening) -> None:
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        for name in ("src\\main.c", "..\\evil"):
            info = zipfile.ZipInfo(name)
            info.create_system = 0
            archive.writestr(info, b"1")
        archive.writestr("top", b"2")

    with opening(tmp_path / "app.zip") as source:
        assert paths(source) == ["src/main.c", "top"]
        assert codes(source) == [("name-escapes", "../evil")]


def test_a_name_with_a_nul_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    packed = zip_of({"evil.txtX.png": b"1", "a": b"2"}, tmp_path / "app.zip").read_bytes()

    with opening(written(tmp_path / "app.zip", packed.replace(b"txtX", b"txt\0"))) as source:
        assert contents(source) == {"a": b"2"}
        assert codes(source) == [("name-with-nul", "evil.txt\\0.png")]


def test_a_member_of_zip_without_a_name_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    packed = zip_of({"\0": b"1", "a": b"2"}, tmp_path / "app.zip").read_bytes()

    with opening(written(tmp_path / "app.zip", packed)) as source:
        assert contents(source) == {"a": b"2"}
        assert len(codes(source)) == 1


def test_links_that_lead_out_are_never_followed(tmp_path: Path, opening: Opening) -> None:
    data = tar_of(
        tar_special("up", tarfile.SYMTYPE, "../../etc"),
        tar_special("root", tarfile.SYMTYPE, "/etc/passwd"),
        tar_special("hard", tarfile.LNKTYPE, "/etc/passwd"),
        tar_special("fine", tarfile.SYMTYPE, "a"),
        tar_file("a", b"1"),
    )

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert contents(source) == {"a": b"1", "fine": b"a", "root": b"/etc/passwd", "up": b"../../etc"}
        assert codes(source) == [("symlink-escapes", "up"), ("symlink-escapes", "root"), ("link-broken", "hard")]


def test_a_file_behind_a_symlink_of_the_archive_is_left_out(tmp_path: Path, opening: Opening) -> None:
    data = tar_of(tar_special("dir", tarfile.SYMTYPE, "."), tar_file("dir/evil", b"1"), tar_file("a", b"2"))

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert contents(source) == {"a": b"2", "dir": b"."}
        assert codes(source) == [("path-conflict", "dir/evil")]


def test_of_a_name_that_occurs_twice_the_last_counts(tmp_path: Path, opening: Opening) -> None:
    data = tar_of(tar_file("a", b"first"), tar_file("b", b"same"), tar_file("b", b"same"), tar_file("./a", b"second"))

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert contents(source) == {"a": b"second", "b": b"same"}
        assert codes(source) == [("name-twice", "a")]


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE])
def test_devices_pipes_and_sparse_files_are_left_out_and_told(kind: bytes, tmp_path: Path, opening: Opening) -> None:
    with opening(written(tmp_path / "app.tar", tar_of(tar_special("odd", kind), tar_file("a", b"1")))) as source:
        assert contents(source) == {"a": b"1"}
        assert codes(source) == [("special-file", "odd")]


def test_an_encrypted_member_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(zip_of({"a": b"1", "b": b"2"}, tmp_path / "app.zip").read_bytes())
    packed[6] |= 1  # the local header's flags
    packed[packed.index(b"PK\x01\x02") + 8] |= 1

    with opening(written(tmp_path / "app.zip", packed)) as source:
        assert contents(source) == {"b": b"2"}
        assert codes(source) == [("member-encrypted", "a")]


def test_an_unknown_method_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(zip_of({"a": b"1", "b": b"2"}, tmp_path / "app.zip").read_bytes())
    packed[8] = packed[packed.index(b"PK\x01\x02") + 10] = 97

    with opening(written(tmp_path / "app.zip", packed)) as source:
        assert contents(source) == {"b": b"2"}
        assert codes(source) == [("member-damaged", "a")]


@pytest.mark.parametrize("claimed", [10, 200_000])
def test_a_member_that_lies_about_its_size_is_left_out_and_told(claimed: int, tmp_path: Path, opening: Opening) -> None:
    packed = bytearray(zip_of({"a": bytes(100_000), "b": b"2"}, tmp_path / "app.zip").read_bytes())
    for offset in (22, packed.index(b"PK\x01\x02") + 24):
        packed[offset : offset + 4] = struct.pack("<I", claimed)

    with opening(written(tmp_path / "app.zip", packed)) as source:
        assert contents(source) == {"b": b"2"}
        assert [path for _, path in codes(source)] == ["a"]


def test_a_file_larger_than_the_limit_is_left_out_and_told(tmp_path: Path, opening: Opening) -> None:
    with opening(zip_of({"a": b"1" * 1000, "b": b"2"}, tmp_path / "app.zip"), limits=Limits(blob=999)) as source:
        assert contents(source) == {"b": b"2"}
        assert codes(source) == [("file-too-large", "a")]


def test_a_repositorys_folder_in_an_archive_is_skipped_and_told_once(tmp_path: Path, opening: Opening) -> None:
    data = tar_of_files({"app/.git/config": b"[core]", "app/.git/HEAD": b"x", "app/a": b"1", "b": b"2"})

    with opening(written(tmp_path / "app.tar", data)) as source:
        assert paths(source) == ["app/a", "b"]
        assert codes(source) == [("git-folder-skipped", "app/.git")]


def test_a_million_bad_names_are_counted_and_not_listed(tmp_path: Path, opening: Opening) -> None:
    data = tar_of_files({f"../{number}": b"" for number in range(30)})

    with opening(written(tmp_path / "app.tar", data), limits=Limits(problems=20)) as source:
        assert len(source.tree.problems) == 21
        last = source.tree.problems[-1]
        assert last.code == "problems-not-listed"
        assert last.message.english() == "10 more problems of the kind name-escapes are not listed"


_SEEDS = [
    tar_of(tar_file("a", b"1"), tar_special("l", tarfile.SYMTYPE, "a"), tar_file("长" * 60, b"2")),
    PACKERS["tar.gz"](tar_of_files({"a": b"1"})),
    PACKERS["tar.zst"](tar_of_files({"a": b"1"})),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 3), flips=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=6))
def test_no_damage_gives_anything_but_a_tree_or_a_refusal(
    seed: int, flips: list[tuple[int, int]], tmp_path: Path, opening: Opening
) -> None:
    honest = _SEEDS[seed] if seed < 3 else zip_of({"a": b"1", "b/c": b"22"}, tmp_path / "seed.zip").read_bytes()
    harmed = bytearray(honest)
    for place, value in flips:
        harmed[place % len(harmed)] = value

    try:
        with opening(written(tmp_path / "app", harmed)) as source:
            assert len(contents(source)) == len(set(paths(source)))
    except InputUnreadable:
        return
