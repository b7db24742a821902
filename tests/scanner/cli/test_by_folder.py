"""`trustpool scan --by-folder N`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.command import run


@pytest.fixture
def project(tmp_path: Path, license_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a copied library two levels down."""
    assert license_index.exists()
    monkeypatch.setenv("COLUMNS", "160")
    folder = tmp_path / "project"
    for path, licence in {"main.c": "MIT", "src/a.c": "MIT", "src/lib/b.c": "BSD-3-Clause"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"// SPDX-License-Identifier: {licence}\n")
    return folder


def rows(shown: str, title: str) -> list[str]:
    section = shown[shown.index(title) :].split("\n\n")[0]
    return [" ".join(line.split()) for line in section.splitlines()]


def test_each_folder_down_to_a_level_has_a_row(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project), "--by-folder", "1"], "en") == 0

    shown = rows(capsys.readouterr().out, "Licences by folder")
    assert shown[0] == "Licences by folder: files in it and below (directly in it)"
    assert shown[2].startswith(". 3 (1)")
    assert shown[2].endswith("MIT 2 (1), BSD-3-Clause 1 (0)")
    assert shown[3:] == ["src 2 (1) BSD-3-Clause 1 (0), MIT 1 (1)"]


def test_the_table_speaks_chinese(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project), "--by-folder", "2"], "zh") == 0

    shown = rows(capsys.readouterr().out, "各文件夹的许可证")
    assert shown[1] == "文件夹 文件数 认定的许可证 许可证"
    assert shown[-1] == "src/lib 1 (1) BSD-3-Clause 1 (1)"


def test_a_plain_report_has_no_folders(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(project)], "en") == 0

    assert "by folder" not in capsys.readouterr().out


def test_the_json_report_has_every_folder(project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["scan", str(project), "--format", "json"], "en") == 0

    folders = json.loads(capsysbinary.readouterr().out)["folders"]
    assert [(each["path"], each["files"], each["own_files"]) for each in folders] == [
        ("", 3, 1),
        ("src", 2, 1),
        ("src/lib", 1, 1),
    ]
    assert folders[2]["licenses"] == [{"expression": "BSD-3-Clause", "class": "permissive", "files": 1, "own_files": 1}]
