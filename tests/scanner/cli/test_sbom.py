"""`trustpool sbom` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from scanner.formats.interface import WriteContext, format_named
from tests.scanner.formats.sample import shop
from web.command import run


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.cdx.json"
    path.write_bytes(format_named("cyclonedx").write(shop(), WriteContext()))
    return path


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    changed = tuple(
        replace(each, purl="pkg:npm/right@2.1.0", version="2.1.0") if each.name == "right" else each
        for each in shop().components
    )
    path = tmp_path / "newer.spdx"
    path.write_bytes(
        format_named("spdx-tag-value").write(replace(shop(), components=changed, dependencies=()), WriteContext())
    )
    return path


def test_a_diff_across_formats_shows_the_upgrade(
    older: Path, newer: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["sbom", "diff", str(older), str(newer), "--format", "json"], "en") == 0

    assert json.loads(capsysbinary.readouterr().out) == [
        {
            "change": "upgraded",
            "component": "pkg:npm/right",
            "version": "2.1.0",
            "before": "2.0.0",
            "after": "2.1.0",
        }
    ]


def test_the_table_speaks_chinese(older: Path, newer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sbom", "diff", str(older), str(newer), "--lang", "zh"], "zh") == 0

    assert "升级  pkg:npm/right" in capsys.readouterr().out


def test_a_conversion_tells_its_losses_beside_the_document(
    older: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.dsdx.json"

    assert run(["sbom", "convert", str(older), "--to", "dsdx", "-o", str(target)], "en") == 0

    assert json.loads(target.read_bytes())["dsdx_version"] == "DSDX-1.0"
    assert "phases: DSDX-1.0 has no place for it" in capsys.readouterr().err


def test_merging_makes_one_valid_document(older: Path, newer: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.cdx.json"
    words = ["sbom", "merge", str(older), str(newer), "--name", "all", "--to", "cyclonedx", "-o", str(target)]

    assert run(words, "en") == 0
    assert run(["sbom", "validate", str(target)], "en") == 0


def test_an_invalid_document_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 0}')

    assert run(["sbom", "validate", str(broken)], "en") == 1

    assert "error version: breaks the schema" in capsys.readouterr().out


def test_a_report_is_no_target_of_a_conversion(older: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sbom", "convert", str(older), "--to", "json"], "en") == 2

    assert "json is not an SBOM format" in capsys.readouterr().err


def test_what_is_no_sbom_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")

    assert run(["sbom", "validate", str(tmp_path / "x.json")], "en") == 3
