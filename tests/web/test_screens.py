"""The pages in a real browser: painted in both languages, on a desk and on a telephone, in light and in dark."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.pool import Pool
from tests.registry.pool import serving

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def server(shared_pool: Pool) -> Iterator[str]:
    """The shared pool, served."""
    with serving(shared_pool) as found:
        yield found


def screenshot(address: str, target: Path, width: int, height: int, *options: str) -> list[bytes]:
    """The rows of a page's picture, three bytes a pixel."""
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    places = (
        f"--user-data-dir={target.parent / 'browser'}",
        f"--window-size={width},{height}",
        f"--screenshot={target}",
    )
    subprocess.run(
        ["chromium", *fixed, *options, *places, address],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return rows_of(target.read_bytes())


def rows_of(png: bytes) -> list[bytes]:
    """Pixels of an 8-bit RGB or RGBA picture. https://www.w3.org/TR/png-3/"""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) in {(8, 2), (8, 6)}
    size = 3 if colour == 2 else 4
    place, packed = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    data = zlib.decompress(packed)
    before, rows = bytearray(width * size), []
    for row in range(height):
        start = row * (width * size + 1)
        line = bytearray(data[start + 1 : start + 1 + width * size])
        unfilter(data[start], line, before, size)
        rows.append(bytes(line))
        before = line
    return [b"".join(row[i : i + 3] for i in range(0, len(row), size)) for row in rows]


def unfilter(kind: int, line: bytearray, before: bytearray, size: int) -> None:
    """Undo one row's filter. https://www.w3.org/TR/png-3/#9Filters"""
    for i in range(len(line)):
        a = line[i - size] if i >= size else 0
        b, c = before[i], before[i - size] if i >= size else 0
        if kind == 4:
            p = a + b - c
            guess = min((a, b, c), key=lambda near: abs(p - near))
        else:
            guess = (0, a, b, (a + b) // 2)[kind]
        line[i] = (line[i] + guess) & 255


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_release_page_is_painted_and_nothing_sticks_out_to_the_right(
    server: str, tmp_path: Path, language: str, width: int
) -> None:
    rows = screenshot(
        f"{server}projects/candle/releases/1.0.0?lang={language}", tmp_path / "page.png", width, 700, "--lang=en"
    )

    ground = rows[-1][:3]
    assert len(rows) == 700
    assert len({bytes(row[i : i + 3]) for row in rows[::7] for i in range(0, len(row), 21)}) > 20, "text and colours"
    # the margin right of the content is the page's ground from below the header (which may take two lines) down
    assert {row[-9:] for row in rows[150:]} == {ground * 3}


def test_a_dark_screen_gets_a_dark_page(server: str, tmp_path: Path) -> None:
    light = screenshot(server, tmp_path / "light.png", 800, 300)
    dark = screenshot(server, tmp_path / "dark.png", 800, 300, "--force-dark-mode", "--enable-features=WebUIDarkMode")

    assert min(light[-1][:3]) > 200
    assert max(dark[-1][:3]) < 60
