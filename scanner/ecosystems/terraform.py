"""The lock file and the modules of Terraform and OpenTofu.

Source: https://developer.hashicorp.com/terraform/language/files/dependency-lock
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl, source_purl

_PROVIDER = re.compile(r'provider\s+"(?:([\w.-]+\.\w+)/)?([\w.-]+)/([\w.-]+)"\s*\{([^{}]*)\}')
_VERSION = re.compile(r'\bversion\s*=\s*"([^"\n]+)"')
_ZIP = re.compile(r'"zh:([0-9a-f]{64})"')
_MODULE = re.compile(r'\bmodule\s+"[^"\n]*"\s*\{')
_SOURCE = re.compile(r'\bsource\s*=\s*"([^"\n]+)"')


@lockfile(".terraform.lock.hcl", ecosystem="terraform")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked provider, with the digests of its archives for all platforms."""
    text = file.text()
    line = text_lines(text)
    for found in _PROVIDER.finditer(text):
        version = _VERSION.search(found[4])
        yield Package(
            purl=purl("terraform", found[3], version[1] if version else "", found[2]),
            evidence=file.at_line(line(found.start())),
            scope=Scope.BUILD,
            hashes=tuple(sorted({digest for value in _ZIP.findall(found[4]) for digest in sha256(value)})),
        )


@manifest("*.tf", ecosystem="terraform")
def parse_modules(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each module called from a registry or a repository; those of a folder are the project's own."""
    text = re.sub(r"(?m)^[ \t]*(?:#|//)[^\n]*", "", file.text())
    for opened in _MODULE.finditer(text):
        block = text[opened.end() : opened.end() + 2000]
        source = _SOURCE.search(block)
        version = _VERSION.search(block.partition("}")[0])
        stated = source[1] if source else ""
        identity = _module_purl(stated)
        if identity:
            evidence, requirement = file.evidence(stated), version[1] if version else ""
            yield from asked("", identity, evidence, requirement=requirement, scope=Scope.BUILD)


def _module_purl(source: str) -> str:
    if found := re.fullmatch(r"(?:[\w-]+(?:\.[\w-]+)+/)?([\w-]+)/([\w-]+)/([\w-]+)(?://.*)?", source):
        return purl("terraform", f"{found[2]}/{found[3]}", "", found[1]) if "github.com" not in source else ""
    plain, _, query = source.removeprefix("git::").partition("?")
    ref = re.search(r"ref=([\w./-]+)", query)
    address = re.sub(r"(?<!:)//.*", "", plain)
    return source_purl(address, ref[1] if ref else "") if "://" in address or address.startswith("git@") else ""
