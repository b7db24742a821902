"""oh-package.json5 and hvigor-config.json5 (OpenHarmony, HarmonyOS).

Source: https://developer.huawei.com/consumer/cn/doc/harmonyos-guides/ide-oh-package-json5
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import linked, npm_purl
from scanner.ecosystems._npm import wanted as npm_wanted
from scanner.ecosystems._npm_manifest import described
from scanner.ecosystems._ohpm import is_name, ohpm_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, table
from scanner.package import Dependency, Evidence, Package, Scope

_TABLES = {
    "dependencies": Scope.RUNTIME,
    "dynamicDependencies": Scope.RUNTIME,
    "devDependencies": Scope.DEVELOPMENT,
}


@manifest("oh-package.json5", ecosystem="ohpm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module and what it depends on.

    Raises:
        Malformed: not JSON5, or not an object.
    """
    document = file.json5()
    file.require(isinstance(document, dict), "not a JSON5 object")
    own = table(document)
    project = ""
    name = string(own.get("name"))
    if is_name(name):
        project = ohpm_purl(name, string(own.get("version")))
        yield described(project, file.at_first(('"name"',), ("'name'",), ("name",)), own)
    for section, scope in _TABLES.items():
        for wanted, specifier in pairs(own.get(section)):
            if is_name(wanted):
                evidence = _at(file, section, wanted)
                need = string(specifier) or string(at(specifier, "version"))
                identity = linked(file, file.name, need, ohpm_purl) or ohpm_purl(wanted)
                yield from asked(project, identity, evidence, requirement=need, scope=scope)


@manifest("hvigor-config.json5", ecosystem="ohpm")
def parse_build_tool(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield what the hvigor build tool loads; these come from an npm registry.

    Raises:
        Malformed: not JSON5.
    """
    for wanted, specifier in pairs(at(file.json5(), "dependencies")):
        need = npm_wanted(wanted, string(specifier))
        if is_name(need.name):
            evidence = _at(file, "dependencies", wanted)
            yield from asked("", npm_purl(need.name), evidence, requirement=need.requirement, scope=Scope.BUILD)


def _at(file: ManifestFile, section: str, name: str) -> Evidence:
    return file.at_first(*((f"{q}{section}{q}", f"{q}{name}{q}") for q in ('"', "'")), (section, name))
