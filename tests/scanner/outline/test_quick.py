"""A change judged from an outline has the verdict that two whole scans have, whatever it changes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from licenses.policy import RulePack, load_pack
from licenses.scenario import Scenario
from licenses.verdict import Verdict
from scanner.blobs import BlobAnalyser
from scanner.cache import FindingsCache, open_cache
from scanner.change import verdict_on
from scanner.outline.keep import KeptOutlines
from scanner.outline.make import outline_of
from scanner.outline.quick import Quick, QuickChange
from scanner.outline.verdict import verdict_between
from scanner.scan import scan, scan_with_workings
from scanner.source.base import open_base
from scanner.source.excluding import excluding
from scanner.source.git import GitTree
from scanner.source.open import open_source
from scanner.source.opened import OpenSource
from scanner.source.staged import StagedTree, open_staged
from tests.scanner.source.repositories import Repository

MIT = b"Permission is granted.\n\nSPDX-License-Identifier: MIT\n"
GPL = b"/* Copyright 2020 Ada. SPDX-License-Identifier: GPL-2.0-only */\n"
EITHER = b"// SPDX-License-Identifier: MIT OR GPL-3.0-or-later\n"
REFERS = b"# See the LICENSE file for the licence terms.\n"
LOCK = b"""{"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
 "": {"name": "app", "version": "1.0.0", "license": "MIT", "dependencies": {"left": "^1.0.0"}},
 "node_modules/left": {"version": "1.0.0", "license": "%s"}}}"""
APP = b'{"name": "app", "version": "1.0.0", "license": "MIT", "dependencies": {"left": "^1.0.0"}}'
START = {
    "LICENSE": MIT,
    "package.json": APP,
    "package-lock.json": LOCK % b"ISC",
    "a/old.c": GPL,
    "a/LICENSE": b"SPDX-License-Identifier: Apache-2.0\n",
    "a/refers.py": REFERS,
    "refers.py": REFERS,
    "lib/one.js": EITHER,
    "lib/two.js": b"var x;\n",
    "lib/package.json": b'{"name": "lib", "version": "2.0.0", "license": "Apache-2.0"}',
    "tests/case.c": GPL,
    "docs/readme.md": b"words\n",
    "fixtures/bad.c": GPL,
}
STATED: dict[str, bytes | None] = {
    "REUSE.toml": b"""version = 1
[[annotations]]
path = ["docs/**", "lib/*.js"]
SPDX-License-Identifier = "AGPL-3.0-only"
[[annotations]]
path = "b/**"
precedence = "override"
SPDX-License-Identifier = "CC0-1.0"
""",
    "a/REUSE.toml": b"no TOML",
    "a/old.c.license": b"SPDX-License-Identifier: MPL-2.0\n",
    "b/new.c.license": b"SPDX-License-Identifier: GPL-3.0-only\n",
    "a/copy.c": GPL,
}
CHANGES: dict[str, dict[str, bytes | None]] = {
    "nothing of interest": {"docs/readme.md": b"other words\n"},
    "a copied file": {"b/new.c": GPL, "lib/new.js": EITHER},
    "another licence in an old file": {"a/old.c": b"// SPDX-License-Identifier: AGPL-3.0-only\n"},
    "a file gone": {"a/old.c": None, "docs/readme.md": None},
    "the project's own licence": {"LICENSE": b"SPDX-License-Identifier: GPL-2.0-only\n", "package.json": None},
    "the project's licence file gone": {"LICENSE": None},
    "a licence file that others refer to": {"a/LICENSE": GPL},
    "a licence file in a new folder": {"lib/LICENSE": MIT, "lib/refers.py": REFERS},
    "a package of another licence": {"package-lock.json": LOCK % b"GPL-3.0-only"},
    "a damaged manifest": {"package.json": b"{", "package-lock.json": LOCK % b"SSPL-1.0"},
    "a package of its own": {"a/package.json": b'{"name": "a", "version": "0.1.0", "license": "MIT"}'},
    "a package gone": {"lib/package.json": None},
    "a file where a folder was": {"lib/one.js": None, "lib/two.js": None, "lib/package.json": None, "lib": GPL},
    "a folder where a file was": {"refers.py": None, "refers.py/in.c": GPL},
    "something excluded": {"fixtures/more.c": GPL},
    "names beyond ASCII": {"文件/新.c": GPL},
    "a pointer": {"big.bin": b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n" % (b"0" * 64)},
}


@dataclass(frozen=True)
class Bench:
    """What scanning takes, for one repository."""

    repository: Repository
    analyser: BlobAnalyser
    cache: FindingsCache
    kept: KeptOutlines
    scratch: Path

    def whole(self, opened: OpenSource, earlier: OpenSource, pack: RulePack, scenario: Scenario) -> tuple[Verdict, int]:
        head, before = (
            scan(replace(one, tree=excluding(one.tree, EXCLUDED)), self.analyser, self.cache, ignored)
            for one in (opened, earlier)
        )
        return verdict_on(head, lambda: before, pack, scenario)

    def outlined(self, ref: str) -> None:
        with open_source(f"{self.repository.path}@{ref}", scratch=self.scratch) as opened:
            selected = replace(opened, tree=excluding(opened.tree, EXCLUDED))
            inventory, workings = scan_with_workings(selected, self.analyser, self.cache, ignored)
            outline = outline_of(inventory, workings)
            assert outline is not None
            self.kept.keep(outline, EXCLUDED)

    def quick(self, opened: OpenSource, earlier: OpenSource) -> QuickChange:
        head, before = opened.tree, earlier.tree
        assert isinstance(head, GitTree)
        assert isinstance(before, GitTree)
        staged = head.changes_from(before.tree_id) if isinstance(head, StagedTree) else None
        found = Quick(self.kept, self.analyser, self.cache).change(before, head, EXCLUDED, staged)
        assert found is not None, "it was left to whole scans"
        return found


EXCLUDED = ("fixtures/**",)
NAMED = """pack: named
version: 1.0.0
title: {en: t, zh: t}
description: {en: d, zh: d}
extends: [default]
rules:
- rule: no-headers-here
  severity: warn
  when: {subject: file, path: "a/**"}
  message: {en: "m", zh: "m"}
  remedy: {en: "r", zh: "r"}
