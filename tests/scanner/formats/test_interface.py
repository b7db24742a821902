"""Formats are found by listing their folder, and named by people."""

from __future__ import annotations

import subprocess
import sys

import pytest

from licenses.errors import BadUsage
from scanner.formats.interface import format_named, formats, source_date_epoch

HEAVY = ("cyclonedx", "license_expression", "lxml", "packageurl", "scanner.sbom.assemble")
LIST = f"""
import sys
from scanner.formats.interface import formats
formats()
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_every_format_has_its_own_name_and_an_extension() -> None:
    assert all(name == each.name and each.extension.startswith(".") for name, each in formats().items())


def test_listing_the_formats_imports_nothing_heavy() -> None:
    listed = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True)

    assert listed.stdout == "[]\n"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadUsage) as refused:
        format_named("yaml")

    assert refused.value.hint
    assert "cyclonedx" in refused.value.hint.english()


@pytest.mark.parametrize("written", ["yesterday", "-1", "1e9", "99999999999999", "٣"])
def test_a_source_date_epoch_that_is_no_time_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)

    with pytest.raises(BadUsage):
        source_date_epoch()


def test_the_source_date_epoch_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert source_date_epoch() == 1_700_000_000
