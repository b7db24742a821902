"""What large projects write beside the third-party code that they carry.

README.OpenSource (OpenHarmony), README.chromium (Chromium), METADATA (Android), moz.yaml (Mozilla), cgmanifest.json
(Microsoft). Source: https://gitee.com/openharmony/docs, “third-party open-source software integration”;
https://chromium.googlesource.com/chromium/src/+/HEAD/docs/adding_to_third_party.md;
https://android.googlesource.com/platform/external, METADATA; https://firefox-source-docs.mozilla.org/mozbuild/vendor/;
https://github.com/microsoft/component-detection/blob/main/docs/detectors/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, string, table, tables
from scanner.manifest.vendored import is_vendored
from scanner.package import Evidence, Package, Scope
from scanner.purl import purl, source_purl

_ENTRY = re.compile(r"([A-Z][A-Za-z ]{1,20}):[ \t]*(.*)")
_DIVIDER = re.compile(r"-{5,}.*DEPENDENCY DIVIDER.*", re.IGNORECASE)
_NONE = frozenset({"", "n/a", "unknown", "none", "0", "head", "unversioned"})
_FIELD = re.compile(
    r'\b(name|description|version|value|type|homepage|license_type):\s*(?:"((?:[^"\\\n]|\\.)*+)"|(\w+))'
)
# For each type of component: the field of its name, that of its namespace, and its purl type.
_REGISTERED = {
    "npm": ("name", "", "npm"),
    "nuget": ("name", "", "nuget"),
    "cargo": ("name", "", "cargo"),
    "pip": ("name", "", "pypi"),
    "rubygems": ("name", "", "gem"),
    "maven": ("artifactId", "groupId", "maven"),
    "go": ("name", "", "golang"),
    "other": ("name", "", "generic"),
}


@manifest("README.OpenSource", ecosystem="generic")
def parse_openharmony(file: ManifestFile) -> Iterator[Package]:
    """Yield each piece of software that a README.OpenSource lists.

    Raises:
        Malformed: not JSON.
    """
    document = file.json5()  # many have a trailing comma
    for entry in tables(document if isinstance(document, list) else [document]):
        yield from _described(
            file,
            file.at_first(('"Name"', f'"{string(entry.get("Name"))}"')),
            name=string(entry.get("Name")),
            version=string(entry.get("Version Number")),
            license_told=string(entry.get("License")),
            url=string(entry.get("Upstream URL")),
            description=string(entry.get("Description")),
        )


@manifest("README.chromium", ecosystem="generic")
def parse_chromium(file: ManifestFile) -> Iterator[Package]:
    """Yield each dependency that a README.chromium describes."""
    entry: dict[str, str] = {}
    started = 1
    for number, line in [*file.lines(), (0, "----- DEPENDENCY DIVIDER")]:
        if found := _ENTRY.fullmatch(line.strip()):
            if not entry:
                started = number
            entry.setdefault(found[1], found[2].strip())
        elif _DIVIDER.fullmatch(line.strip()):
            version = entry.get("Version", "")
            yield from _described(
                file,
                file.at_line(started),
                name=entry.get("Name", ""),
                version=entry.get("Revision", "") if version.lower() in _NONE else version,
                license_told=entry.get("License", ""),
                url=entry.get("URL", ""),
                description="",
            )
            entry = {}


@manifest("METADATA", ecosystem="generic")
def parse_android(file: ManifestFile) -> Iterator[Package]:
    """Yield the project that an Android METADATA describes; other files of this name have no `third_party` block."""
    text = file.text()
    block = re.search(r"\bthird_party\s*:?\s*\{", text)
    if block is None:
        return
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(text):
        fields.setdefault(found[1], found[2] or found[3] or "")
    yield from _described(
        file,
        file.evidence("name:"),
        name=fields.get("name", ""),
        version=fields.get("version", ""),
        license_told="",
        url=fields.get("value", "") or fields.get("homepage", ""),
        description=fields.get("description", ""),
    )


@manifest("moz.yaml", ecosystem="generic")
def parse_mozilla(file: ManifestFile) -> Iterator[Package]:
    """Yield the library that a moz.yaml describes.

    Raises:
        Malformed: the YAML does not parse.
    """
    origin = table(at(file.yaml(), "origin"))
    release = string(origin.get("release")).split(" (")[0].split(" ")[-1]
    licenses = origin.get("license")
    yield from _described(
        file,
        file.evidence("origin:", "name:"),
        name=string(origin.get("name")),
        version=release or string(origin.get("revision")),
        license_told=" AND ".join(map(string, licenses)) if isinstance(licenses, list) else string(licenses),
        url=string(origin.get("url")),
        description=string(origin.get("description")),
    )


@manifest("cgmanifest.json", ecosystem="generic")
def parse_registrations(file: ManifestFile) -> Iterator[Package]:
    """Yield each component that a cgmanifest.json registers.

    Raises:
        Malformed: not JSON.
    """
    for entry in tables(at(file.json5(), "registrations")):
        kind = string(at(entry, "component", "type"))
        component = table(entry.get("component"))
        about = table(next((value for key, value in component.items() if key.lower() == kind.lower()), None))
        commit = string(about.get("commitHash"))
        identity = _registered(kind.lower(), about)
        if identity:
            needle = commit or string(about.get("name") or about.get("artifactId"))
            yield Package(
                purl=identity,
                evidence=file.evidence(needle),
                scope=Scope.DEVELOPMENT if entry.get("developmentDependency") is True else Scope.RUNTIME,
                direct=True,
                declared_license=string(entry.get("license")),
                download_url=string(about.get("downloadUrl")),
                vcs_url=string(about.get("repositoryUrl")),
            )


def _registered(kind: str, about: Table) -> str:
    if kind == "git":
        return source_purl(string(about.get("repositoryUrl")), string(about.get("commitHash")))
    name, namespace, purl_type = _REGISTERED.get(kind, ("", "", ""))
    told = string(about.get(name)) if name else ""
    scope, slash, base = told.rpartition("/")
    if not told or not base.strip():
        return ""
    version = string(about.get("version"))
    return purl(purl_type, base, version, string(about.get(namespace)) if namespace else scope if slash else "")


def _described(
    file: ManifestFile, evidence: Evidence, *, name: str, version: str, license_told: str, url: str, description: str
) -> Iterator[Package]:
    """The copy that lies beside its description; one that lies elsewhere is not the project's own either."""
    if name.strip("/ "):
        address = url.split()[0].rstrip(",") if url.strip() else ""
        hosted = bool(source_purl(address)) and re.search(r"git(?:hub|lab|ee|code)?\b|\.git\Z", address) is not None
        yield Package(
            purl=purl("generic", name.replace("/", "-"), "" if version.lower() in _NONE else version),
            evidence=evidence,
            scope=Scope.RUNTIME,
            first_party=is_vendored(file.path),
            declared_license=license_told,
            vcs_url=address if hosted else "",
            homepage="" if hosted else address,
            description=description,
        )
