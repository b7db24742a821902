"""One rule in the place of several exact matches."""

from __future__ import annotations

import pytest

from licenses.detection import MatchKind
from licenses.index.compile import compile_rules
from licenses.index.layout import write
from licenses.index.location import FORMAT, data_folder
from licenses.index.source import Rule, read_entries
from licenses.match.detector import Detector

NOTICE = "Licensed under the {name} License; you may not use this file except in compliance with that License."
DENIAL = "Unless agreed to in writing, the software is distributed without warranties of any kind, express or implied."
BOTH = NOTICE.format(name="Dustin") + " Copies must retain this notice. " + DENIAL
DUAL = "Dual licensed under the terms of the Dustin License and other terms that the authors may permit."


def rule(identifier: str, expression: str, text: str) -> Rule:
    return Rule(identifier, expression, MatchKind.NOTICE, text, 100, 0)


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> Detector:
    rules = [
        rule("notice", "mit", NOTICE.format(name="Dustin")),
        rule("denial", "warranty-disclaimer", DENIAL),
        rule("both", "mit", BOTH),
        rule("dual", "isc", DUAL),
        rule("dual-and-denial", "mit", f"{DUAL} The following applies. {DENIAL}"),
    ]
    path = tmp_path_factory.mktemp("joined") / "index"
    write(path, compile_rules(rules, list(read_entries(data_folder()))), {"version": "test", "format": FORMAT})
    return Detector.open(path)


def rules_found(detector: Detector, content: str) -> list[str]:
    return [match.rule for match in detector.detect(content.encode())]


def test_a_rule_that_has_all_of_several_matches_takes_their_place(detector: Detector) -> None:
    edited = BOTH.replace("retain this notice", "always retain that notice")

    assert rules_found(detector, edited) == ["both"]


def test_pieces_without_what_joins_them_stay_apart(detector: Detector) -> None:
    content = NOTICE.format(name="Dustin") + "\n\n" + "It does things with files and paths. " * 8 + "\n\n" + DENIAL

    assert rules_found(detector, content) == ["notice", "denial"]


def test_no_licence_that_a_piece_names_is_lost(detector: Detector) -> None:
    assert rules_found(detector, f"{DUAL}\nWhat follows applies.\n{DENIAL}") == ["dual", "denial"]
