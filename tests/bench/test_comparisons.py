"""What the comparison with other tools and the check of lockfiles' facts count as the same, and as missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.lockfile_facts import READERS, Listed, looked_up
from bench.peers_sbom import judged, plain, versioned


@pytest.mark.parametrize(
    ("spelt", "same"),
    [
        ("pkg:npm/%40scope/name@1.0?package-id=1", "pkg:npm/%40scope/name@1.0"),
        ("pkg:gem/ffi@1.17.4-x86_64-linux-gnu", "pkg:gem/ffi@1.17.4"),
        ("pkg:gem/rails@8.0.0-beta1", "pkg:gem/rails@8.0.0-beta1"),
        ("pkg:github/github/codeql-action/analyze@v3", "pkg:github/github/codeql-action@v3#analyze"),
        ("pkg:golang/github.com/Azure/sdk@v5.0.0#v5", "pkg:golang/github.com/azure/sdk/v5@v5.0.0"),
        ("pkg:cocoapods/SDWebImage/Core@5.0", "pkg:cocoapods/SDWebImage@5.0#Core"),
        ("pkg:swift/github.com/o/DockProgress/dockprogress@4.3", "pkg:swift/github.com/o/DockProgress@4.3"),
    ],
)
def test_a_spelling_that_the_purl_type_forbids_is_the_same_package(spelt: str, same: str) -> None:
    assert plain(spelt) == plain(same) != ""


@pytest.mark.parametrize("purl", ["pkg:npm/unpinned", "not a purl"])
def test_what_has_no_version_or_is_no_purl_is_not_compared(purl: str) -> None:
    assert plain(purl) == ""


def test_an_action_counts_under_its_version_and_under_its_commit(tmp_path: Path) -> None:
    commit = "11bd71901bbe5b1630ceea73d27597364c9af683"
    action = {
        "purl": "pkg:github/actions/checkout@v4.2.2",
        "externalReferences": [{"type": "vcs", "url": f"https://github.com/actions/checkout#{commit}"}],
    }
    (tmp_path / "sbom.json").write_text(json.dumps({"components": [action]}), "utf-8")

    assert versioned(tmp_path / "sbom.json") == {
        "pkg:github/actions/checkout@v4.2.2",
        f"pkg:github/actions/checkout@{commit}",
    }


def test_a_tool_that_wrote_nothing_found_nothing(tmp_path: Path) -> None:
    assert versioned(tmp_path / "none.json") == frozenset()


def test_a_judgement_holds_for_its_folder_only() -> None:
    assert judged("prometheus", "pkg:golang/cloud.google.com/go@v0.26.0") == "excluded"
    assert judged("elsewhere", "pkg:golang/cloud.google.com/go@v0.26.0") == ""


def test_each_fact_of_a_lockfile_is_looked_up(tmp_path: Path) -> None:
    lock = {
        "packages": {
            "node_modules/a": {
                "version": "1.0.0",
                "integrity": "sha1-AAAA",
                "license": "MIT",
                "dependencies": {"b": "*"},
            },
            "node_modules/b": {"version": "9.0.0"},
            "node_modules/a/node_modules/b": {"version": "2.0.0"},
        }
    }
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), "utf-8")
    first, *_ = READERS["package-lock.json"](tmp_path / "package-lock.json")
    known = {"pkg:npm/a@1.0.0": Listed(hashes={"000000"}, needs={"pkg:npm/b@9.0.0"})}

    assert list(looked_up(first, known)) == [
        ("package", "", True),
        ("hash", "000000", True),
        ("edge", "pkg:npm/b@2.0.0", False),
        ("licence", "MIT", False),
        ("supplier", "", False),
    ]
