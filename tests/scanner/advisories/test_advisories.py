"""Advisories in the OSV format, matched by each ecosystem's own order of versions."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from licenses.errors import InputUnreadable
from scanner.advisories.index import open_advisories
from scanner.advisories.osv import package_of

HERE = Path(__file__).parent / "osv"


@pytest.mark.parametrize(
    ("purl", "expected"),
    [
        # semantic versions: pre-releases come before their release, build metadata does not count
        ("pkg:npm/%40acme/parser@1.9.9", ("ACME-2026-0001",)),
        ("pkg:npm/%40acme/parser@2.0.0-rc.1", ("ACME-2026-0001",)),
        ("pkg:npm/%40acme/parser@2.0.0", ()),
        ("pkg:npm/%40acme/parser@0.9.0", ()),
        ("pkg:npm/%40acme/parser@3.1.0+build.7", ("ACME-2026-0001",)),
        ("pkg:npm/%40acme/parser@3.1.1", ()),
        # PEP 440: epochs, release candidates and post-releases; names are normalised
        ("pkg:pypi/demo-pkg@1.4rc1", ("ACME-2026-0002",)),
        ("pkg:pypi/demo-pkg@1.4", ()),
        ("pkg:pypi/demo-pkg@1.3.post1", ("ACME-2026-0002",)),
        ("pkg:pypi/demo-pkg@1!0.1", ()),
        # Maven: SNAPSHOT and alpha come before, sp after; trailing zeros do not count
        ("pkg:maven/org.acme/core@2.0-alpha-1", ("ACME-2026-0003",)),
        ("pkg:maven/org.acme/core@2.0.0", ()),
        ("pkg:maven/org.acme/core@1.9-sp", ("ACME-2026-0003",)),
        # last_affected is itself affected
        ("pkg:gem/acme@1.2.0.pre1", ("ACME-2026-0004",)),
        ("pkg:gem/acme@1.2.0", ("ACME-2026-0004",)),
        ("pkg:gem/acme@1.2.1", ()),
        # deb: the epoch counts first, "~" comes before nothing, "10" after "9"
        ("pkg:deb/debian/acme@1:1.0~rc1-1?distro=debian-12", ("ACME-2026-0005",)),
        ("pkg:deb/debian/acme@1:1.0-10?distro=debian-12", ()),
        ("pkg:deb/debian/acme@2.0-1?distro=debian-12", ("ACME-2026-0005",)),
        ("pkg:deb/debian/acme@2.0-1?distro=debian-11", ()),
        ("pkg:deb/debian/acme@2.0-1", None),
        ("pkg:deb/debian/acme@2.0-1?distro=bookworm", None),
        # rpm
        ("pkg:rpm/openeuler/acme@1.0~beta-3?distro=openeuler-24.03-LTS", ("ACME-2026-0006",)),
        ("pkg:rpm/openeuler/acme@1.0-4?distro=openeuler-24.03-LTS", ()),
        # versions that are listed, without a range; a module of Go
        ("pkg:golang/acme.example/m@v0.3.0", ("ACME-2026-0007",)),
        ("pkg:golang/acme.example/m@v0.4.0", ()),
        # withdrawn, not covered, not pinned, not a version
        ("pkg:npm/withdrawn@1.0.0", ()),
        ("pkg:cargo/acme@1.0.0", None),
        ("pkg:npm/%40acme/parser", None),
        ("pkg:npm/%40acme/parser@latest", None),
    ],
)
def test_a_version_is_affected_by_its_ecosystems_own_order(
    purl: str, expected: tuple[str, ...] | None, tmp_path: Path
) -> None:
    with open_advisories(HERE, tmp_path) as known:
        assert known.about(purl) == expected


def test_an_archive_says_what_the_folder_says_and_is_read_once(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as writing:
        for path in HERE.glob("*.json"):
            writing.write(path, path.name)

    for _ in range(2):
        with open_advisories(archive, tmp_path / "cache") as known:
            assert known.about("pkg:npm/%40acme/parser@1.0.0") == ("ACME-2026-0001",)
    assert len(list((tmp_path / "cache" / "advisories").iterdir())) == 1


def test_changed_advisories_are_read_anew(tmp_path: Path) -> None:
    advisory = json.loads((HERE / "npm.json").read_text(encoding="utf-8"))
    path = tmp_path / "one.json"
    path.write_text(json.dumps(advisory), encoding="utf-8")
    with open_advisories(path, tmp_path / "cache") as known:
        assert known.about("pkg:npm/%40acme/parser@1.0.0") == ("ACME-2026-0001",)

    path.write_text(json.dumps({**advisory, "withdrawn": "2026-11-01T00:00:00Z"}), encoding="utf-8")
    with open_advisories(path, tmp_path / "cache") as known:
        assert known.about("pkg:npm/%40acme/parser@1.0.0") is None


@pytest.mark.parametrize("content", [b"{", b'{"id": 1}', b'[{"id": "A"}]', b'"x"', b"[" * 100_000])
def test_what_is_no_advisory_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.json").write_bytes(content)

    with (
        pytest.raises(InputUnreadable, match="not an advisory") as refused,
        open_advisories(tmp_path, tmp_path / "cache"),
    ):
        pass
    assert refused.value.where == str(tmp_path / "bad.json")
    assert list((tmp_path / "cache" / "advisories").iterdir()) == []


def test_a_folder_without_advisories_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="there are no advisories"), open_advisories(tmp_path, tmp_path / "cache"):
        pass


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl"),
    [
        ("PyPI", "Zope.Interface", "pkg:pypi/zope-interface"),
        ("npm", "@a/b", "pkg:npm/%40a/b"),
        ("Maven", "org.x:y", "pkg:maven/org.x/y"),
        ("NuGet", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json"),
        ("Alpine:v3.20", "musl", "pkg:apk/alpine/musl"),
        ("Linux", "Kernel", ""),
    ],
)
def test_packages_have_the_names_of_their_purls(ecosystem: str, name: str, purl: str) -> None:
    assert package_of(ecosystem, name) == purl
