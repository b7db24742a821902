"""pack.pl (SWI-Prolog). Source: https://www.swi-prolog.org/howto/Pack.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package
from scanner.purl import purl

_TERM = re.compile(r"^[ \t]*(\w+)\s*\(\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|([\w.]+))\s*(?:,|\))", re.MULTILINE)


@manifest("pack.pl", ecosystem="swiplpack")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the pack and the packs that it requires."""
    terms: dict[str, str] = {}
    wanted: list[str] = []
    for name, single, double, atom in _TERM.findall(re.sub(r"%[^\n]*", "", file.text())):
        if name == "requires":
            wanted.append(single or double or atom)
        terms.setdefault(name, single or double or atom)
    name = terms.get("name", "")
    if not re.fullmatch(r"\w+", name):
        return
    project = purl("swiplpack", name, terms.get("version", ""))
    yield Package(
        purl=project,
        evidence=file.evidence("name("),
        first_party=True,
        homepage=terms.get("home", ""),
        description=terms.get("title", ""),
        authors=tuple(filter(None, [terms.get("author", "")])),
    )
    for need in wanted:
        if re.fullmatch(r"\w+", need) and need != "prolog":
            yield from asked(project, purl("swiplpack", need), file.evidence("requires", need))
