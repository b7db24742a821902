"""Copies of other people's code that only their folder and their licence file tell of: `third_party/lib-1.2/LICENSE`.

A folder counts whose name customs keep for such copies. One with a manifest of its own is left to that manifest's
parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile, decoded
from scanner.manifest.vendored import is_vendored
from scanner.package import Package, Scope
from scanner.purl import purl

_FOLDER = re.compile(
    r"(?:.*/)?(?:third[_-]?party|3rd[_-]?party|external|externals|extern|ext_libs|deps)/([A-Za-z][\w.+-]*)/[^/]+",
    re.IGNORECASE,
)
_VERSIONED = re.compile(r"(.+?)[-_]v?(\d+(?:\.\d+)+[\w.+-]*)")
_VERSION = re.compile(
    r"v?(\d+(?:\.\d+)+(?:[-+.]?(?:rc|alpha|beta|a|b)[\w.]*)?)(?:-\d+-g[0-9a-f]+)?\s*\Z", re.IGNORECASE
)
_MANIFESTS = (
    "package.json", "Cargo.toml", "go.mod", "pom.xml", "setup.py", "pyproject.toml", "composer.json", "mix.exs",
    "rebar.config", "oh-package.json5", "cjpm.toml", "pubspec.yaml", "README.OpenSource", "README.chromium", "METADATA",
    "moz.yaml",
)  # fmt: skip
_PLAIN = frozenset({"licenses", "license", "licences", "src", "source", "include", "lib", "libs", "patches", "cmake"})


@manifest(
    "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING", "COPYING.txt", "COPYRIGHT",
    ecosystem="generic",
)  # fmt: skip
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield the copy that the folder of a licence file is."""
    found = _FOLDER.fullmatch(file.path)
    if found is None or found[1].lower() in _PLAIN or any(file.open(name) for name in _MANIFESTS):
        return
    named = _VERSIONED.fullmatch(found[1])
    name, version = (named[1], named[2]) if named else (found[1], _stated(file))
    yield Package(
        purl("generic", name, version), file.at_line(1), scope=Scope.RUNTIME, first_party=is_vendored(file.path)
    )


def _stated(file: ManifestFile) -> str:
    """The version in a VERSION file beside, without what `git describe` adds; "" when there is none."""
    for name in ("VERSION", "VERSION.txt", "version.txt", ".version"):
        other = file.open(name)
        if other is not None and (found := _VERSION.match(decoded(other.content[:200]).strip())):
            return found[1]
    return ""
