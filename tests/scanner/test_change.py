"""What a change brings is the verdict on its tree without what was there before."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licenses.language import text
from licenses.policy import RulePack, load_pack
from licenses.subject import Relation, Subject, SubjectKind
from licenses.verdict import Verdict, evaluate
from licenses.waiver_baseline import versionless
from scanner.change import brought, verdict_on
from scanner.inventory import Conclusion, Inventory, Reason, SourceFacts, SourceKind
from scanner.problem import Problem
from scanner.unseen import with_unseen

PACK: RulePack = load_pack("default")
PROJECT = Subject(SubjectKind.PROJECT, "p", "MIT", path="LICENSE")


def file(path: str, expression: str, line: int = 1) -> Subject:
    return Subject(
        SubjectKind.FILE, path, expression, detected=expression, relation=Relation.COPIED, path=path, first_line=line
    )


def package(purl: str, expression: str) -> Subject:
    return Subject(SubjectKind.COMPONENT, purl, expression, declared=expression, path="package-lock.json")


def verdict(*subjects: Subject, project: Subject = PROJECT) -> Verdict:
    return evaluate([project, *subjects], PACK)


def found(one: Verdict) -> list[tuple[str, str]]:
    return [(violation.subject.identity, violation.expression) for violation in one.violations]


def test_only_what_is_new_counts_and_the_rest_is_counted() -> None:
    old, new = file("old.c", "GPL-2.0-only"), file("new.c", "GPL-2.0-only")

    change, before = brought(verdict(old, new), verdict(old))

    assert (change.refused, found(change), before) == (True, [("new.c", "GPL-2.0-only")], 1)


def test_a_finding_that_moved_to_another_line_is_not_new() -> None:
    change, before = brought(verdict(file("a.c", "GPL-2.0-only", 90)), verdict(file("a.c", "GPL-2.0-only", 3)))

    assert (change.refused, found(change), before) == (False, [], 1)


def test_another_licence_in_the_same_file_is_new() -> None:
    change, _ = brought(verdict(file("a.c", "AGPL-3.0-only")), verdict(file("a.c", "GPL-2.0-only")))

    assert found(change) == [("a.c", "AGPL-3.0-only")]


def test_an_upgrade_brings_nothing_new() -> None:
    change, before = brought(verdict(package("pkg:npm/a@2.0.0", "")), verdict(package("pkg:npm/a@1.0.0", "")))

    assert (found(change), before) == ([], 1)


def test_a_file_that_did_not_change_is_new_when_the_projects_licence_did() -> None:
    same = file("a.c", "GPL-2.0-only")
    under_gpl = Subject(SubjectKind.PROJECT, "p", "GPL-2.0-only", path="LICENSE")

    change, _ = brought(verdict(same), verdict(same, project=under_gpl))

    assert found(change) == [("a.c", "GPL-2.0-only")]


def test_an_open_question_of_before_does_not_close_the_gate_and_a_new_one_does() -> None:
    old, new = package("pkg:npm/a@1", "(MIT"), package("pkg:npm/b@1", "(MIT")

    assert brought(verdict(old), verdict(old))[0].refused is False
    change, before = brought(verdict(old, new), verdict(old))
    assert (change.refused, [one.identity for one in change.undecided[0].subjects], before) == (
        True,
        ["pkg:npm/b@1"],
        1,
    )


def test_content_that_was_read_in_part_before_and_not_at_all_now_is_new() -> None:
    message = text("cannot be read: {reason}", reason="because")
    before = with_unseen(verdict(), [Problem("file-submodule", "vendor", message)])
    now = with_unseen(verdict(), [Problem("blob-unreadable", "vendor", message)])

    assert brought(now, before)[0].refused
    assert not brought(now, now)[0].refused


def inventory(*problems: Problem) -> Inventory:
    root = Conclusion("", "", "MIT", ("MIT",), "MIT", Reason.AGREED, ("LICENSE",), "pyproject.toml")
    source = SourceFacts(SourceKind.DIRECTORY, "p", "p", "0" * 40)
    return Inventory(source, "x", (), (), (), problems, (root,))


def test_the_tree_before_is_scanned_only_when_there_is_something_to_compare() -> None:
    asked: list[str] = []

    def before() -> Inventory:
        asked.append("scan")
        return inventory()

    assert verdict_on(inventory(), before, PACK)[0].refused is False
    assert asked == []
    lost = Problem("blob-unreadable", "a.c", text("cannot be read: {reason}", reason="because"))
    assert verdict_on(inventory(lost), before, PACK)[0].refused is True
    assert asked == ["scan"]


EXPRESSIONS = ("MIT", "GPL-2.0-only", "AGPL-3.0-only", "(MIT", "MIT OR GPL-3.0-only", "")
SUBJECTS = st.lists(
    st.one_of(
        st.builds(file, st.sampled_from(["a.c", "b.c", "c/d.c"]), st.sampled_from(EXPRESSIONS), st.integers(1, 9)),
        st.builds(
            package, st.sampled_from(["pkg:npm/x@1", "pkg:npm/x@2", "pkg:npm/y@1"]), st.sampled_from(EXPRESSIONS)
        ),
    ),
    max_size=6,
)


def keys(one: Verdict) -> set[tuple[str, str, str]]:
    return {(v.rule, versionless(v.subject.identity), v.expression) for v in one.violations} | {
        (q.rule, versionless(s.identity), s.expression) for q in one.undecided for s in q.subjects
    }


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(SUBJECTS, SUBJECTS)
def test_what_a_change_brings_is_the_difference(now: Iterable[Subject], before: Iterable[Subject]) -> None:
    head, base = verdict(*now), verdict(*before)

    change, _ = brought(head, base)

    assert keys(change) == keys(head) - keys(base)
    assert brought(head, head)[0].refused is False
