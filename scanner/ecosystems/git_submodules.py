""".gitmodules: other repositories that this one contains, each at the commit that the tree names for its path.
Source: https://git-scm.com/docs/gitmodules
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Package, Scope
from scanner.purl import source_purl

_ENTRY = re.compile(r"\s*(path|url|branch)\s*=\s*(\S+)")


@manifest(".gitmodules", ecosystem="generic")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each submodule whose address is absolute, at its commit, else with the branch that it follows as
    requirement.
    """
    told: dict[str, str] = {}
    line = 0
    for number, raw in [*file.lines(), (0, "[end]")]:
        if raw.lstrip().startswith("["):
            yield from _submodule(file, told, line)
            told = {}
        elif found := _ENTRY.match(raw):
            told[found[1]] = found[2]
            line = number if found[1] == "url" else line


def _submodule(file: ManifestFile, told: dict[str, str], line: int) -> Iterator[Package]:
    url, commit = told.get("url", ""), file.commit(told["path"]) if "path" in told else ""
    if identity := source_purl(url, commit) if "://" in url or url.startswith("git@") else "":
        yield Package(
            purl=identity,
            evidence=file.at_line(line),
            requirement="" if commit else told.get("branch", ""),
            scope=Scope.RUNTIME,
            direct=True,
            vcs_url=url,
        )
