"""cjpm.toml and cjpm.lock (Cangjie). Source: https://cangjie-lang.cn/docs, package manager cjpm"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import qualified

_TABLES = {
    "dependencies": Scope.RUNTIME,
    "test-dependencies": Scope.TEST,
    "script-dependencies": Scope.BUILD,
}
_NAME = re.compile(r"(?:[A-Za-z_]\w*::)?[A-Za-z_]\w*")


@manifest("cjpm.toml", ecosystem="cangjie")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module and what it depends on: of the registry, of a repository, or of a folder.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    own = table(document.get("package"))
    project = ""
    name = string(own.get("name"))
    if _NAME.fullmatch(name):
        project = cjpm_purl(name, string(own.get("version")))
        yield Package(
            purl=project,
            evidence=file.evidence("[package]", "name"),
            first_party=True,
            declared_license=string(own.get("license")),
            description=string(own.get("description")),
            supplier=string(own.get("organization")),
        )
    for section, scope in _TABLES.items():
        for wanted, detail in pairs(document.get(section)):
            if _NAME.fullmatch(wanted):
                git = string(at(detail, "git"))
                ref = next((told for key in ("tag", "commitId", "branch") if (told := string(at(detail, key)))), "")
                yield from asked(
                    project,
                    cjpm_purl(wanted),
                    file.at_toml(section, wanted),
                    requirement=string(detail) or string(at(detail, "version")) or ref,
                    scope=scope,
                    vcs_url=git,
                )


@lockfile("cjpm.lock", ecosystem="cangjie")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each resolved module; one of a repository has its commit as version.

    Raises:
        Malformed: the TOML does not parse.
    """
    for name, detail in pairs(file.toml().get("requires")):
        version = string(detail) or string(at(detail, "version")) or string(at(detail, "commitId"))
        if _NAME.fullmatch(name):
            evidence = file.at_toml("requires", name)
            yield Package(purl=cjpm_purl(name, version), evidence=evidence, vcs_url=string(at(detail, "git")))


def cjpm_purl(name: str, version: str = "") -> str:
    """The purl of a Cangjie module, "organization::name" with its organisation as namespace."""
    namespace, _, base = name.rpartition("::")
    return qualified("cjpm", base, version, namespace)