"""


def ignored(_done: int, _total: int) -> None:
    """No progress is shown."""


@pytest.fixture
def bench(license_index: Path, tmp_path: Path) -> Iterator[Bench]:
    repository = Repository(tmp_path / "shop")
    repository.commit(**START)
    analyser = BlobAnalyser.open(license_index)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with open_cache(tmp_path / "cache", analyser.version) as cache:
        kept = KeptOutlines(tmp_path / "cache", repository.path / ".git", analyser.version)
        yield Bench(repository, analyser, cache, kept, scratch)


def changed(repository: Repository, change: dict[str, bytes | None]) -> None:
    """Put a change into the index."""
    for path in [path for path, content in change.items() if content is None]:
        repository.git("rm", "-q", "-r", path)
    for path, content in change.items():
        if content is not None:
            target = repository.path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    repository.git("add", "--all")


def agree(bench: Bench, opened: OpenSource, base: str) -> QuickChange:
    """The quick way and the whole scans say the same, for several packs and scenarios."""
    named = bench.scratch / "named.yaml"
    named.write_text(NAMED, encoding="utf-8")
    with open_base(opened, base, scratch=bench.scratch) as (_, earlier):
        quick = bench.quick(opened, earlier)
        for pack in ("default", "permissive", "pool-admission", str(named)):
            for scenario in (Scenario.SOURCE_DISTRIBUTION, Scenario.NETWORK_SERVICE):
                rules = load_pack(pack)
                expected = bench.whole(opened, earlier, rules, scenario)
                found = verdict_between(quick, (opened.facts, earlier.facts), rules, scenario)
                assert found == expected
    return quick


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_quick_way_and_whole_scans_say_the_same(bench: Bench, change: dict[str, bytes | None]) -> None:
    bench.outlined("main")
    changed(bench.repository, change)

    with open_staged(str(bench.repository.path), scratch=bench.scratch) as staged:
        agree(bench, staged, "HEAD")
    bench.repository.git("commit", "-q", "--allow-empty", "-m", "change")
    with open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened:
        agree(bench, opened, "HEAD~1")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_other_files_state_of_the_changed_ones_counts(bench: Bench, change: dict[str, bytes | None]) -> None:
    changed(bench.repository, STATED)
    bench.repository.git("commit", "-q", "-m", "stated")
    bench.outlined("HEAD")
    changed(bench.repository, change)
    bench.repository.git("commit", "-q", "--allow-empty", "-m", "change")

    with open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened:
        agree(bench, opened, "HEAD~1")


@pytest.mark.parametrize("seed", range(4))
def test_an_outline_of_some_other_commit_serves_as_well(bench: Bench, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  examples, not secrets
    for name in chance.sample(sorted(CHANGES), 4):
        if name.startswith(("a file where", "a folder where")):
            continue
        present = {path for path in CHANGES[name] if (bench.repository.path / path).exists()}
        changed(bench.repository, {p: c for p, c in CHANGES[name].items() if c is not None or p in present})
        bench.repository.git("commit", "-q", "--allow-empty", "-m", name)
    bench.outlined(chance.choice(["HEAD", "HEAD~1", "HEAD~2"]))

    with open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened:
        agree(bench, opened, "HEAD~1")


def test_a_symlink_out_of_the_tree_is_as_much_a_problem_as_in_a_whole_scan(bench: Bench) -> None:
    bench.outlined("main")
    (bench.repository.path / "out").symlink_to("../../etc/passwd")
    bench.repository.git("add", "--all")
    bench.repository.git("commit", "-q", "-m", "link")

    with open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened:
        quick = agree(bench, opened, "HEAD~1")
    assert [problem.code for problem in quick.head.listed] == ["symlink-escapes"]


def test_only_what_changed_is_judged_one_by_one(bench: Bench) -> None:
    bench.outlined("main")
    changed(bench.repository, CHANGES["a copied file"])
    bench.repository.git("commit", "-q", "-m", "change")

    with open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened:
        quick = agree(bench, opened, "HEAD~1")
    assert quick.changed == {"b/new.c", "lib/new.js"}
    assert quick.head.packages is quick.base.packages


@pytest.mark.parametrize("name", ["back\\slash.c", "latin-\udce9.c"])
def test_a_name_that_is_shown_otherwise_than_it_is_written_takes_a_whole_scan(bench: Bench, name: str) -> None:
    bench.outlined("main")
    (bench.repository.path / name).write_bytes(GPL)
    bench.repository.git("add", "--all")
    bench.repository.git("commit", "-q", "-m", "odd")

    with (
        open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened,
        open_base(opened, "HEAD~1", scratch=bench.scratch) as (_, earlier),
        pytest.raises(AssertionError, match="left to whole scans"),
    ):
        bench.quick(opened, earlier)


@pytest.mark.parametrize("name", ["REUSE.toml", "a/REUSE.toml", ".reuse/dep5", "a/old.c.license"])
def test_a_file_that_speaks_of_others_takes_a_whole_scan(bench: Bench, name: str) -> None:
    bench.outlined("main")
    path = bench.repository.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"version = 1\n")
    bench.repository.git("add", "--all")
    bench.repository.git("commit", "-q", "-m", "stated")

    with (
        open_source(f"{bench.repository.path}@HEAD", scratch=bench.scratch) as opened,
        open_base(opened, "HEAD~1", scratch=bench.scratch) as (_, earlier),
        pytest.raises(AssertionError, match="left to whole scans"),
    ):
        bench.quick(opened, earlier)


def test_a_damaged_outline_is_none(bench: Bench) -> None:
    bench.outlined("main")
    (kept,) = (bench.scratch.parent / "cache" / "outlines").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])

    assert bench.kept.load(EXCLUDED, lambda _: True) is None
    assert bench.kept.load((), lambda _: True) is None


def test_the_outline_of_a_clone_serves_a_repository_that_has_its_tree(bench: Bench) -> None:
    bench.outlined("main")
    tree = bench.repository.git("rev-parse", "HEAD^{tree}")
    elsewhere = KeptOutlines(bench.scratch.parent / "cache", bench.scratch / "clone", bench.analyser.version)

    found = elsewhere.load(EXCLUDED, lambda asked: asked == tree)

    assert found is not None
    assert found.tree == tree
    assert elsewhere.load(EXCLUDED, lambda _: False) is None


def test_one_outline_is_kept_for_a_repository(bench: Bench) -> None:
    for content in (b"1", b"2"):
        bench.repository.commit(**{"docs/readme.md": content})
        bench.outlined("main")

    (kept,) = (bench.scratch.parent / "cache" / "outlines").iterdir()
    assert kept.stem.endswith(bench.repository.git("rev-parse", "HEAD^{tree}"))
