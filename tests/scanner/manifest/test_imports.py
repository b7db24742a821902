"""What a tree does not hold is not loaded: a parser's document library comes with the first file that needs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent / "ecosystems"
HEAVY = {"lxml.etree", "yaml", "tomli"}
PROGRAM = """
import json, sys
from pathlib import Path
from tests.scanner.ecosystems.observed import facts_of_files
files = {name: Path(path).read_bytes() for name, path in json.loads(sys.argv[1]).items()}
assert facts_of_files(files).packages
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(
    ("fixture", "needed"),
    [
        ("maven-pom/pom.xml", {"lxml.etree"}),
        ("gradle/gradle.lockfile", set()),
        ("go-mod/go.mod", set()),
        ("npm-package/package.json", set()),
        ("cargo-lock/Cargo.lock", {"tomli"}),
        ("crystal/shard.lock", {"yaml"}),
    ],
)
def test_a_file_loads_only_the_library_of_its_own_format(fixture: str, needed: set[str]) -> None:
    files = {Path(fixture).name: str(HERE / fixture)}
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(files)], capture_output=True, check=True, text=True
    )

    assert HEAVY & set(json.loads(answer.stdout)) == needed
