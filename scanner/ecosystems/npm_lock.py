"""package-lock.json and npm-shrinkwrap.json, formats 1 to 3 (npm).

Source: npm CLI documentation, “package-lock.json”. Formats 2 and 3 list every installed folder under
`packages`; format 1 nests `dependencies`, which are turned into the same folders here, so that both resolve edges as
node does.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import is_name, npm_purl, repository_url, split_reference
from scanner.ecosystems._npm_manifest import license_of
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import integrity
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, pairs, string, table
from scanner.package import Dependency, Evidence, Package, Scope

_EDGES = {
    "dependencies": Scope.RUNTIME,
    "requires": Scope.RUNTIME,
    "optionalDependencies": Scope.OPTIONAL,
    "devDependencies": Scope.DEVELOPMENT,
    "peerDependencies": Scope.PROVIDED,
}
_MODULES = "node_modules/"
_DEEPEST = 100  # nested dependencies of format 1


@lockfile("*package-lock*.json", "npm-shrinkwrap.json", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each installed package and its edges.

    Raises:
        Malformed: not JSON, not an object, or nested too deeply.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    own = table(document)
    # Format 2 states everything twice; where the halves differ, `packages` wins and nothing is lost.
    folders = dict(_old_folders(file, own)) | dict(_folders(own))
    _name_links(folders)
    purls = {folder: identity for folder, entry in folders.items() if (identity := _purl(folder, entry))}
    direct = {
        target
        for folder in purls
        if _own(folder, folders[folder])
        for _, name, _ in _wanted(folders[folder])
        if (target := _resolve(folder, name, folders)) is not None
    }
    for folder, identity in purls.items():
        entry = folders[folder]
        evidence = _evidence(file, folder)
        if not entry.get("link"):
            yield _package(folder, identity, entry, evidence, folder in direct)
            yield from _edges(folder, folders, purls, evidence)


def _package(folder: str, identity: str, entry: Table, evidence: Evidence, direct: bool) -> Package:
    first_party = _own(folder, entry)
    resolved = string(entry.get("resolved")) or string(entry.get("version"))
    vcs = repository_url(resolved) if ":" in resolved else ""
    return Package(
        purl=identity,
        evidence=evidence,
        scope=None if first_party else _scope(entry),
        first_party=first_party,
        direct=None if first_party else direct,
        declared_license=license_of(entry),
        hashes=integrity(string(entry.get("integrity"))),
        download_url=resolved if resolved.startswith(("http://", "https://")) and not vcs else "",
        vcs_url=vcs,
    )


def _scope(entry: Table) -> Scope:
    if entry.get("dev") is True:
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if entry.get("optional") is True or entry.get("devOptional") is True else Scope.RUNTIME


def _edges(folder: str, folders: dict[str, Table], purls: dict[str, str], evidence: Evidence) -> Iterator[Dependency]:
    for scope, name, requirement in _wanted(folders[folder]):
        target = _resolve(folder, name, folders)
        if target in purls:
            yield Dependency(purls[folder], purls[target], evidence, requirement, scope)


def _wanted(entry: Table) -> Iterator[tuple[Scope, str, str]]:
    for section, scope in _EDGES.items():
        for name, requirement in pairs(entry.get(section)):
            yield scope, name, string(requirement)


def _resolve(folder: str, name: str, folders: dict[str, Table]) -> str | None:
    """The folder that node finds `name` in from `folder`: its own node_modules, then that of each folder above."""
    while True:
        found = f"{folder}/{_MODULES}{name}".removeprefix("/")
        if found in folders:
            entry = folders[found]
            linked = string(entry.get("resolved")) if entry.get("link") is True else found
            return linked if linked in folders else None
        if not folder:
            return None
        folder = folder.rpartition(f"/{_MODULES}")[0] if _MODULES in folder else folder.rpartition("/")[0]


def _own(folder: str, entry: Table) -> bool:
    """Whether a folder is the project's: outside node_modules, and not from a registry."""
    return _MODULES not in f"{folder}/" and not string(entry.get("resolved")).startswith(("http://", "https://"))


def _purl(folder: str, entry: Table) -> str:
    version = string(entry.get("version"))
    name = string(entry.get("name")) or ("" if _own(folder, entry) else folder.rpartition(_MODULES)[2])
    if version.startswith("npm:"):  # format 1 spells an alias in the version
        name, _, version = split_reference(version[4:])
    if ":" in version:  # a git or file address: the package has no registry version
        version = version.rpartition("#")[2] if "#" in version else ""
    return npm_purl(name, version) if is_name(name) else ""


def _folders(own: Table) -> Iterator[tuple[str, Table]]:
    for folder, entry in table(own.get("packages")).items():
        if isinstance(folder, str) and isinstance(entry, dict):
            root = {"name": own.get("name"), "version": own.get("version")} if not folder else {}
            yield folder, {**root, **entry}


def _name_links(folders: dict[str, Table]) -> None:
    """Give workspace folders, which are listed without one, the name that they are linked by."""
    for folder, entry in list(folders.items()):
        target = string(entry.get("resolved"))
        if entry.get("link") is True and target in folders:
            folders[target] = {"name": folder.rpartition(_MODULES)[2], **folders[target]}


def _old_folders(file: ManifestFile, own: Table) -> Iterator[tuple[str, Table]]:
    """Format 1 as the folders of format 2. What the project itself asks for stands in its package.json."""
    asked = _asked_for(file) if "packages" not in own else {}
    yield "", {**asked, "name": own.get("name"), "version": own.get("version")}
    yield from _nested("", own, 0)


def _nested(folder: str, entry: Table, depth: int) -> Iterator[tuple[str, Table]]:
    """What is installed below `folder`, in the order of the file."""
    if depth > _DEEPEST:
        raise Malformed(f"dependencies nested more than {_DEEPEST} levels deep")
    for name, nested in pairs(entry.get("dependencies")):
        below = f"{folder}/{_MODULES}{name}".removeprefix("/")
        yield below, {key: value for key, value in table(nested).items() if key not in ("dependencies", "name")}
        yield from _nested(below, table(nested), depth + 1)


def _asked_for(file: ManifestFile) -> Table:
    package = file.open("package.json")
    try:
        document = table(package.json()) if package else {}
    except Malformed:  # reported where that file is read itself
        return {}
    return {section: document.get(section) for section in _EDGES if section != "requires"}


def _evidence(file: ManifestFile, folder: str) -> Evidence:
    if not folder:
        return file.at_key("name")
    return file.at_first(
        ('"packages"', f'"{folder}": {{'), ('"dependencies"', f'"{folder.rpartition(_MODULES)[2]}": {{')
    )
