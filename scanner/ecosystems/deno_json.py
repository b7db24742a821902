"""deno.json, deno.jsonc and jsr.json (Deno). Source: https://docs.deno.com/runtime/fundamentals/configuration/"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._deno import registry_purl, split_specifier
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string
from scanner.package import Dependency, Package, Scope


@manifest("deno.json", "deno.jsonc", "jsr.json", ecosystem="deno")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package, when it is published as one, and what it imports from npm and JSR.

    Raises:
        Malformed: not JSON with comments.
    """
    document = file.json5()
    project = registry_purl("jsr", string(at(document, "name")), string(at(document, "version")))
    if project:
        told = string(at(document, "license"))
        yield Package(purl=project, evidence=file.at_key("name"), first_party=True, declared_license=told)
    for alias, specifier in pairs(at(document, "imports")):
        registry, name, requirement = split_specifier(string(specifier))
        if wanted := registry_purl(registry, name) if registry else "":
            evidence = file.at_key("imports", alias)
            yield from asked(project, wanted, evidence, requirement=requirement, scope=Scope.RUNTIME)
