"""Podfile.lock, Podfile, podspecs (CocoaPods). Source: https://guides.cocoapods.org/syntax/podfile.html

A subspec ("AFNetworking/Security") is part of its pod, so it is the pod's purl with a subpath (ECMA-427, type
cocoapods).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._ruby import STRING, literals
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings, table
from scanner.package import Dependency, Package
from scanner.purl import at_commit, qualified

_POD = re.compile(r"\s*([^\s()]+)(?: \(([^)]*)\))?")
_ASKED = re.compile(rf"\s*pod\s*\(?\s*{STRING}(.*)")
_FIELD = re.compile(rf"\s*\w+\.(name|version|homepage|summary|license)\s*=\s*(?:{STRING}|\{{(.*)\}})")
_SOURCE = re.compile(r"""\b[a-z]\w{0,40}\.source\s*=\s*\{\s*:?git['"]?\s*(?:=>|:)\s*["']([^"'#]+)["']""")
_NEEDS = re.compile(rf"\s*\w+\.dependency\s*\(?\s*{STRING}(.*)")


@lockfile("Podfile.lock", "Manifest.lock", ecosystem="cocoapods")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each resolved pod and subspec and their edges.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    entries = [_entry(item) for item in array(at(document, "PODS"))]
    purls = {name: pod_purl(name, version) for name, version, _ in entries if name}
    direct = {name for text in strings(array(at(document, "DEPENDENCIES"))) if (name := _split(text)[0])}
    for name, version, needs in entries:
        if not name:
            continue
        pod = name.partition("/")[0]
        evidence = file.evidence("PODS:", f"{name} ({version})")
        checkout = table(at(document, "CHECKOUT OPTIONS", pod)) or table(at(document, "EXTERNAL SOURCES", pod))
        yield Package(
            purl=purls[name],
            evidence=evidence,
            direct=name in direct,
            hashes=from_hex("sha1", string(at(document, "SPEC CHECKSUMS", pod))),
            vcs_url=at_commit(string(checkout.get(":git")), string(checkout.get(":commit"))),
        )
        for wanted, requirement in map(_split, needs):
            if needed := purls.get(wanted):
                yield Dependency(purls[name], needed, evidence, requirement)


@manifest("Podfile", "*.podfile", ecosystem="cocoapods")
def parse_podfile(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each pod asked for."""
    for number, line in file.lines():
        if found := _ASKED.match(line):
            name = next((group for group in found.groups()[:3] if group is not None), "")
            if _split(name)[0]:
                options = re.search(r"""(?::git\s*=>|\bgit:)\s*["']([^"']+)""", found[4])
                ranges = literals(re.sub(r"""(?::\w+\s*=>|\b\w+:).*""", "", found[4]))
                repository, requirement = options[1] if options else "", ", ".join(ranges)
                evidence = file.at_line(number)
                yield from asked("", pod_purl(name), evidence, requirement=requirement, vcs_url=repository)


@manifest("*.podspec", ecosystem="cocoapods")
def parse_podspec(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the pod that a specification describes and what it depends on."""
    fields: dict[str, tuple[str, int]] = {}
    needs: list[tuple[str, str, int]] = []
    for number, line in file.lines():
        if found := _FIELD.match(line):
            told = next((group for group in found.groups()[1:4] if group is not None), "") or _type(found[5] or "")
            fields.setdefault(found[1], (told, number))
        elif found := _NEEDS.match(line):
            wanted = next((group for group in found.groups()[:3] if group is not None), "")
            needs.append((wanted, ", ".join(literals(found[4])), number))
    name, version = fields.get("name", ("", 0))[0], fields.get("version", ("", 0))[0]
    if not _split(name)[0] or "#{" in name:
        return
    project = pod_purl(name, "" if "#{" in version else version)
    source = _SOURCE.search(file.text())
    yield Package(
        purl=project,
        evidence=file.at_line(fields["name"][1]),
        first_party=True,
        declared_license=fields.get("license", ("", 0))[0],
        homepage=fields.get("homepage", ("", 0))[0],
        description=fields.get("summary", ("", 0))[0],
        vcs_url=source[1] if source else "",
    )
    for wanted, requirement, number in needs:
        if _split(wanted)[0] and "#{" not in wanted and wanted.partition("/")[0] != name:
            yield from asked(project, pod_purl(wanted), file.at_line(number), requirement=requirement)


@manifest("*.podspec.json", ecosystem="cocoapods")
def parse_podspec_json(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the pod that a specification in JSON describes and what it depends on.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    name = string(at(document, "name"))
    if not _split(name)[0]:
        return
    project = pod_purl(name, string(at(document, "version")))
    stated = at(document, "license")
    yield Package(
        purl=project,
        evidence=file.at_key("name"),
        first_party=True,
        declared_license=string(at(stated, "type")) or string(stated),
        homepage=string(at(document, "homepage")),
        description=string(at(document, "summary")),
        vcs_url=string(at(document, "source", "git")),
        download_url=string(at(document, "source", "http")),
    )
    for wanted, ranges in pairs(at(document, "dependencies")):
        if _split(wanted)[0] and wanted.partition("/")[0] != name:
            evidence = file.at_key("dependencies", wanted)
            yield from asked(project, pod_purl(wanted), evidence, requirement=", ".join(strings(ranges)))


def pod_purl(name: str, version: str = "") -> str:
    """The purl of a pod, or of a subspec of one."""
    pod, _, subspec = name.partition("/")
    return qualified("cocoapods", pod, version, subpath=subspec)


def _entry(item: object) -> tuple[str, str, list[str]]:
    """Name, version and needs of an item of PODS: a text, or a mapping of one to its needs."""
    if isinstance(item, dict):
        key = next((key for key in item if isinstance(key, str)), "")
        return (*_split(key), strings(array(item.get(key))))
    return (*_split(string(item)), [])


def _split(text: str) -> tuple[str, str]:
    found = _POD.match(text)
    name = found[1].strip("/") if found else ""
    return (name, (found[2] or "").partition(",")[0] if found else "") if re.match(r"[\w+-]", name) else ("", "")


def _type(options: str) -> str:
    """The `type` of a licence given as a hash."""
    found = re.search(r"""type['"]?\s*(?:=>|:)\s*["']([^"']+)""", options)
    return found[1] if found else ""
