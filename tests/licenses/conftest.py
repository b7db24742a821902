"""A small index of well-known rules, compiled once a test run from the installed data package."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.index.compile import compile_rules
from licenses.index.layout import write
from licenses.index.location import FORMAT, data_folder
from licenses.index.source import Rule, read_entries, read_rule
from licenses.match.detector import Detector

RULES = (
    "rules/apache-2.0_7.RULE",
    "rules/apache-2.0_65.RULE",
    "rules/mit_1.RULE",
    "rules/mit_14.RULE",
    "rules/gpl-2.0_7.RULE",
    "rules/false-positive_1.RULE",
    "licenses/apache-2.0.LICENSE",
    "licenses/bsd-new.LICENSE",
    "licenses/gpl-2.0.LICENSE",
    "licenses/isc.LICENSE",
    "licenses/mit.LICENSE",
)


def packaged(name: str) -> Rule:
    """One rule or licence text of the data package."""
    return read_rule(data_folder() / name)


@pytest.fixture(scope="session")
def index_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled file."""
    path = tmp_path_factory.mktemp("index") / "small.index"
    entries = list(read_entries(data_folder()))
    write(path, compile_rules([packaged(name) for name in RULES], entries), {"version": "test", "format": FORMAT})
    return path


@pytest.fixture
def detector(index_file: Path) -> Detector:
    """A detector without memories."""
    return Detector.open(index_file)
