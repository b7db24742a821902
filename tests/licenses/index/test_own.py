"""Our own rule files, and the sentences made from their names and phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.detection import MatchKind
from licenses.index.halves import halves
from licenses.index.location import own_folder
from licenses.index.own import read_own_entries, read_own_rules
from licenses.index.source import Rule


def test_each_name_is_put_into_each_phrase(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(
        "names:\n  LicenseRef-House: [House Licence, 房屋许可证]\n"
        "phrases:\n  - {kind: reference, text: '{name}'}\n  - {kind: notice, text: '遵循{name}'}\n",
        encoding="utf-8",
    )

    rules = [(rule.identifier, rule.kind, rule.text) for rule in read_own_rules(tmp_path)]

    assert rules == [
        ("house/0", MatchKind.REFERENCE, "House Licence"),
        ("house/1", MatchKind.NOTICE, "遵循House Licence"),
        ("house/2", MatchKind.REFERENCE, "房屋许可证"),
        ("house/3", MatchKind.NOTICE, "遵循房屋许可证"),
    ]


@pytest.mark.parametrize(
    "content", ["- a list", "rules: [{kind: text}]", "a: [", "rules: [{expression: MIT, kind: poem, text: x}]"]
)
def test_a_file_of_another_format_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match=r"bad|poem"):
        list(read_own_rules(tmp_path))


def test_our_own_files_are_of_the_format() -> None:
    assert len(list(read_own_rules(own_folder()))) > 1000
    assert {entry.key: entry.spdx for entry in read_own_entries(own_folder())}["mulanpsl-2.0-en"] == "MulanPSL-2.0"


def test_a_bilingual_text_matches_in_either_language() -> None:
    chinese, english = "本软件按现状提供不附带任何担保\n" * 10, "THE SOFTWARE IS PROVIDED AS IS WITHOUT WARRANTY\n" * 20
    both = Rule("both.LICENSE", "x", MatchKind.TEXT, chinese + english, 100, 0)

    assert [(half.identifier, half.text.strip()) for half in halves([both])] == [
        ("both.LICENSE#zh", chinese.strip()),
        ("both.LICENSE#en", english.strip()),
    ]


def test_a_text_in_one_language_has_no_halves() -> None:
    assert list(halves([Rule("one.LICENSE", "x", MatchKind.TEXT, "本软件按现状提供\n" * 30, 100, 0)])) == []
