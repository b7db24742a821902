"""The files that settings name come out of the tree, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import BadUsage, InputUnreadable
from scanner.settings import Settings
from scanner.settings_files import SettingsFiles
from tests.scanner.test_settings import Files

PACK = b"""pack: ours
version: 1.0.0
title: {en: Ours, zh: Ours}
description: {en: Ours., zh: Ours.}
extends: %s
rules: none
"""
WAIVERS = b"""waivers:
- rule: copyleft-component
  subject: src/*
  reason: agreed with the owner
  author: Li Lei
  expires: 2027-01-01
"""


def files(tmp_path: Path, tree: dict[str, bytes], **settings: str) -> SettingsFiles:
    return SettingsFiles(Files(tree), Settings(path="trustpool.toml", **settings), tmp_path)  # type: ignore[arg-type]


def test_without_a_pack_the_default_one_is_used(tmp_path: Path) -> None:
    assert files(tmp_path, {}).pack().name == "default"


def test_a_pack_of_the_tree_may_extend_shipped_ones_and_its_neighbours(tmp_path: Path) -> None:
    tree = {"rules/a.yaml": PACK % b"[default, b.yaml]", "rules/b.yaml": PACK % b"permissive"}

    pack = files(tmp_path, tree, pack="rules/a.yaml").pack()

    assert (pack.name, len(pack.rules) > 3) == ("ours", True)


@pytest.mark.parametrize("elsewhere", [b"../../secret.yaml", b"/etc/passwd.yaml", b"sub/other.yaml"])
def test_a_pack_of_the_tree_cannot_reach_out_of_its_folder(tmp_path: Path, elsewhere: bytes) -> None:
    with pytest.raises(InputUnreadable, match="of its own folder") as caught:
        files(tmp_path, {"rules/a.yaml": PACK % elsewhere}, pack="rules/a.yaml").pack()

    assert caught.value.where == "rules/a.yaml:5"


def test_a_neighbour_that_extends_from_elsewhere_is_refused_too(tmp_path: Path) -> None:
    tree = {"rules/a.yaml": PACK % b"b.yaml", "rules/b.yaml": PACK % b"../../secret.yaml"}

    with pytest.raises(InputUnreadable) as caught:
        files(tmp_path, tree, pack="rules/a.yaml").pack()

    assert caught.value.where == "rules/b.yaml:5"


def test_a_mistake_in_a_pack_is_reported_at_its_line_in_the_tree(tmp_path: Path) -> None:
    tree = {"rules/a.yaml": PACK % b"no-such-pack"}

    with pytest.raises(InputUnreadable) as caught:
        files(tmp_path, tree, pack="rules/a.yaml").pack()

    assert caught.value.where == "rules/a.yaml:5"


def test_a_name_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadUsage):
        files(tmp_path, {}, pack="defualt").pack()


def test_waivers_say_where_they_are_written(tmp_path: Path) -> None:
    (waiver,) = files(tmp_path, {"gate/w.yaml": WAIVERS}, waivers="gate/w.yaml").waivers()

    assert (waiver.subject, waiver.origin) == ("src/*", "gate/w.yaml:2")


def test_a_waiver_without_an_end_is_refused_at_its_line(tmp_path: Path) -> None:
    endless = WAIVERS.replace(b"  expires: 2027-01-01\n", b"")

    with pytest.raises(InputUnreadable) as caught:
        files(tmp_path, {"w.yaml": endless}, waivers="w.yaml").waivers()

    assert caught.value.where == "w.yaml:2"


@pytest.mark.parametrize("name", ["../w.yaml", "/etc/hostname", "W.yaml"])
def test_a_file_that_the_tree_does_not_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputUnreadable, match="does not hold"):
        files(tmp_path, {"w.yaml": WAIVERS}, waivers=name).waivers()


def test_a_damaged_baseline_is_refused_by_its_name_in_the_tree(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable) as caught:
        files(tmp_path, {"old.json": b"{"}, baseline="old.json").baseline()

    assert caught.value.where == "old.json"
