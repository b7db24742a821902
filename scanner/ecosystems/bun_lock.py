"""bun.lock, the text lockfile (Bun). Source: https://bun.sh/docs/install/lockfile

A package is a list: "name@version", registry, {dependencies…}, integrity; a git one has its commit instead. Its key
is the path under which it is found, "debug/ms" for the ms that debug sees, so edges resolve as in node_modules.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import is_name, npm_purl, repository_url, split_reference
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import integrity
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, table
from scanner.package import Dependency, Package, Scope

_NEEDS = {
    "dependencies": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
    "peerDependencies": Scope.PROVIDED,
    "devDependencies": Scope.DEVELOPMENT,
}


@lockfile("bun.lock", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges; workspaces are first-party.

    Raises:
        Malformed: not JSON with comments, or not an object.
    """
    document = file.json5()
    file.require(isinstance(document, dict), "not a JSON object")
    entries = {key: array(entry) for key, entry in pairs(at(document, "packages"))}
    purls = {key: identity for key, entry in entries.items() if (identity := _purl(entry))}
    asked: dict[str, Scope] = {}
    for workspace in table(at(document, "workspaces")).values():
        needs = [(scope, _resolve("", name, entries), want) for scope, name, want in _wanted(table(workspace))]
        for scope, key, _ in needs:
            asked.setdefault(key, scope)
        name, version = string(at(workspace, "name")), string(at(workspace, "version"))
        if is_name(name) and version:
            own, evidence = npm_purl(name, version), file.at_key("workspaces", name)
            yield Package(purl=own, evidence=evidence, first_party=True)
            for scope, key, requirement in needs:
                if key in purls:
                    yield Dependency(own, purls[key], evidence, requirement, scope)
    for key, identity in purls.items():
        entry = entries[key]
        evidence = file.at_first(('"packages"', f'"{key}": ['))
        yield Package(
            purl=identity,
            evidence=evidence,
            scope=asked.get(key),
            direct=key in asked,
            hashes=next((found for value in entry[1:] if (found := integrity(string(value)))), ()),
            vcs_url=repository_url(split_reference(_locator(entry))[2]),
        )
        details = next((table(value) for value in entry if isinstance(value, dict)), {})
        for scope, name, requirement in _wanted(details):
            if needed := purls.get(_resolve(key, name, entries)):
                yield Dependency(identity, needed, evidence, requirement, scope)


def _locator(entry: list[object]) -> str:
    return string(entry[0]) if entry else ""


def _purl(entry: list[object]) -> str:
    name, _, version = split_reference(_locator(entry))
    if not is_name(name) or not version or version.startswith(("workspace:", "file:", "link:")):
        return ""
    if ":" in version or "/" in version:  # a git or archive address
        version = version.rpartition("#")[2] if "#" in version else ""
    return npm_purl(name, version)


def _wanted(detail: Table) -> Iterator[tuple[Scope, str, str]]:
    for section, scope in _NEEDS.items():
        for name, requirement in pairs(detail.get(section)):
            yield scope, name, string(requirement)


def _resolve(key: str, name: str, entries: dict[str, list[object]]) -> str:
    """The key that `name` means for the package `key`: below it, or below what is above it; "" if nowhere."""
    above = key
    while above:
        if f"{above}/{name}" in entries:
            return f"{above}/{name}"
        above = above.rpartition("/")[0]
    return name if name in entries else ""
