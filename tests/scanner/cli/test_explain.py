"""`trustpool scan --explain`: an edited licence is shown with the words that were changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.index.location import data_folder
from licenses.index.source import split
from web.command import run

MIT = split((data_folder() / "licenses" / "mit.LICENSE").read_text())[1]


@pytest.fixture
def project(tmp_path: Path, license_index: Path) -> Path:
    """A project whose MIT licence forbids something."""
    assert license_index.exists()
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "LICENSE").write_text(MIT.replace("to any person obtaining", "to any noncommercial person obtaining"))
    (folder / "main.c").write_text("int main(void) { return 0; }\n")
    return folder


def test_an_added_restriction_is_shown_and_flagged(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project), "--explain", "LICENSE"], "en") == 0

    shown = capsys.readouterr().out
    assert "MIT" in shown
    assert "{+noncommercial+}" in shown
    assert "! changes a grant or a restriction" in shown


def test_file_and_rule_stand_side_by_side_whole(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    licence = project / "LICENSE"
    licence.write_text(licence.read_text().replace("OTHER DEALINGS", "OTHER DOINGS"))

    assert run(["scan", str(project), "--explain", "LICENSE"], "en") == 0

    shown = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert any("OTHER {+DOINGS+} IN" in line and "other [-dealings-] in" in line for line in shown)
    assert any("SOFTWARE IS PROVIDED" in line and "software is provided" in line for line in shown)


def test_a_file_without_a_licence_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project), "--explain", "main.c"], "zh") == 0

    assert "未检出许可证" in capsys.readouterr().out


def test_a_path_that_is_not_there_names_the_closest(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project), "--explain", "LICENCE"], "en") == 3

    assert "closest: LICENSE" in capsys.readouterr().err
