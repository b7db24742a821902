"""build.zig.zon (Zig). Source: https://github.com/ziglang/zig/blob/master/doc/build.zig.zon.md

Zig has no registry: a dependency is an archive or a repository. Its hash is one of an unpacked tree, so it is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package
from scanner.purl import archive_purl, purl, source_purl

_NAME = re.compile(r'\.name\s*=\s*(?:"([^"\n]+)"|\.(\w+))')
_VERSION = re.compile(r'\.version\s*=\s*"([^"\n]+)"')
_URL = re.compile(r'\.url\s*=\s*"([^"\n]+)"')


@manifest("build.zig.zon", ecosystem="zig")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and each dependency that has an address."""
    text = re.sub(r"(?m)^[ \t]*//[^\n]*", lambda found: " " * len(found[0]), file.text())
    line = text_lines(text)
    project = ""
    name, version = _NAME.search(text), _VERSION.search(text)
    if name and re.fullmatch(r"[\w.-]+", name[1] or name[2]):
        project = purl("generic", name[1] or name[2], version[1] if version else "")
        yield Package(purl=project, evidence=file.at_line(line(name.start())), first_party=True)
    for found in _URL.finditer(text):
        url = found[1]
        if url.startswith("git+"):
            address, _, commit = url.removeprefix("git+").partition("#")
            identity = source_purl(address.partition("?")[0], commit)
        else:
            identity = archive_purl(url)
        if identity:
            archive = "" if url.startswith("git+") else url
            yield from asked(project, identity, file.at_line(line(found.start())), download_url=archive)
