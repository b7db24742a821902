"""ivy.xml (Apache Ivy). Source: https://ant.apache.org/ivy/history/latest-milestone/ivyfile.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.xml_text import child, children, local, source_line
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_NAME = re.compile(r"[\w.-]+")


@manifest("ivy.xml", "ivy-*.xml", ecosystem="maven")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module and what it depends on.

    Raises:
        Malformed: the XML does not parse, or is not an Ivy file.
    """
    root = file.xml()
    file.require(local(root) == "ivy-module", "the root element is not <ivy-module>")
    info = child(root, "info")
    project = ""
    if info is not None and _NAME.fullmatch(info.get("module") or ""):
        stated = info.get("revision") or ""
        project = purl(
            "maven", info.get("module") or "", "" if "$" in stated else stated, info.get("organisation") or ""
        )
        licenses = " OR ".join(filter(None, (each.get("name") for each in children(info, "license"))))
        yield Package(project, file.at_line(source_line(info)), first_party=True, declared_license=licenses)
    for entry in children(child(root, "dependencies"), "dependency"):
        name, group, revision = entry.get("name") or "", entry.get("org") or "", entry.get("rev") or ""
        if _NAME.fullmatch(name):
            ranged = re.search(r"[\[\](),+$]|latest\.", revision) is not None
            scope = Scope.TEST if (entry.get("conf") or "").startswith("test") else Scope.RUNTIME
            wanted, evidence = purl("maven", name, "" if ranged else revision, group), file.at_line(source_line(entry))
            yield from asked(project, wanted, evidence, requirement=revision if ranged else "", scope=scope)
