"""The fast way to a purl gives what packageurl-python gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from scanner.manifest.malformed import Malformed
from scanner.purl import purl, version_of, without_version

PIECE = st.text("abcXYZ019._-+@/ %é", min_size=1, max_size=12).filter(lambda piece: piece.strip("/ ") == piece)


@given(st.sampled_from(["npm", "pypi", "cargo", "gem", "nuget", "pub", "composer"]), PIECE, PIECE | st.just(""))
def test_every_name_is_spelt_as_the_reference_spells_it(kind: str, name: str, version: str) -> None:
    assert purl(kind, name, version) == PackageURL(kind, None, name, version or None).to_string()


@given(PIECE, PIECE, PIECE | st.just(""))
def test_every_group_is_spelt_as_the_reference_spells_it(group: str, name: str, version: str) -> None:
    assert purl("maven", name, version, group) == PackageURL("maven", group, name, version or None).to_string()


@pytest.mark.parametrize(
    ("whole", "base", "version"),
    [
        ("pkg:npm/%40scope/name@1.0", "pkg:npm/%40scope/name", "1.0"),
        ("pkg:npm/name", "pkg:npm/name", ""),
        ("pkg:conan/zlib@1.3?user=me#src", "pkg:conan/zlib", "1.3"),
    ],
)
def test_a_purl_is_split_at_its_version(whole: str, base: str, version: str) -> None:
    assert (without_version(whole), version_of(whole)) == (base, version)


@pytest.mark.parametrize("name", ["/", " ", "//"])
def test_a_name_of_slashes_and_blanks_is_malformed(name: str) -> None:
    with pytest.raises(Malformed):
        purl("bazel", name, "1.0")
