"""package.json (npm, yarn, pnpm, bun). Source: npm CLI documentation, “package.json”."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import is_name, linked, npm_purl, repository_url, wanted
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope

_TABLES = {
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.DEVELOPMENT,
    "optionalDependencies": Scope.OPTIONAL,
    "peerDependencies": Scope.PROVIDED,
}


@manifest("package.json", ecosystem="npm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it depends on.

    Raises:
        Malformed: not JSON, or not an object.
    """
    document = file.json()
    file.require(isinstance(document, dict), "not a JSON object")
    own = table(document)
    project = ""
    name = string(own.get("name"))
    if is_name(name):
        project = npm_purl(name, string(own.get("version")))
        yield _package(file, project, own)
    yield from _dependencies(file, project, own)


def _package(file: ManifestFile, project: str, own: Table) -> Package:
    return Package(
        purl=project,
        evidence=file.at_key("name"),
        first_party=True,
        declared_license=license_of(own),
        vcs_url=_repository(own.get("repository")),
        homepage=string(own.get("homepage")),
        description=string(own.get("description")),
        authors=tuple(
            person for value in (own.get("author"), *array(own.get("authors"))) if (person := _person(value))
        ),
    )


def _dependencies(file: ManifestFile, project: str, own: Table) -> Iterator[Package | Dependency]:
    optional = {name for name, meta in pairs(own.get("peerDependenciesMeta")) if at(meta, "optional") is True}
    also_optional = table(own.get("optionalDependencies"))
    for section, scope in _TABLES.items():
        for name, specifier in pairs(own.get(section)):
            if (section == "dependencies" and name in also_optional) or not is_name(name):
                continue  # npm lets the optional entry win
            told = string(specifier)
            need = wanted(name, _catalogued(file, name, told) if told.startswith("catalog:") else told)
            yield from asked(
                project,
                linked(file, "package.json", need.requirement, npm_purl) or npm_purl(need.name),
                file.at_key(section, name),
                requirement=need.requirement,
                scope=Scope.OPTIONAL if section == "peerDependencies" and name in optional else scope,
                vcs_url=need.vcs_url,
                download_url=need.download_url,
            )
    listed = {name for section in _TABLES for name, _ in pairs(own.get(section))}
    for section in ("bundledDependencies", "bundleDependencies"):
        for name in filter(is_name, strings(own.get(section))):
            if name not in listed:
                yield from asked(project, npm_purl(name), file.at_key(section, name))


def _catalogued(file: ManifestFile, name: str, specifier: str) -> str:
    """The range that pnpm-workspace.yaml keeps for `catalog:` or `catalog:NAME`. https://pnpm.io/catalogs"""
    catalog = specifier.removeprefix("catalog:") or "default"
    for up in range(file.path.count("/") + 1):
        if workspace := file.open("../" * up + "pnpm-workspace.yaml"):
            try:
                document = workspace.yaml()
            except Malformed:  # not a file that we report on
                return specifier
            shared = at(document, "catalog", name) if catalog == "default" else None
            return string(shared) or string(at(document, "catalogs", catalog, name)) or specifier
    return specifier


def license_of(own: Table) -> str:
    """`license` in its current and its retired forms: a string, {type, url}, or a list of either; `licenses`
    likewise.
    """
    for key in ("license", "licence", "licenses"):
        value = own.get(key)
        stated = [text for item in (value if isinstance(value, list) else [value]) if (text := _license(item))]
        if stated:
            return " OR ".join(dict.fromkeys(stated))
    return ""


def _license(value: object) -> str:
    if not isinstance(value, dict):
        return string(value)
    name, url = string(value.get("type")) or string(value.get("name")), string(value.get("url"))
    return f"{name} <{url}>" if name and url else name or url


def _repository(value: object) -> str:
    told = string(at(value, "url")) if isinstance(value, dict) else string(value)
    return repository_url(told) or told


def _person(value: object) -> str:
    if not isinstance(value, dict):
        return string(value)
    name, email = string(value.get("name")), string(value.get("email"))
    return f"{name} <{email}>" if name and email else name or email
