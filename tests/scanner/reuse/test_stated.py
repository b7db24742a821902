"""Files whose licence and copyright are stated beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.blobs import BlobAnalyser
from scanner.cache import open_cache
from scanner.inventory import FileRecord, Inventory
from scanner.scan import scan
from scanner.source.open import open_source

FILES = {
    "REUSE.toml": """
version = 1

[[annotations]]
path = "img/**"
SPDX-FileCopyrightText = "2021 Ada Lovelace"
SPDX-License-Identifier = "CC0-1.0"

[[annotations]]
path = ["img/logo.svg", "notes.txt"]
precedence = "aggregate"
SPDX-FileCopyrightText = ["2022 Example Ltd"]
SPDX-License-Identifier = "CC-BY-4.0"

[[annotations]]
path = "vendor/**"
precedence = "override"
SPDX-FileCopyrightText = "2023 Vendor Inc"
SPDX-License-Identifier = "MIT"
""",
    "img/plain.txt": "x\n",
    "img/logo.svg": "<svg/>\n",
    "img/tagged.js": "// SPDX-License-Identifier: ISC\n// Copyright 2020 Grace Hopper\n",
    "notes.txt": "SPDX-License-Identifier: ISC\n",
    "vendor/tagged.c": "// SPDX-License-Identifier: Apache-2.0\n",
    "vendor/deep/REUSE.toml": 'version = 1\n[[annotations]]\npath = "*"\nSPDX-License-Identifier = "Zlib"\n',
    "vendor/deep/inner.c": "int x;\n",
    "other/REUSE.toml": 'version = 1\n[[annotations]]\npath = "*"\nSPDX-License-Identifier = "Zlib"\n',
    "other/a.c": "int x;\n",
    "other/below/b.c": "int x;\n",
    "data.bin": "abc\n",
    "data.bin.license": "SPDX-FileCopyrightText: 2019 Alan Turing\nSPDX-License-Identifier: ODbL-1.0\n",
    ".reuse/dep5": """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: example

Files: old*
 *.bak
Copyright: 2018 Edsger Dijkstra
License: GPL-2.0-or-later
""",
    "old/file.txt": "old\n",
    "LICENSES/CC0-1.0.txt": "text\n",
}


@pytest.fixture
def scanned(tmp_path: Path, license_index: Path) -> Inventory:
    return scan_of(tmp_path, FILES, license_index)


def scan_of(folder: Path, files: dict[str, str], license_index: Path) -> Inventory:
    for path, content in files.items():
        target = folder / "project" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    with open_source(str(folder / "project"), scratch=folder) as opened, open_cache(folder / "cache", "test") as cache:
        return scan(opened, BlobAnalyser.open(license_index), cache, lambda _done, _total: None)


def expressions(inventory: Inventory, path: str) -> list[str]:
    return [match.expression for match in file(inventory, path).licenses]


def holders(inventory: Inventory, path: str) -> list[str]:
    return [holder for owned in file(inventory, path).copyrights for holder in owned.holders]


def file(inventory: Inventory, path: str) -> FileRecord:
    return next(record for record in inventory.files if record.path == path)


def test_a_file_without_a_word_has_what_is_stated_of_it(scanned: Inventory) -> None:
    assert expressions(scanned, "img/plain.txt") == ["CC0-1.0"]
    assert holders(scanned, "img/plain.txt") == ["Ada Lovelace"]
    assert [match.rule for match in file(scanned, "img/plain.txt").licenses] == ["REUSE.toml"]


def test_of_two_annotations_the_last_holds(scanned: Inventory) -> None:
    assert expressions(scanned, "img/logo.svg") == ["CC-BY-4.0"]


def test_the_closest_word_is_the_files_own(scanned: Inventory) -> None:
    assert expressions(scanned, "img/tagged.js") == ["ISC"]
    assert holders(scanned, "img/tagged.js") == ["Grace Hopper"]


def test_aggregated_words_are_added_to_the_files_own(scanned: Inventory) -> None:
    assert expressions(scanned, "notes.txt") == ["CC-BY-4.0", "ISC"]


def test_an_override_takes_the_place_of_tags_and_of_statements_further_in(scanned: Inventory) -> None:
    assert expressions(scanned, "vendor/tagged.c") == ["MIT"]
    assert expressions(scanned, "vendor/deep/inner.c") == ["MIT"]


def test_an_override_hides_no_notice_that_stands_in_the_file(tmp_path: Path, license_index: Path) -> None:
    notice = "Permission is hereby granted, free of charge, under the GNU General Public License version 2\n"
    files = {"REUSE.toml": FILES["REUSE.toml"], "vendor/gpl.c": f"/* {notice} */\n"}

    found = expressions(scan_of(tmp_path, files, license_index), "vendor/gpl.c")

    assert found[0] == "MIT"
    assert len(found) > 1


def test_a_pattern_is_relative_to_its_folder_and_a_star_stays_in_it(scanned: Inventory) -> None:
    assert expressions(scanned, "other/a.c") == ["Zlib"]
    assert expressions(scanned, "other/below/b.c") == []


def test_a_file_beside_another_speaks_for_it(scanned: Inventory) -> None:
    assert expressions(scanned, "data.bin") == ["ODbL-1.0"]
    assert holders(scanned, "data.bin") == ["Alan Turing"]


def test_stanzas_of_debians_format_are_read(scanned: Inventory) -> None:
    assert expressions(scanned, "old/file.txt") == ["GPL-2.0-or-later"]
    assert holders(scanned, "old/file.txt") == ["Edsger Dijkstra"]


def test_licence_texts_are_not_spoken_of(scanned: Inventory) -> None:
    assert expressions(scanned, "LICENSES/CC0-1.0.txt") == []


@pytest.mark.parametrize(
    "content",
    [
        "version = ",
        "annotations = 1",
        "annotations = [1]",
        "[[annotations]]\npath = 1",
        '[[annotations]]\npath = "*"\nSPDX-License-Identifier = "MIT OR OR"',
        '[[annotations]]\npath = "*"\nprecedence = "first"',
    ],
)
def test_a_malformed_file_is_a_problem(tmp_path: Path, license_index: Path, content: str) -> None:
    inventory = scan_of(tmp_path, {"REUSE.toml": content, "a.c": "int x;\n"}, license_index)

    assert [(problem.code, problem.path) for problem in inventory.problems] == [("reuse-malformed", "REUSE.toml")]
    assert expressions(inventory, "a.c") == []
