"""environment.yml, meta.yaml recipes and conda-lock.yml (conda). Source: https://docs.conda.io/projects/conda/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._conda import conda_purl, split_spec
from scanner.ecosystems._python import parse_requirement, pypi_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, pairs, string, strings, table, tables
from scanner.manifest.yaml_text import parse_yaml
from scanner.package import Dependency, Evidence, Hash, Package, Scope

_SECTIONS = {"build": Scope.BUILD, "host": Scope.BUILD, "run": Scope.RUNTIME}
_SET = re.compile(r"""\{%-?\s*set\s+(\w+)\s*=\s*["']?([^"'%]*?)["']?\s*-?%\}""")
_BRACES = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@manifest("environment*.yml", "environment*.yaml", "*conda*env*.yml", "*conda*env*.yaml", ecosystem="conda")
def parse_environment(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package of an environment, those that pip installs too.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    for entry in array(at(document, "dependencies")):
        if isinstance(entry, str) and (spec := split_spec(entry)):
            name, version, requirement = spec
            yield from asked(
                "", conda_purl(name, version), file.evidence("dependencies:", entry), requirement=requirement
            )
        for text in strings(array(at(entry, "pip"))):
            wanted = parse_requirement(text)
            if wanted:
                yield from wanted.asked_by("", file.evidence("pip:", text), Scope.RUNTIME)


@manifest("meta.yaml", "meta.yml", ecosystem="conda")
def parse_recipe(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs. The Jinja in it is filled from its own `set` lines.

    Raises:
        Malformed: the YAML that is left does not parse.
    """
    document = table(next(iter(parse_yaml(_rendered(file.text()))), None))
    name = string(at(document, "package", "name"))
    if not re.fullmatch(r"[A-Za-z0-9_][\w.-]*", name):
        return
    project = conda_purl(name, string(at(document, "package", "version")))
    yield _recipe(file, project, document)
    for section, scope in _SECTIONS.items():
        for text in strings(array(at(document, "requirements", section))):
            if spec := split_spec(text):
                evidence = file.evidence(f"{section}:", spec[0])
                yield from asked(project, conda_purl(spec[0]), evidence, requirement=spec[2], scope=scope)


@lockfile("conda-lock.yml", "*.conda-lock.yml", ecosystem="conda")
def parse_lock(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package that conda-lock resolved, for all platforms.

    Raises:
        Malformed: the YAML does not parse.
    """
    locked = [entry for entry in tables(at(file.yaml(), "package")) if string(entry.get("name"))]
    purls = {string(entry.get("name")): _locked_purl(entry) for entry in locked}
    for entry in locked:
        evidence = file.evidence("package:", f"name: {string(entry.get('name'))}")
        yield Package(
            purl=_locked_purl(entry),
            evidence=evidence,
            scope=Scope.RUNTIME if entry.get("category") in ("main", None) else Scope.DEVELOPMENT,
            hashes=_hashes(table(entry.get("hash"))),
            download_url=string(entry.get("url")),
        )
        for name, requirement in pairs(entry.get("dependencies")):
            if needed := purls.get(name):
                yield Dependency(_locked_purl(entry), needed, evidence, string(requirement))


def _recipe(file: ManifestFile, project: str, document: Table) -> Package:
    about, source = table(document.get("about")), document.get("source")
    return Package(
        purl=project,
        evidence=_name_evidence(file),
        first_party=True,
        declared_license=string(about.get("license")),
        homepage=string(about.get("home")),
        vcs_url=string(about.get("dev_url")),
        description=string(about.get("summary")),
        download_url=string(at(source, "url")),
    )


def _name_evidence(file: ManifestFile) -> Evidence:
    return file.evidence("package:", "name:")


def _rendered(text: str) -> str:
    values = dict(_SET.findall(text))
    filled = _BRACES.sub(
        lambda found: values.get(found[1], ""), re.sub(r"\{%.*?(?:%\}|$)", "", text, flags=re.MULTILINE)
    )
    return re.sub(r"\{\{.*?(?:\}\}|$)", "", filled, flags=re.MULTILINE)


def _locked_purl(entry: Table) -> str:
    name, version = string(entry.get("name")), string(entry.get("version"))
    return pypi_purl(name, version) if entry.get("manager") == "pip" else conda_purl(name, version)


def _hashes(stated: Table) -> tuple[Hash, ...]:
    return tuple(sorted({digest for name, value in pairs(stated) for digest in from_hex(name, string(value))}))


@lockfile("conda-*.lock", "*explicit*.txt", ecosystem="conda")
def parse_explicit(file: ManifestFile) -> Iterator[Package]:
    """Yield each package of an explicit list of addresses, as `conda list --explicit` writes it."""
    if b"@EXPLICIT" not in file.content[:100_000]:
        return
    for number, line in file.lines():
        found = re.match(r"(https?://\S+/([\w.-]+)-([^-/]+)-([^-/]+)\.(?:conda|tar\.bz2))(?:#(\w+))?\s*\Z", line)
        if found:
            yield Package(
                purl=conda_purl(found[2], found[3]),
                evidence=file.at_line(number),
                hashes=from_hex("md5" if len(found[5] or "") == 32 else "sha256", found[5] or ""),
                download_url=found[1],
            )
