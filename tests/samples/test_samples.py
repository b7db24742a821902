"""Each sample repository yields exactly what its expectation says. What the keys mean: sample_repos/README.md."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from licenses.policy import load_pack
from scanner.cli.session import scanned
from scanner.inventory import Component, Inventory, Treatment
from scanner.judge import judge

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_repos"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())

each_sample = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> dict[str, Any]:
    """What the sample must yield."""
    document: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="session")
def inventory_of(license_index: Path) -> Any:
    """The inventory of a sample by name, scanned once a session."""

    @cache
    def scan(name: str) -> Inventory:
        with scanned(str(SAMPLES / name), quiet=True) as done:
            return done.inventory

    return scan


def facts(component: Component) -> dict[str, object]:
    """A component as the expectations word it: scope and direct, the rest only where it holds."""
    said: dict[str, object] = {"scope": component.scope.value, "direct": component.direct}
    if component.first_party:
        said["first_party"] = True
    if component.declared_license:
        said["declared"] = component.declared_license
    if component.requirement:
        said["requirement"] = component.requirement
    return said


def test_there_are_seven_samples_or_more_each_with_an_expectation() -> None:
    expectations = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))

    assert len(NAMES) >= 7
    assert expectations == NAMES


@each_sample
def test_licences_of_files(name: str, inventory_of: Any) -> None:
    found = {file.path: sorted({m.expression for m in file.licenses}) for file in inventory_of(name).files}

    assert {path: licences for path, licences in found.items() if licences} == expected(name)["files"]


@each_sample
def test_concluded_licences(name: str, inventory_of: Any) -> None:
    assert {c.place: c.concluded for c in inventory_of(name).conclusions} == expected(name)["concluded"]


@each_sample
def test_components(name: str, inventory_of: Any) -> None:
    assert {c.purl: facts(c) for c in inventory_of(name).components} == expected(name)["components"]


@each_sample
def test_dependency_edges(name: str, inventory_of: Any) -> None:
    edges = [[edge.dependent, edge.dependency, edge.scope.value] for edge in inventory_of(name).dependencies]

    assert edges == expected(name)["dependencies"]


@each_sample
def test_problems(name: str, inventory_of: Any) -> None:
    assert [[p.code, p.path] for p in inventory_of(name).problems] == expected(name)["problems"]


@each_sample
def test_verdict_of_the_default_pack(name: str, inventory_of: Any) -> None:
    verdict = judge(inventory_of(name), load_pack("default"))

    violations = [[v.severity.value, v.rule, v.subject.identity, v.expression] for v in verdict.violations]
    undecided = [[u.rule, u.reason.english(), [s.identity for s in u.subjects]] for u in verdict.undecided]
    assert {"refused": verdict.refused, "violations": sorted(violations), "undecided": undecided} == expected(name)[
        "verdict"
    ]


def test_the_weights_of_the_model_are_known_to_be_elsewhere(inventory_of: Any) -> None:
    files = inventory_of("suoyu-1b").files

    assert [f.path for f in files if f.treatment is Treatment.LFS_POINTER] == [
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ]
