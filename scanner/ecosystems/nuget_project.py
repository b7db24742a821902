"""MSBuild projects and props, packages.config, nuspec (.NET).

Source: https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files,
…/central-package-management
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.ecosystems._nuget import Properties, is_name, nuget_purl, split_version, stated_version
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.xml_text import child, children, local, source_line, text_of
from scanner.package import Dependency, Package, Scope

if TYPE_CHECKING:
    from lxml.etree import _Element


@manifest("*.csproj", "*.fsproj", "*.vbproj", "Directory.Build.props", "Directory.Build.targets", ecosystem="nuget")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and the packages it references, with centrally managed versions and properties filled.

    Raises:
        Malformed: the XML does not parse, or is not a project.
    """
    root = file.xml()
    file.require(local(root) == "Project", "the root element is not <Project>")
    properties = Properties(file, root)
    project = ""
    if file.name.endswith("proj"):
        name = properties.get("PackageId", "AssemblyName") or file.name.rpartition(".")[0]
        if is_name(name):
            project = nuget_purl(name, split_version(properties.get("Version", "VersionPrefix"))[0])
            yield _project(file, project, properties)
    for reference in _items(root, "PackageReference", "DotNetCliToolReference"):
        yield from _reference(file, project, reference, properties)


@manifest("Directory.Packages.props", "*.Packages.props", "Packages.props", ecosystem="nuget")
def parse_central(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each package whose version is managed centrally; which project needs it, the projects tell.

    Raises:
        Malformed: the XML does not parse, or is not a project.
    """
    root = file.xml()
    file.require(local(root) == "Project", "the root element is not <Project>")
    properties = Properties(file, root)
    for entry in _items(root, "PackageVersion", "GlobalPackageReference", "PackageReference"):
        name = properties.filled(entry.get("Include") or entry.get("Update") or "").strip()
        version, requirement = split_version(properties.filled(stated_version(entry)))
        if is_name(name) and (version or requirement):
            evidence = file.at_line(source_line(entry))
            yield Package(purl=nuget_purl(name, version), evidence=evidence, requirement=requirement)


@manifest("packages.config", "packages.*.config", ecosystem="nuget")
def parse_config(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each installed package.

    Raises:
        Malformed: the XML does not parse.
    """
    for entry in children(file.xml(), "package"):
        name, version = entry.get("id") or "", entry.get("version") or ""
        if is_name(name):
            development = (entry.get("developmentDependency") or "").lower() == "true"
            yield Package(
                purl=nuget_purl(name, version),
                evidence=file.at_line(source_line(entry)),
                scope=Scope.DEVELOPMENT if development else Scope.RUNTIME,
            )


@manifest("*.nuspec", ecosystem="nuget")
def parse_nuspec(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a nuspec describes and its dependencies.

    Raises:
        Malformed: the XML does not parse.
    """
    metadata = child(file.xml(), "metadata")
    name, version = text_of(metadata, "id"), text_of(metadata, "version")
    if not is_name(name):
        return
    project = nuget_purl(name, "" if "$" in version else version)
    repository = child(metadata, "repository")
    yield Package(
        purl=project,
        evidence=file.at_line(source_line(child(metadata, "id"))),
        first_party=True,
        declared_license=text_of(metadata, "license") or text_of(metadata, "licenseUrl"),
        homepage=text_of(metadata, "projectUrl"),
        vcs_url=(repository.get("url") or "") if repository is not None else "",
        description=text_of(metadata, "description"),
        authors=tuple(filter(None, (author.strip() for author in text_of(metadata, "authors").split(",")))),
        copyright=text_of(metadata, "copyright"),
    )
    listed = child(metadata, "dependencies")
    for holder in (listed, *children(listed, "group")):
        for entry in children(holder, "dependency"):
            if is_name(entry.get("id") or ""):
                evidence = file.at_line(source_line(entry))
                yield from asked(
                    project, nuget_purl(entry.get("id") or ""), evidence, requirement=entry.get("version") or ""
                )


def _project(file: ManifestFile, project: str, properties: Properties) -> Package:
    return Package(
        purl=project,
        evidence=file.at_line(1),
        first_party=True,
        declared_license=properties.get("PackageLicenseExpression", "PackageLicenseUrl"),
        homepage=properties.get("PackageProjectUrl"),
        vcs_url=properties.get("RepositoryUrl"),
        description=properties.get("Description"),
        supplier=properties.get("Company"),
        authors=tuple(filter(None, (author.strip() for author in properties.get("Authors").split(";")))),
        copyright=properties.get("Copyright"),
    )


def _reference(
    file: ManifestFile, project: str, entry: _Element, properties: Properties
) -> Iterator[Package | Dependency]:
    name = properties.filled(entry.get("Include") or entry.get("Update") or "").strip()
    if not is_name(name):
        return
    stated = stated_version(entry) or properties.central.get(name.lower(), "")
    version, requirement = split_version(properties.filled(stated))
    private = (entry.get("PrivateAssets") or text_of(entry, "PrivateAssets")).lower() == "all"
    yield from asked(
        project,
        nuget_purl(name, version),
        file.at_line(source_line(entry)),
        requirement=requirement,
        scope=Scope.DEVELOPMENT if private or local(entry) == "DotNetCliToolReference" else Scope.RUNTIME,
    )


def _items(root: _Element, *names: str) -> Iterator[_Element]:
    for group in children(root, "ItemGroup"):
        yield from children(group, *names)
    for choice in children(root, "Choose"):
        for case in children(choice, "When", "Otherwise"):
            yield from _items(case, *names)
