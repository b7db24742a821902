"""Licence-like text that no rule explains."""

from __future__ import annotations

import pytest

from licenses.detection import MatchKind
from licenses.index.compile import compile_rules
from licenses.index.layout import write
from licenses.index.location import FORMAT, data_folder
from licenses.index.source import read_entries, read_rule
from licenses.match.detector import Detector

TERMS = """\
Subject to the terms and conditions of this agreement, the Vendor hereby grants to You a non-exclusive license to use
the Software and to reproduce and distribute copies of the Software in object code form, provided that You retain all
copyright, patent, trademark and attribution notices. You may not rent, lease or sublicense the Software without prior
written permission from the Vendor. The Software is provided on an as is basis, without warranties or conditions of
any kind, either express or implied, including the implied warranties of merchantability or fitness for a particular
purpose. In no event shall the Vendor be liable for any direct, indirect, incidental, special or consequential damages.
"""
PROSE = """\
This chapter shows how a program can read the license of a package and print it. First the file is opened, then each
line is compared with a list of names that we keep in memory, and the first that is equal is taken. If there is none, a
warning is written to the log and the next file is opened. The user may change the list in a configuration file, which
is read again when the program is started. Most of the time the answer comes back within a second, even when a folder
holds several thousand files. On a slow disk it can take longer, so a progress bar is shown while the work goes on.
"""


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> Detector:
    names = ("mit", "epl-2.0", "a*", "o*")
    rules = [read_rule(path) for name in names for path in sorted(data_folder().glob(f"licenses/{name}.LICENSE"))]
    path = tmp_path_factory.mktemp("unknown") / "index"
    write(path, compile_rules(rules, list(read_entries(data_folder()))), {"version": "test", "format": FORMAT})
    return Detector.open(path)


def unknown_lines(detector: Detector, content: str) -> list[tuple[int, int]]:
    found = detector.detect(content.encode())
    return [(match.first_line, match.last_line) for match in found if match.kind is MatchKind.UNKNOWN]


def test_terms_that_no_rule_has_are_reported(detector: Detector) -> None:
    assert unknown_lines(detector, "ACME EULA\n\n" + TERMS) == [(3, 8)]


def test_prose_about_licences_is_not(detector: Detector) -> None:
    assert unknown_lines(detector, PROSE) == []


def test_known_terms_are_not(detector: Detector) -> None:
    text = read_rule(data_folder() / "licenses" / "epl-2.0.LICENSE").text

    assert unknown_lines(detector, text) == []


def test_what_is_added_to_known_terms_is(detector: Detector) -> None:
    text = read_rule(data_folder() / "licenses" / "mit.LICENSE").text.strip()
    lines = text.count("\n") + 1

    assert unknown_lines(detector, f"{text}\n\n{TERMS}") == [(lines + 2, lines + 7)]
