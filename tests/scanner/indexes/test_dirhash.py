"""The digest of a Go module's files."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from pathlib import Path

import pytest

from scanner.indexes.dirhash import h1


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    """A zip with these members, doubles too."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_it_is_of_the_files_whatever_their_order(tmp_path: Path) -> None:
    one, two = ("m@v1/a.go", b"package a\n"), ("m@v1/go.mod", b"module m\n")
    lines = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in (one, two))

    assert h1(zipped(tmp_path / "1.zip", one, two)) == hashlib.sha256(lines.encode()).hexdigest()
    assert h1(zipped(tmp_path / "2.zip", two, one)) == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize("names", [("a", "a"), ("a\nb", "c")])
def test_lists_that_no_module_has_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="list of files"):
        h1(zipped(tmp_path / "m.zip", *((name, b"x") for name in names)))


def test_what_unpacks_to_too_much_is_left(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "m.zip", ("a", bytes(600)), ("b", bytes(600)))

    assert len(h1(bomb, 1200)) == 64
    with pytest.raises(ValueError, match="more than 1199 bytes"):
        h1(bomb, 1199)


def test_a_damaged_member_is_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "m.zip", ("a", b"words of a module " * 50))
    content = bytearray(path.read_bytes())
    content[31:41] = b"\xff" * 10  # behind the member's header
    path.write_bytes(content)

    with pytest.raises(ValueError, match="not a readable zip"):
        h1(path)
