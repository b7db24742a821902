"""Whole files and exactly what they say: one file in `fixtures/`, one entry in `expected.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licenses.copyright.detect import detect_copyrights

HERE = Path(__file__).parent
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def test_every_fixture_has_an_expectation() -> None:
    assert sorted(path.name for path in (HERE / "fixtures").iterdir()) == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_file_says_exactly_this(name: str) -> None:
    findings = detect_copyrights((HERE / "fixtures" / name).read_bytes())

    assert [
        {
            "statement": each.statement,
            "holders": list(each.holders),
            "years": each.years,
            "lines": [each.first_line, each.last_line],
        }
        for each in findings.copyrights
    ] == EXPECTED[name]["copyrights"]
    assert [{"name": each.name, "lines": [each.first_line, each.last_line]} for each in findings.authors] == EXPECTED[
        name
    ]["authors"]
