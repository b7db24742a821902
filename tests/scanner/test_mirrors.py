"""Mirrors of registries, and the purls of sources and archives."""

from __future__ import annotations

import pytest

from scanner.ecosystems._images import image_purl
from scanner.mirrors import mirrored
from scanner.purl import archive_purl, source_purl


def test_a_mirror_is_known_by_host_and_path() -> None:
    assert mirrored("https://registry.npmmirror.com/ms/-/ms-2.1.3.tgz", "npm")
    assert mirrored("https://mirrors.tuna.tsinghua.edu.cn/pypi/web/simple", "pypi")
    assert not mirrored("https://mirrors.tuna.tsinghua.edu.cn/debian", "pypi")
    assert not mirrored("https://npm.internal.example/ms", "npm")
    assert not mirrored("http://[broken", "npm")


@pytest.mark.parametrize(
    ("reference", "purl"),
    [
        ("alpine:3.19", "pkg:docker/alpine@3.19"),
        ("docker.io/library/alpine", "pkg:docker/alpine"),
        ("docker.mirrors.ustc.edu.cn/library/alpine:3.19", "pkg:docker/alpine@3.19"),
        ("ghcr.io/example/web:1.0", "pkg:docker/example/web@1.0?repository_url=ghcr.io"),
        ("localhost:5000/web", "pkg:docker/web?repository_url=localhost:5000"),
        ("${REGISTRY}/web:1.0", ""),
        ("Not An Image", ""),
    ],
)
def test_an_image_from_a_mirror_is_the_same_image(reference: str, purl: str) -> None:
    assert image_purl(reference) == purl


def test_a_repository_is_known_by_its_forge_or_its_address() -> None:
    assert source_purl("git@github.com:a/b.git", "v1") == "pkg:github/a/b@v1"
    assert source_purl("https://user:secret@gitlab.com/a/b", "v1") == "pkg:gitlab/a/b@v1"
    assert source_purl("https://gitee.com/a/b.git") == "pkg:generic/b?vcs_url=https://gitee.com/a/b.git"
    assert source_purl("not an address") == ""


def test_an_archive_is_known_by_its_forge_or_its_name() -> None:
    assert archive_purl("https://github.com/a/b/archive/refs/tags/v1.2.tar.gz") == "pkg:github/a/b@v1.2"
    assert archive_purl("https://files.example/zlib-1.3.1.tar.gz").startswith("pkg:generic/zlib@1.3.1?")
    assert archive_purl("https://files.example/latest.tar.gz") == ""
