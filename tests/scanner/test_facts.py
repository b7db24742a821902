"""Every fact that rules may ask about is filled in by a real scan, and decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from licenses.policy import load_pack
from licenses.texts import license_text
from licenses.verdict import Verdict
from scanner.advisories.index import open_advisories
from scanner.advisories.known import NO_ADVISORIES, Advisories
from scanner.blobs import BlobAnalyser
from scanner.cache import open_cache
from scanner.inventory import Inventory
from scanner.judge import judge
from scanner.scan import scan
from scanner.source.open import open_source
from tests.scanner.source.repositories import Repository

LOCK = b"""{"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
 "": {"name": "app", "version": "1.0.0", "license": "MIT",
  "dependencies": {"@acme/parser": "^1.0.0", "forked": "git+https://git.example/forked.git#%s"},
  "devDependencies": {"tester": "^2.0.0"}},
 "node_modules/@acme/parser": {"version": "1.5.0", "license": "GPL-3.0-only", "integrity": "sha512-%s",
  "dependencies": {"deep": "^1.0.0"}},
 "node_modules/deep": {"version": "1.0.0", "license": "ISC"},
 "node_modules/forked": {"version": "0.1.0", "resolved": "git+https://git.example/forked.git#%s", "license": "MIT"},
 "node_modules/tester": {"version": "2.0.0", "dev": true, "license": "MIT"}}}""" % (
    b"a" * 40,
    b"A" * 86 + b"==",
    b"a" * 40,
)
FILES = {
    "LICENSE": b"Copyright (c) 2020 Ada\n\nSPDX-License-Identifier: MIT\n",
    "package.json": b'{"name": "app", "version": "1.0.0", "license": "MIT", "dependencies": '
    b'{"@acme/parser": "^1.0.0", "forked": "git+https://git.example/forked.git#' + b"a" * 40 + b'"}, '
    b'"devDependencies": {"tester": "^2.0.0"}}',
    "package-lock.json": LOCK,
    "requirements.txt": b"unpinned>=1\n",
    "vendor/bundled.c": b"/* SPDX-License-Identifier: GPL-2.0-only */\n",
}
PARSER, DEEP, TESTER = "pkg:npm/%40acme/parser@1.5.0", "pkg:npm/deep@1.0.0", "pkg:npm/tester@2.0.0"


@pytest.fixture(scope="module")
def inventory(license_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    folder = tmp_path_factory.mktemp("facts")
    repository = Repository(folder / "app")
    repository.commit(**FILES)
    analyser = BlobAnalyser.open(license_index)
    with (
        open_source(str(repository.path), scratch=folder) as opened,
        open_cache(folder / "cache", analyser.version) as cache,
    ):
        return scan(opened, analyser, cache, lambda _done, _total: None)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisories]:
    source = Path(__file__).parent / "advisories" / "osv"
    with open_advisories(source, tmp_path_factory.mktemp("advisories")) as found:
        yield found


def judged(inventory: Inventory, when: str, folder: Path, known: Advisories = NO_ADVISORIES) -> Verdict:
    """The verdict by a pack of one rule."""
    path = folder / "one.yaml"
    path.write_text(
        "pack: one\nversion: 1.0.0\ntitle: {en: t, zh: t}\ndescription: {en: d, zh: d}\nrules:\n"
        f"- rule: asked\n  severity: refuse\n  when: {when}\n"
        '  message: {en: "{subject} {advisories}", zh: "{subject} {advisories}"}\n  remedy: {en: r, zh: r}\n',
        encoding="utf-8",
    )
    return judge(inventory, load_pack(str(path)), known=known)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{subject: component, use: development}", [TESTER]),
        ("{subject: component, relation: separate-process}", [TESTER]),
        ("{subject: component, deeper-than: 1}", [DEEP]),
        ("{subject: component, direct: false, first-party: false}", [DEEP]),
        ("{subject: component, origin: version-control}", ["pkg:npm/forked@0.1.0"]),
        ("{subject: component, pinned: false}", ["pkg:pypi/unpinned"]),
        ("{subject: component, hashed: true, origin: registry}", [PARSER]),
        ("{subject: component, provenance: false, use: development}", [TESTER]),
        ("{subject: component, vulnerable: true}", [PARSER]),
        ("{subject: component, compatibility: no}", [PARSER]),
        ("{subject: component, class: strong-copyleft}", [PARSER]),
        ("{subject: component, license-missing: true}", ["pkg:pypi/unpinned"]),
        ("{subject: component, first-party: true}", ["pkg:npm/app@1.0.0"]),
        ("{subject: file, copyright: false, class: strong-copyleft}", ["vendor/bundled.c"]),
        ("{subject: file, copyright: true, license-text: true}", ["LICENSE"]),
        ("{subject: file, relation: copied, license: GPL-2.0-only}", ["vendor/bundled.c"]),
        ("{subject: project, signed: false}", ["app"]),
        ("{subject: project, provenance: false}", ["app"]),
        ("{subject: project, copyright: true}", ["app"]),
        ("{subject: project, copyright: false}", []),
    ],
)
def test_a_rule_decides_by_the_fact(
    inventory: Inventory, known: Advisories, tmp_path: Path, when: str, expected: list[str]
) -> None:
    verdict = judged(inventory, when, tmp_path, known)

    assert sorted({one.subject.identity for one in verdict.violations}) == expected


def test_nothing_is_claimed_about_vulnerabilities_without_advisories(inventory: Inventory, tmp_path: Path) -> None:
    verdict = judged(inventory, "{subject: component, vulnerable: true}", tmp_path)

    assert (verdict.violations, verdict.refused) == ((), True)
    assert verdict.undecided[0].reason.english().startswith("nobody looked for known vulnerabilities")


def test_what_advisories_do_not_cover_stays_open(inventory: Inventory, known: Advisories, tmp_path: Path) -> None:
    verdict = judged(inventory, "{subject: component, vulnerable: true}", tmp_path, known)

    assert [one.identity for one in verdict.undecided[0].subjects] == ["pkg:pypi/unpinned"]
    assert [one.message.english() for one in verdict.violations] == [f"{PARSER} ACME-2026-0001"]
    assert [one.cause for one in verdict.violations] == ["GPL-3.0-only ACME-2026-0001"]


def test_a_signed_commit_is_told_from_an_unsigned_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "app")
    unsigned = repository.commit(a=b"1")
    plain = repository.git("cat-file", "commit", unsigned)
    headers, _, message = plain.partition("\n\n")
    armour = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    signed = repository.object("commit", f"{headers}\n{armour}\n\n{message}\n".encode())

    for commit, expected in ((unsigned, False), (signed, True)):
        with open_source(f"{repository.path}@{commit}", scratch=tmp_path) as opened:
            assert opened.facts.signed is expected


@pytest.mark.parametrize(("words", "edited"), [("without restriction", False), ("with no exception", True)])
def test_an_edited_licence_text_of_the_project_is_seen(
    license_index: Path, tmp_path: Path, words: str, edited: bool
) -> None:
    (tmp_path / "app").mkdir()
    text = (license_text("MIT") or "").replace("without restriction", words)
    (tmp_path / "app" / "LICENSE").write_text(text, encoding="utf-8")
    analyser = BlobAnalyser.open(license_index)
    with (
        open_source(str(tmp_path / "app"), scratch=tmp_path) as opened,
        open_cache(tmp_path / "cache", analyser.version) as cache,
    ):
        found = scan(opened, analyser, cache, lambda _done, _total: None)

    refused = judged(found, "{subject: project, edited: true}", tmp_path).violations
    assert [one.subject.identity for one in refused] == (["app"] if edited else [])
