"""No blob makes the engine slow: cost grows with size and no faster, whatever the content repeats or mixes."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from licenses.index.location import data_folder
from licenses.match.detector import Detector

TEXTS = [data_folder() / "licenses" / f"{name}.LICENSE" for name in ("gpl-2.0", "mit", "bsd-new", "apache-2.0", "isc")]
SECONDS_A_MEGABYTE = 3.0  # the engine's own limit is 1; test machines are busy


def mixed_words(count: int) -> bytes:
    words = sorted({word for path in TEXTS for word in path.read_text().lower().split()})
    chance = random.Random(1)  # noqa: S311  the same words each time
    return " ".join(chance.choice(words) for _ in range(count)).encode()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"mit license " * 60_000, id="one rule over and over"),
        pytest.param(b"mit license\n" * 60_000, id="one rule on every line"),
        pytest.param(b"redistribution and use in source and binary forms with or without " * 12_000, id="one phrase"),
        pytest.param(mixed_words(120_000), id="words of licences at random"),
        pytest.param(b"".join(path.read_bytes() for path in TEXTS) * 12, id="licence texts one after another"),
        pytest.param(b'function a(b,c){return b+c}var license="MIT";' * 20_000, id="a minified file"),
        pytest.param("本软件遵循许可证授权条款分发".encode() * 20_000, id="Chinese without a break"),
        pytest.param(b"\x00\xff license \x01" * 60_000, id="a binary"),
    ],
)
def test_cost_is_bounded(index_file: Path, content: bytes) -> None:
    detector = Detector.open(index_file)
    detector.detect(b"license")
    began = time.process_time()

    matches = detector.detect(content)

    assert time.process_time() - began < SECONDS_A_MEGABYTE * len(content) / 1e6
    assert all(1 <= match.first_line <= match.last_line <= content.count(b"\n") + 1 for match in matches)


def test_a_text_longer_than_a_window_is_found_once(index_file: Path) -> None:
    text = TEXTS[1].read_text().split("---\n", 2)[2].encode()
    filler = b"the software is provided with warranty and liability\n" * 40
    content = (filler + text + b"\n") * 200

    matches = Detector.open(index_file).detect(content)

    whole = [match for match in matches if match.expression == "MIT" and match.coverage == 1.0]
    assert len(content) > 500_000
    assert len(whole) == 200
