"""Cargo.lock (Rust). Source: https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.manifest.declaration import lockfile
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, string, strings, table, tables
from scanner.package import Dependency, Hash, Package
from scanner.purl import purl


@lockfile("Cargo.lock", ecosystem="cargo")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked crate and its edges. A crate without a source is a member of the workspace.

    Raises:
        Malformed: the TOML does not parse.
    """
    document = file.toml()
    crates = [crate for crate in tables(document.get("package")) if string(crate.get("name"))]
    known = _by_reference(crates)
    members = [crate for crate in crates if not crate.get("source")]
    direct = {known.get(wanted) for crate in members for wanted in _wanted(crate)}
    for crate in crates:
        identity = _purl(crate)
        evidence = file.evidence("[[package]]", f'name = "{crate["name"]}"')
        first_party = not crate.get("source")
        source = string(crate.get("source"))
        yield Package(
            purl=identity,
            evidence=evidence,
            first_party=first_party,
            direct=None if first_party else identity in direct,
            hashes=_hashes(crate, document),
            vcs_url=source.removeprefix("git+") if source.startswith("git+") else "",
        )
        for wanted in _wanted(crate):
            if needed := known.get(wanted):
                yield Dependency(identity, needed, evidence)


def _purl(crate: Table) -> str:
    return purl("cargo", string(crate.get("name")), string(crate.get("version")))


def _wanted(crate: Table) -> list[str]:
    """References to other crates: "name", "name version" or "name version (source)"."""
    return [wanted.partition(" (")[0] for wanted in strings(array(crate.get("dependencies")))]


def _by_reference(crates: list[Table]) -> dict[str, str]:
    found: dict[str, str] = {}
    for crate in crates:
        name, version = string(crate.get("name")), string(crate.get("version"))
        found.setdefault(name, _purl(crate))
        found[f"{name} {version}"] = _purl(crate)
    return found


def _hashes(crate: Table, document: Table) -> tuple[Hash, ...]:
    """Format 1 keeps the checksums in a table of its own: "checksum name version (source)" = "…"."""
    reference = f"checksum {string(crate.get('name'))} {string(crate.get('version'))} ({string(crate.get('source'))})"
    value = string(crate.get("checksum")) or string(at(table(document.get("metadata")), reference))
    return (Hash("SHA-256", value.lower()),) if len(value) == 64 else ()
