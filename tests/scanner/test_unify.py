"""From statements of many files to one component per package."""

from __future__ import annotations

from scanner.inventory import Component
from scanner.package import Dependency, Evidence, Hash, Package, Scope
from scanner.unify import display_name, unified

APP = Package("pkg:npm/app@1.0.0", Evidence("package.json", 2), first_party=True)


def by_purl(packages: list[Package], dependencies: list[Dependency] | None = None) -> dict[str, Component]:
    return {component.purl: component for component in unified(packages, dependencies or [])[0]}


def asked(purl: str, requirement: str, path: str = "package.json", scope: Scope = Scope.RUNTIME) -> list[Package]:
    return [Package(purl, Evidence(path, 5), requirement=requirement, scope=scope, direct=True)]


def locked(purl: str, path: str = "package-lock.json", **facts: object) -> Package:
    return Package(purl, Evidence(path, 9), **facts)  # type: ignore[arg-type]


def test_a_requirement_becomes_the_version_that_the_lockfile_beside_it_holds() -> None:
    edge = Dependency(APP.purl, "pkg:npm/ms", Evidence("package.json", 5), "^2")
    components, edges = unified([APP, *asked("pkg:npm/ms", "^2"), locked("pkg:npm/ms@2.1.3")], [edge])

    assert [component.purl for component in components] == [APP.purl, "pkg:npm/ms@2.1.3"]
    assert components[1].direct
    assert components[1].evidence == (Evidence("package-lock.json", 9), Evidence("package.json", 5))
    assert [(edge.dependent, edge.dependency) for edge in edges] == [(APP.purl, "pkg:npm/ms@2.1.3")]


def test_of_several_locked_versions_the_one_in_range_is_meant() -> None:
    found = by_purl([*asked("pkg:npm/ms", "^1.0"), locked("pkg:npm/ms@2.1.3"), locked("pkg:npm/ms@1.2.0")])

    assert {purl: component.direct for purl, component in found.items()} == {
        "pkg:npm/ms@1.2.0": True,
        "pkg:npm/ms@2.1.3": False,
    }


def test_a_lockfile_above_resolves_only_what_its_version_satisfies() -> None:
    found = by_purl(
        [
            *asked("pkg:npm/ms", "^2", "packages/a/package.json"),
            *asked("pkg:npm/qs", "^9", "packages/a/package.json"),
            locked("pkg:npm/ms@2.1.3"),
            locked("pkg:npm/qs@6.0.0"),
        ]
    )

    assert sorted(found) == ["pkg:npm/ms@2.1.3", "pkg:npm/qs", "pkg:npm/qs@6.0.0"]
    assert found["pkg:npm/qs"].requirement == "vers:npm/>=9.0.0|<10.0.0"


def test_a_lockfile_of_another_project_resolves_nothing() -> None:
    found = by_purl([*asked("pkg:npm/ms", "^2", "a/package.json"), locked("pkg:npm/ms@2.1.3", "b/package-lock.json")])

    assert sorted(found) == ["pkg:npm/ms", "pkg:npm/ms@2.1.3"]


def test_a_workspace_sibling_is_found_anywhere_in_the_tree() -> None:
    sibling = Package("pkg:npm/lib@0.2.0", Evidence("libs/lib/package.json", 2), first_party=True)
    found = by_purl([*asked("pkg:npm/lib", "workspace:*", "apps/web/package.json"), sibling])

    assert sorted(found) == ["pkg:npm/lib@0.2.0"]
    assert found["pkg:npm/lib@0.2.0"].first_party


def test_python_names_with_dots_and_dashes_are_one() -> None:
    wanted = Package("pkg:pypi/zope.interface", Evidence("pyproject.toml", 3), requirement="^6")
    assert sorted(by_purl([wanted, locked("pkg:pypi/zope-interface@6.1", "poetry.lock")])) == [
        "pkg:pypi/zope-interface@6.1"
    ]


