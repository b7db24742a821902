"""*.nimble and nimble.lock (Nim). Source: https://github.com/nim-lang/nimble"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings
from scanner.package import Dependency, Package
from scanner.purl import at_commit, purl, source_purl

_FIELD = re.compile(r'^[ \t]*(version|license|author|description)[ \t]*=[ \t]*"([^"\n]*)"', re.MULTILINE)
_REQUIRES = re.compile(r"^[ \t]*requires\b([^\n]*(?:,[ \t]*\n[^\n]*)*)", re.MULTILINE)
_NEED = re.compile(r'"([^"\n]+)"')


@manifest("*.nimble", ecosystem="nim")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package, which its file names, and what it requires, Nim itself aside."""
    text = re.sub(r"(?m)^[ \t]*#[^\n]*", "", file.text())
    fields = dict(reversed(_FIELD.findall(text)))
    name = file.name.removesuffix(".nimble")
    if not re.fullmatch(r"\w[\w.-]*", name) or "version" not in fields:
        return
    project = purl("nim", name, fields["version"])
    yield Package(
        purl=project,
        evidence=file.evidence("version"),
        first_party=True,
        declared_license=fields.get("license", ""),
        description=fields.get("description", ""),
        authors=tuple(filter(None, [fields.get("author", "")])),
    )
    for block in _REQUIRES.findall(text):
        for stated in _NEED.findall(block):
            found = re.match(r"(https?://[^\s#]+|[\w.-]+)\s*(.*)", stated)
            if found and found[1].lower() != "nim":
                url = found[1] if "://" in found[1] else ""
                wanted = source_purl(url) if url else purl("nim", found[1])
                evidence = file.evidence("requires", stated)
                if wanted:
                    yield from asked(project, wanted, evidence, requirement=found[2].strip(), vcs_url=url)


@lockfile("nimble.lock", ecosystem="nim")
def parse_lock(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges.

    Raises:
        Malformed: not JSON.
    """
    packages = {name: entry for name, entry in pairs(at(file.json(), "packages")) if re.fullmatch(r"[\w.-]+", name)}
    purls = {name: purl("nim", name, string(at(entry, "version"))) for name, entry in packages.items()}
    for name, entry in packages.items():
        evidence = file.at_key("packages", name)
        yield Package(
            purl=purls[name],
            evidence=evidence,
            hashes=from_hex("sha1", string(at(entry, "checksums", "sha1"))),
            vcs_url=at_commit(string(at(entry, "url")), string(at(entry, "vcsRevision"))),
        )
        for needed in strings(array(at(entry, "dependencies"))):
            if needed in purls:
                yield Dependency(purls[name], purls[needed], evidence)
