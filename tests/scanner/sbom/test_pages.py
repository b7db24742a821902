"""The page of a package in the repository that its purl stands for."""

from __future__ import annotations

import pytest

from scanner.sbom.pages import page_of


@pytest.mark.parametrize(
    ("purl", "page"),
    [
        ("pkg:hex/plug@1.0", "https://hex.pm/packages/plug"),
        ("pkg:pub/args@2.0.0", "https://pub.dev/packages/args"),
        ("pkg:gem/rake@13", "https://rubygems.org/gems/rake"),
        ("pkg:ohpm/%40ohos/axios@2.2.6", "https://ohpm.openharmony.cn/#/cn/detail/@ohos%2Faxios"),
        ("pkg:jsr/%40std/path@1", "https://jsr.io/@std/path"),
        ("pkg:swift/git.example/acme/left@1", "https://git.example/acme/left"),
        ("pkg:golang/git.example/acme/left@v1", "https://pkg.go.dev/git.example/acme/left"),
        ("pkg:golang/stdlib@v1.22", "https://pkg.go.dev/stdlib"),
        ("pkg:maven/org.acme/left", "https://repo.maven.apache.org/maven2/org/acme/left"),
        ("pkg:maven/org.acme/left@1.0?type=pom", "https://repo.maven.apache.org/maven2/org/acme/left"),
        ("pkg:maven/left@1.0", ""),
        ("pkg:composer/left@1.0", ""),
        ("pkg:docker/debian@bookworm", "https://hub.docker.com/_/debian"),
        ("pkg:docker/acme/shop@1", "https://hub.docker.com/r/acme/shop"),
        ("pkg:docker/acme/shop@1?repository_url=registry.example", "https://registry.example/acme/shop"),
        ("pkg:npm/left@1?repository_url=https:%2F%2Fnpm.example", ""),
        ("pkg:terraform/null@3", ""),
        ("pkg:generic/left@1", ""),
        ("left", ""),
    ],
)
def test_a_package_s_page(purl: str, page: str) -> None:
    assert page_of(purl) == page