def test_the_strongest_scope_wins_and_development_reaches_what_it_needs() -> None:
    packages = [
        APP,
        *asked("pkg:npm/jest", "29", scope=Scope.DEVELOPMENT),
        locked("pkg:npm/jest@29.0.0"),
        locked("pkg:npm/chalk@4.0.0"),
        locked("pkg:npm/ms@2.1.3", scope=Scope.DEVELOPMENT),
        locked("pkg:npm/ms@2.1.3", "npm-shrinkwrap.json", scope=Scope.RUNTIME),
    ]
    edges = [
        Dependency(APP.purl, "pkg:npm/jest", Evidence("package.json", 5), "29", Scope.DEVELOPMENT),
        Dependency("pkg:npm/jest@29.0.0", "pkg:npm/chalk@4.0.0", Evidence("package-lock.json", 9)),
    ]

    found = by_purl(packages, edges)

    assert found["pkg:npm/jest@29.0.0"].scope is Scope.DEVELOPMENT
    assert found["pkg:npm/chalk@4.0.0"].scope is Scope.DEVELOPMENT
    assert not found["pkg:npm/chalk@4.0.0"].direct
    assert found["pkg:npm/ms@2.1.3"].scope is Scope.RUNTIME


def test_hashes_are_merged_and_the_declared_licence_becomes_spdx() -> None:
    one = locked("pkg:npm/ms@2.1.3", hashes=(Hash("SHA-1", "aa"),), declared_license="Apache 2")
    two = locked("pkg:npm/ms@2.1.3", "yarn.lock", hashes=(Hash("SHA-512", "bb"), Hash("SHA-1", "aa")))

    component = by_purl([two, one])["pkg:npm/ms@2.1.3"]

    assert component.hashes == (Hash("SHA-1", "aa"), Hash("SHA-512", "bb"))
    assert (component.declared_license, component.declared_as) == ("Apache-2.0", "Apache 2")


def test_the_order_of_the_statements_does_not_matter() -> None:
    packages = [
        APP,
        *asked("pkg:npm/ms", "^2"),
        locked("pkg:npm/ms@2.1.3", declared_license="MIT"),
        locked("pkg:npm/ms@2.1.3", "b/package-lock.json", declared_license="ISC"),
    ]

    assert unified(packages, []) == unified(packages[::-1], [])


def test_names_are_shown_as_their_ecosystem_writes_them() -> None:
    assert display_name("pkg:npm/%40scope/name@1.0") == "@scope/name"
    assert display_name("pkg:maven/org.slf4j/slf4j-api@2.0.9") == "org.slf4j:slf4j-api"
    assert display_name("pkg:golang/github.com/spf13/cobra@v1.8.0") == "github.com/spf13/cobra"


def test_a_requirement_that_one_version_satisfies_is_that_version_when_no_lockfile_says_otherwise() -> None:
    found = by_purl([*asked("pkg:npm/ms", "1.0.6"), *asked("pkg:npm/qs", "=6.0.0"), locked("pkg:npm/qs@6.0.1")])

    assert sorted(found) == ["pkg:npm/ms@1.0.6", "pkg:npm/qs@6.0.1"]
    assert found["pkg:npm/ms@1.0.6"].requirement == ""


def test_a_range_that_is_not_understood_stays_as_it_is_written() -> None:
    found = by_purl([*asked("pkg:npm/ms", "latest"), *asked("pkg:golang/forge.example/x", "v0.1.0")])

    assert found["pkg:npm/ms"].requirement == "latest"
    assert found["pkg:golang/forge.example/x"].requirement == "v0.1.0"


def test_of_two_addresses_of_a_repository_that_with_the_commit_is_kept() -> None:
    plain, pinned = "https://github.com/actions/checkout", "https://github.com/actions/checkout#de0fac2"
    packages = [
        Package("pkg:github/actions/checkout@v6", Evidence(f".github/workflows/{name}.yml", 1), vcs_url=url)
        for name, url in (("a", plain), ("b", pinned))
    ]

    assert by_purl(packages)["pkg:github/actions/checkout@v6"].vcs_url == pinned
