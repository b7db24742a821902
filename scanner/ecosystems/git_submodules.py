""".gitmodules: other repositories that this one contains. Source: https://git-scm.com/docs/gitmodules

Which commit of each is contained, the tree tells and this file does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Package, Scope
from scanner.purl import source_purl


@manifest(".gitmodules", ecosystem="generic")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each submodule whose address is absolute, with the branch that it follows as requirement."""
    url, line, branch = "", 0, ""
    for number, raw in [*file.lines(), (0, "[end]")]:
        if raw.lstrip().startswith("["):
            if identity := source_purl(url) if "://" in url or url.startswith("git@") else "":
                yield Package(
                    purl=identity,
                    evidence=file.at_line(line),
                    requirement=branch,
                    scope=Scope.RUNTIME,
                    direct=True,
                    vcs_url=url,
                )
            url, branch = "", ""
        elif found := re.match(r"\s*(url|branch)\s*=\s*(\S+)", raw):
            if found[1] == "url":
                url, line = found[2], number
            else:
                branch = found[2]
