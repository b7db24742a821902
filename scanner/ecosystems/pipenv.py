"""Pipfile and Pipfile.lock (Pipenv). Source: https://pipenv.pypa.io/en/latest/pipfile.html"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._python import pypi_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import array, at, pairs, string, strings
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit

_SECTIONS = {"packages": Scope.RUNTIME, "dev-packages": Scope.DEVELOPMENT}
_LOCKED = {"default": Scope.RUNTIME, "develop": Scope.DEVELOPMENT}


@manifest("Pipfile", ecosystem="pypi")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each requirement.

    Raises:
        Malformed: the TOML does not parse.
    """
    for name, section, scope, detail in _asked(file):
        version = string(at(detail, "version")) or string(detail)
        pinned = version.removeprefix("==") if version.startswith("==") and "*" not in version else ""
        yield from asked(
            "",
            pypi_purl(name, pinned),
            file.at_toml(section, name),
            requirement="" if version == "*" else version,
            scope=scope,
            vcs_url=string(at(detail, "git")),
            download_url=string(at(detail, "file")),
        )


@lockfile("Pipfile.lock", ecosystem="pypi")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked distribution; a Pipfile beside it tells which are asked for.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    direct = {name.lower() for name, *_ in _asked_beside(file)}
    for section, scope in _LOCKED.items():
        for name, detail in pairs(at(document, section)):
            vcs = string(at(detail, "git"))
            version = string(at(detail, "version")).lstrip("=") or (string(at(detail, "ref")) if vcs else "")
            yield Package(
                purl=pypi_purl(name, version),
                evidence=file.at_key(section, name),
                scope=scope,
                direct=name.lower() in direct if direct else None,
                hashes=prefixed(strings(array(at(detail, "hashes")))),
                vcs_url=at_commit(vcs, string(at(detail, "ref"))),
            )


def _asked(file: ManifestFile) -> Iterator[tuple[str, str, Scope, object]]:
    document = file.toml()
    for section, scope in _SECTIONS.items():
        for name, detail in pairs(document.get(section)):
            if not isinstance(at(detail, "path"), str):
                yield name, section, scope, detail


def _asked_beside(file: ManifestFile) -> list[tuple[str, str, Scope, object]]:
    pipfile = file.open("Pipfile")
    try:
        return list(_asked(pipfile)) if pipfile else []
    except Malformed:  # reported where that file is read itself
        return []
