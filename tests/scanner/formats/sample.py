"""Inventories that the format tests share."""

from __future__ import annotations

from licenses.copyright.finding import Author, Copyright
from licenses.detection import LicenseMatch, MatchKind
from licenses.language import text
from scanner.inventory import Component, FileRecord, Inventory, SourceFacts, SourceKind, Treatment
from scanner.package import Dependency, Evidence, Hash, Scope
from scanner.problem import Problem

LOCK = "package-lock.json"


def component(purl: str, name: str, version: str = "", **facts: object) -> Component:
    """A component with the given facts and nothing else."""
    empty: dict[str, object] = {
        "requirement": "",
        "scope": Scope.RUNTIME,
        "direct": False,
        "first_party": False,
        "declared_license": "",
        "declared_as": "",
        "hashes": (),
        "download_url": "",
        "vcs_url": "",
        "homepage": "",
        "description": "",
        "supplier": "",
        "authors": (),
        "copyright": "",
        "evidence": (Evidence(LOCK, 1),),
    }
    return Component(purl, name, version, **(empty | facts))  # type: ignore[arg-type]


SOURCE = SourceFacts(
    kind=SourceKind.GIT,
    location="https://git.example/org/shop.git",
    name="shop",
    tree="4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    ref="v1.2.0",
    commit="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    committed_at=1_700_000_000,
)


def shop() -> Inventory:
    """An npm application: a first-party package, a locked tree of three, a range that nothing pins, a broken file."""
    return Inventory(
        source=SOURCE,
        analyser="trustpool 0.1.0; rules 32.1.0",
        files=(
            FileRecord(
                "LICENSE",
                "0" * 39 + "1",
                1065,
                Treatment.TEXT,
                licenses=(LicenseMatch("MIT", "mit.LICENSE", MatchKind.TEXT, 1, 21, 1.0, 1.0),),
                copyrights=(Copyright("Copyright (c) 2024 Lin Yue", ("Lin Yue",), "2024", 3, 3),),
                authors=(Author("Lin Yue <yue@shop.example>", 4, 4),),
            ),
            FileRecord("README.md", "0" * 39 + "2", 12, Treatment.TEXT),
            FileRecord("run", "0" * 39 + "3", 3, Treatment.SYMLINK),
        ),
        components=(
            component(
                "pkg:maven/org.example/tool",
                "org.example:tool",
                requirement="[1,2)",
                scope=Scope.TEST,
                direct=True,
                evidence=(Evidence("tools/pom.xml", 9),),
            ),
            component(
                "pkg:npm/%40scope/left@1.0.0",
                "@scope/left",
                "1.0.0",
                direct=True,
                declared_license="MIT",
                declared_as="MIT License",
                hashes=(Hash("SHA-512", "ab" * 64), Hash("SHA-1", "not hex")),
                download_url="https://npm.example/@scope/left/-/left 1.tgz",
                homepage="https://left.example",
                supplier="Left 有限公司",
                authors=("Zhang San <zs@left.example>",),
                copyright="Copyright (c) 2020 Left",
                evidence=(Evidence("package-lock.json", 12), Evidence("package.json", 7)),
            ),
            component(
                "pkg:npm/right@2.0.0",
                "right",
                "2.0.0",
                declared_license="(MIT OR Apache-2.0) AND LicenseRef-right",
                evidence=(Evidence(LOCK, 30),),
            ),
            component("pkg:npm/shop@1.2.0", "shop", "1.2.0", first_party=True, evidence=(Evidence("package.json", 2),)),
            component(
                "pkg:npm/worded@0.1.0", "worded", "0.1.0", declared_as="free as in beer", scope=Scope.DEVELOPMENT
            ),
        ),
        dependencies=(
            Dependency("pkg:npm/%40scope/left@1.0.0", "pkg:npm/right@2.0.0", Evidence(LOCK, 15)),
            Dependency("pkg:npm/shop@1.2.0", "pkg:npm/%40scope/left@1.0.0", Evidence("package.json", 7), "^1.0.0"),
            Dependency(
                "pkg:npm/shop@1.2.0", "pkg:npm/worded@0.1.0", Evidence("package.json", 9), scope=Scope.DEVELOPMENT
            ),
        ),
        problems=(Problem("manifest-malformed", "tools/pom.xml", text("the XML ends at line {line}", line=40), 40),),
    )
