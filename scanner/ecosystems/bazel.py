"""MODULE.bazel, WORKSPACE and *.bzl (Bazel). Source: https://bazel.build/external/module, …/rules/lib/repo/http"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope
from scanner.purl import archive_purl, purl, source_purl

_CALL = re.compile(
    r"^[ \t]*(module|bazel_dep|http_archive|git_repository|new_git_repository)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)",
    re.MULTILINE,
)
_STRING = re.compile(r'\b(\w+)\s*=\s*\[?\s*"([^"\n]+)"')
_FLAG = re.compile(r"\bdev_dependency\s*=\s*True\b")


@manifest("MODULE.bazel", "*.MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel", "WORKSPACE.bzlmod", ecosystem="bazel")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module, the modules that it depends on, and the archives and repositories that it fetches."""
    text = re.sub(r"#[^\n]*", lambda found: " " * len(found[0]), file.text())
    line = text_lines(text)
    project = ""
    for found in _CALL.finditer(text):
        function, body = found[1], found[2]
        values: dict[str, str] = {}
        for name, value in _STRING.findall(body):
            values.setdefault(name, value)
        evidence = file.at_line(line(found.start(1)))
        name, version = values.get("name", ""), values.get("version", "")
        if function == "module" and name:
            project = purl("bazel", name, version)
            yield Package(project, evidence, first_party=True)
        elif function == "bazel_dep" and name:
            scope = Scope.DEVELOPMENT if _FLAG.search(body) else Scope.RUNTIME
            yield from asked(project, purl("bazel", name, version), evidence, scope=scope)
        elif function == "http_archive":
            url = values.get("urls") or values.get("url", "")
            if identity := archive_purl(url):
                hashes = sha256(values.get("sha256", ""))
                yield Package(identity, evidence, scope=Scope.RUNTIME, direct=True, hashes=hashes, download_url=url)
        else:
            remote, ref = values.get("remote", ""), values.get("tag") or values.get("commit", "")
            if identity := source_purl(remote, ref) if remote else "":
                yield from asked(project, identity, evidence, vcs_url=remote)
