"""haxelib.json (Haxe). Source: https://lib.haxe.org/documentation/creating-a-haxelib-package/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, pairs, string, strings, table
from scanner.package import Dependency, Package
from scanner.purl import purl

_NAME = re.compile(r"[\w.-]+")


@manifest("haxelib.json", ecosystem="haxe")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the library and what it depends on; a version there is the only one that does.

    Raises:
        Malformed: not JSON.
    """
    document = table(file.json())
    name = string(document.get("name"))
    if not _NAME.fullmatch(name):
        return
    project = purl("haxe", name, string(document.get("version")))
    yield Package(
        purl=project,
        evidence=file.at_key("name"),
        first_party=True,
        declared_license=string(document.get("license")),
        homepage=string(document.get("url")),
        description=string(document.get("description")),
        authors=tuple(strings(array(document.get("contributors")))),
    )
    for wanted, value in pairs(document.get("dependencies")):
        told = string(value)
        if _NAME.fullmatch(wanted):
            vcs = told.removeprefix("git:") if told.startswith("git:") else ""
            version = told if told[:1].isdigit() else ""
            yield from asked(project, purl("haxe", wanted, version), file.at_key("dependencies", wanted), vcs_url=vcs)
