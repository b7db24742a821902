from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from licenses.errors import ExitCode
from web.command import run

SAMPLES = Path(__file__).resolve().parent.parent.parent.parent / "sample_repos"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["licences", *words], "en") == ExitCode.CLEAN
    return capsys.readouterr().out


def test_show_names_duties_with_their_sections(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "show", "mit or agpl-3.0-plus")

    assert written.splitlines()[0] == "MIT OR AGPL-3.0-or-later · permissive"
    assert "  ! offer the source to network users (§ 13): " in written


def test_show_says_when_nobody_examined_a_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert "its terms were not examined by hand" in said(capsys, "show", "Multics")


def test_a_wrong_expression_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["licences", "show", "(MIT"], "en") == ExitCode.UNREADABLE
    assert "a licence expression lacks a closing parenthesis" in capsys.readouterr().err


def test_compatible_cites_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "compatible", "Apache-2.0", "GPL-2.0-only")

    assert written.splitlines()[0] == "Apache-2.0 → GPL-2.0-only (copied file): not compatible"
    assert "    https://www.gnu.org/licenses/license-list.html" in written


def test_packs_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "pool-admission 1.0.0 · Admission to the pool (source distribution)" in said(capsys, "packs")


@pytest.mark.usefixtures("license_index")
def test_advise_names_the_files_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "advise", str(SAMPLES / "parcel-labels"), "-q")

    assert "MIT: not compatible" in written.splitlines()
    assert "src/main/java/example/harbourpost/labels/Code128.java" in written


@pytest.mark.usefixtures("license_index")
def test_checklist_leaves_the_owners_files_aside(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "checklist", str(SAMPLES / "gridlog"), "-q")

    assert "vendor/code.example/wirefmt/" in written
    assert "BSD-3-Clause" not in written


@pytest.mark.usefixtures("license_index")
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_notice_is_written_to_a_file(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "NOTICE"

    assert said(capsys, "notice", str(SAMPLES / "gridlog"), "-q", "--format", form, "-o", str(target)) == ""
    written = target.read_text(encoding="utf-8")
    assert "Mozilla Public License" in written
    assert written.endswith("\n")


@pytest.mark.usefixtures("license_index")
@pytest.mark.parametrize(("form", "start"), [("text", "Comp"), ("markdown", "# Comp"), ("html", "<!DOCTYPE html>")])
def test_a_checklist_is_written_in_three_forms(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "checklist", str(SAMPLES / "gridlog"), "-q", "--format", form)

    assert written.startswith(start)
    assert "gridlog" in written


def test_an_agreement_on_paper_has_the_words_of_the_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("agreement", "--organisation", "Harbour <b>Post</b>", "--in-force", "2026-12-01")

    page, plain = said(capsys, *words, "--format", "html"), said(capsys, *words)

    assert [line.lstrip("# ") for line in plain.splitlines() if line] == [
        unescape(re.sub("<[^>]*>", "", line)) for line in page.splitlines() if re.match("<(h1|h2|p)>", line)
    ]
    assert "<b>" not in page


def test_show_tells_patents_trademarks_termination_and_versions(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "show", "Apache-2.0")

    assert [line for line in written.splitlines() if line.startswith("  ·")] == [
        "  · an express patent licence (§ 3)",
        "  · rights end for whoever sues over patents (§ 3)",
        "  · no right to trademarks (§ 6)",
        "  · says nothing about how rights end",
        "  · no clause on later versions",
    ]
