"""Blobs that are asked about together get the answers that each gets by itself."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.index.location import data_folder
from licenses.match.detector import Detector

# Texts that end in the middle of a rule, of a word, of a character or of a tag, which the next one must not continue.
PIECES = (
    (data_folder() / "licenses" / "mit.LICENSE").read_bytes()[-1000:],
    (data_folder() / "rules" / "apache-2.0_7.RULE").read_bytes()[-600:],
    b"// SPDX-License-Identifier: MIT",
    b"// SPDX-License-Identifier:",
    b"GPL-2.0-only",
    b"licensed under the",
    b"mit license",
    b"license gpl+",
    "本软件遵循木兰宽松许可证第2版".encode(),
    "本软件遵循许可证".encode()[:-1],
    "许可证".encode()[1:],
    b"\x00\x01 license \x02 public domain",
    b"license " * 40,
    b"int main(void);",
    b"",
)

pieces = st.lists(st.sampled_from([*PIECES, b"\n", b"\n\n\n\n\n\n\nx\n"]), max_size=6).map(b"".join)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blobs=st.lists(pieces, max_size=6))
def test_company_changes_no_answer(license_index: Path, blobs: list[bytes]) -> None:
    answers = Detector.open(license_index).detect_all(blobs)

    assert answers == [Detector.open(license_index).detect(blob) for blob in blobs]


def test_more_than_is_looked_up_at_once_is_answered_in_order(license_index: Path) -> None:
    blobs = [
        b"/* number %d of the public domain, %s license */" % (n, b"mit" if n % 2 else b"isc") for n in range(3000)
    ]

    answers = Detector.open(license_index).detect_all(blobs)

    one = Detector.open(license_index)
    assert answers == [one.detect(blob) for blob in blobs]
