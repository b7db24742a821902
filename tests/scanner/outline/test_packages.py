"""Packages put together by name are those that all manifests amount to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.manifest.run import ParserRun, RunKey
from scanner.outline.make import run_of
from scanner.outline.outline import Run
from scanner.outline.packages import reunited
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.unify import United, united, weighed

_FOLDERS = ("", "a", "a/b", "tests")
_NAMES = st.sampled_from(["pkg:npm/app", "pkg:npm/left", "pkg:npm/right", "pkg:pypi/zope.x", "pkg:generic/z"])
_PURLS = st.builds(lambda name, version: name + version, _NAMES, st.sampled_from(["", "@1.0.0", "@2.1.0"]))
_SCOPES = st.sampled_from([None, Scope.RUNTIME, Scope.DEVELOPMENT, Scope.TEST])


@st.composite
def runs_of(draw: st.DrawFn, number: int) -> Run:
    """What a parser says of one small manifest."""
    path = f"{draw(st.sampled_from(_FOLDERS))}/manifest-{number}.json".lstrip("/")
    requirement = st.sampled_from(["", "^1.0.0", "*", "2.1.0"])
    package = st.builds(
        Package,
        purl=_PURLS,
        evidence=st.just(Evidence(path, 1)),
        requirement=requirement,
        scope=_SCOPES,
        first_party=st.booleans(),
        direct=st.sampled_from([None, True, False]),
    )
    scope = st.sampled_from([Scope.RUNTIME, Scope.TEST, Scope.OPTIONAL])
    edge = st.builds(Dependency, dependent=_PURLS, dependency=_PURLS, evidence=st.just(Evidence(path, 2)), scope=scope)
    packages, edges = draw(st.lists(package, max_size=3)), draw(st.lists(edge, max_size=3))
    return run_of(ParserRun(RunKey("p", path, "0" * 40), False, tuple(packages), tuple(edges), ()))


def whole(runs: list[Run]) -> United:
    said = [run.said() for run in runs]
    return united([one for each in said for one in each.packages], [one for each in said for one in each.dependencies])


@settings(max_examples=150, deadline=None)
@given(st.tuples(*map(runs_of, range(4))), runs_of(9))
def test_what_changed_manifests_do_not_name_is_kept_and_the_answer_is_that_of_all(
    old: tuple[Run, ...], new: Run
) -> None:
    after = [*old[1:], new]
    names = frozenset((*old[0].names, *new.names))

    found = reunited(whole(list(old)), names, after)

    assert weighed(found) == weighed(whole(after))
    assert list(found.drafts) == sorted(found.drafts)
