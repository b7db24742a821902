from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import BadUsage
from licenses.policy import load_pack, pack_names
from licenses.policy_severity import Severity
from licenses.yaml_lines import BadDocument

HEAD = """\
pack: ours
version: 1.0.0
title: {en: Ours, zh: 我们}
description: {en: Ours, zh: 我们}
"""
RULE = """\
rules:
  - rule: one
    severity: refuse
    when: {subject: project}
    message: {en: "{subject}", zh: "{subject}"}
    remedy: {en: Mend, zh: 修复}
"""


def pack_file(folder: Path, content: str, name: str = "ours.yaml") -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", pack_names())
def test_each_shipped_pack_loads_under_its_own_name(name: str) -> None:
    assert load_pack(name).name == name


def test_an_unknown_pack_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(BadUsage) as refused:
        load_pack("no-such-pack")

    assert refused.value.what.english() == "there is no rule pack named no-such-pack"
    assert refused.value.hint is not None
    assert "default" in refused.value.hint.english()


def test_a_pack_overrides_an_inherited_rule_in_its_place(tmp_path: Path) -> None:
    own = HEAD + "extends: default\nrules:\n  - {rule: component-without-licence, severity: refuse}\n"
    default, ours = load_pack("default"), load_pack(pack_file(tmp_path, own))

    assert [rule.id for rule in ours.rules] == [rule.id for rule in default.rules]
    assert {rule.id: rule.severity for rule in ours.rules}["component-without-licence"] is Severity.REFUSE
    assert ours.scenario is default.scenario


def test_a_pack_drops_inherited_rules_that_it_names(tmp_path: Path) -> None:
    own = HEAD + "extends: default\nwithout: [restricted-file]\nrules: none\n"

    assert "restricted-file" not in {rule.id for rule in load_pack(pack_file(tmp_path, own)).rules}


def test_the_digest_changes_with_an_inherited_pack(tmp_path: Path) -> None:
    parent = pack_file(tmp_path, HEAD + RULE, "parent.yaml")
    child = pack_file(tmp_path, HEAD + "extends: ./parent.yaml\nrules: none\n")
    before = load_pack(child).sha256
    Path(parent).write_text((HEAD + RULE).replace("Mend", "Repair"), encoding="utf-8")

    assert load_pack(child).sha256 != before


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (HEAD, 1, "the key rules is missing"),
        (HEAD + RULE + "colour: red\n", 11, "the key colour is not known here"),
        (HEAD + RULE + "pack: again\n", 11, "the key pack appears twice"),
        (HEAD + RULE.replace("refuse", "explode"), 7, "explode is not one of the choices here"),
        (HEAD + RULE.replace("{subject: project}", "{subject: planet}"), 8, "planet is not one of the choices here"),
        (HEAD + RULE.replace("{subject: project}", "{moon: full}"), 8, "the key moon is not known here"),
        (HEAD + RULE.replace("subject: project", "license: GPL-9.9"), 8, "GPL-9.9 is not a licence that is known"),
        (
            HEAD + RULE.replace('"{subject}"', '"{subject.kind}"', 1),
            9,
            "the placeholder {subject.kind} is not known here",
        ),
        (HEAD + RULE.replace('"{subject}"', '"{subject:>99999}"', 1), 9, "the placeholder {subject} is not known here"),
        (HEAD + RULE.replace(", zh: 修复", ""), 10, "the key zh is missing"),
        (HEAD + "extends: ours.yaml\nrules: none\n", 5, "rule packs extend each other in a circle: ours → ours"),
        (HEAD + "extends: nowhere\nrules: none\n", 5, "there is no rule pack named nowhere"),
        (HEAD + "without: [ghost]\nrules: none\n", 5, "no inherited rule is named ghost"),
        (HEAD.replace("1.0.0", "one") + RULE, 2, r"one does not have the form \d+\.\d+\.\d+"),
        (HEAD + "rules: &a [*a]\n", 5, "YAML anchors, aliases and tags are not used in these documents"),
        (
            HEAD + "rules: !!python/object:os.system {}\n",
            5,
            "YAML anchors, aliases and tags are not used in these documents",
        ),
        (HEAD + "rules: " + "[" * 30 + "]" * 30, 5, "a document is nested deeper than 20 levels"),
        (HEAD + "rules: [\n", 6, "not YAML: did not find expected node content"),
        ("", None, "a document is empty"),
    ],
)
def test_a_wrong_pack_is_refused_at_its_line(tmp_path: Path, content: str, line: int | None, what: str) -> None:
    path = pack_file(tmp_path, content)

    with pytest.raises(BadDocument) as refused:
        load_pack(path)

    assert refused.value.what.english() == what
    assert refused.value.where == (f"{path}:{line}" if line else path)


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    pack_file(tmp_path, HEAD + "extends: ./b.yaml\nrules: none\n", "a.yaml")
    pack_file(tmp_path, HEAD + "extends: ./a.yaml\nrules: none\n", "b.yaml")

    with pytest.raises(BadDocument, match="in a circle: a → b → a"):
        load_pack(str(tmp_path / "a.yaml"))
