"""Every parser against its fixture folder: real files and exactly what is to be found in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scanner.ecosystems.observed import observed

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_yields_exactly_what_is_expected(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))

    assert observed(folder) == expected
