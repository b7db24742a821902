"""What a rule pack is asked to judge in an inventory."""

from __future__ import annotations

import pytest

from licenses.detection import LicenseMatch, MatchKind
from licenses.subject import SubjectKind
from scanner.inventory import Conclusion, FileRecord, Inventory, Reason, SourceFacts, SourceKind, Treatment
from scanner.judge import subjects_of


def inventory(kind: MatchKind) -> Inventory:
    """A project with one file in which the AGPL was found."""
    match = LicenseMatch("AGPL-3.0-only", "rule", kind, 3, 3, 1.0, 1.0)
    return Inventory(
        source=SourceFacts(SourceKind.DIRECTORY, "crane", "crane", "0" * 40),
        analyser="test",
        files=(FileRecord("src/crane.py", "1" * 40, 100, Treatment.TEXT, licenses=(match,)),),
        components=(),
        dependencies=(),
        problems=(),
        conclusions=(Conclusion("", "", "MIT", (), "MIT", Reason.DECLARED, ()),),
    )


@pytest.mark.parametrize("kind", [MatchKind.TAG, MatchKind.TEXT, MatchKind.NOTICE, MatchKind.UNKNOWN])
def test_a_licence_that_a_file_states_is_judged(kind: MatchKind) -> None:
    files = [s for s in subjects_of(inventory(kind)) if s.kind is SubjectKind.FILE]

    assert [(s.identity, s.expression, s.first_line) for s in files] == [("src/crane.py", "AGPL-3.0-only", 3)]


@pytest.mark.parametrize("kind", [MatchKind.REFERENCE, MatchKind.INTRO, MatchKind.CLUE])
def test_a_licence_that_a_file_only_mentions_is_not_judged(kind: MatchKind) -> None:
    assert [s for s in subjects_of(inventory(kind)) if s.kind is SubjectKind.FILE] == []
