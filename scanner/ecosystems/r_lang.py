"""renv.lock and DESCRIPTION (R). Source: https://rstudio.github.io/renv/,
https://cran.r-project.org/doc/manuals/r-release/R-exts.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit, purl

_NAME = re.compile(r"[A-Za-z][\w.]*")
_NEED = re.compile(r"([A-Za-z][\w.]*)\s*(?:\(([^)]*)\))?\Z")
_PERSON = re.compile(r"""\bperson\(((?:[^()"']|"[^"]*"|'[^']*'|\((?:[^()"']|"[^"]*"|'[^']*')*\))*+)\)""")
_ARGUMENT = re.compile(r"""((?:[^,()"']|"[^"]*"|'[^']*'|\([^()]*\))*+)(?:,|\Z)""")
_QUOTED = re.compile(r"[\"']")
_LISTS = {
    "Depends": Scope.RUNTIME,
    "Imports": Scope.RUNTIME,
    "LinkingTo": Scope.BUILD,
    "Suggests": Scope.OPTIONAL,
    "Enhances": Scope.OPTIONAL,
}


@lockfile("renv.lock", ecosystem="cran")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges.

    Raises:
        Malformed: not JSON.
    """
    packages = {key: entry for key, entry in pairs(at(file.json(), "Packages")) if _NAME.fullmatch(key)}
    purls = {key: purl("cran", key, string(at(entry, "Version"))) for key, entry in packages.items()}
    for key, entry in packages.items():
        evidence = file.at_key("Packages", key)
        remote = "/".join(filter(None, (string(at(entry, "RemoteUsername")), string(at(entry, "RemoteRepo")))))
        yield Package(
            purl=purls[key],
            evidence=evidence,
            hashes=from_hex("md5", string(at(entry, "Hash"))),
            vcs_url=_repository(remote, entry) if string(at(entry, "RemoteType")) == "github" else "",
            declared_license=string(at(entry, "License")),  # format 2 holds the whole DESCRIPTION
            homepage=re.split(r"[,\s]", string(at(entry, "URL")))[0],
            description=string(at(entry, "Title")),
            authors=tuple(strings(at(entry, "Maintainer"))),
        )
        for needed in strings(array(at(entry, "Requirements"))):
            if needed in purls:
                yield Dependency(purls[key], purls[needed], evidence)


def _persons(written: str) -> Iterator[str]:
    """Authors and maintainers among the `person("Given", "Family", , "mail", role)` calls; a role of none is an
    author's.
    """
    for call in _PERSON.findall(written):
        places: list[str] = []
        named: dict[str, str] = {}
        for part in _ARGUMENT.findall(call):
            name, equals, value = part.partition("=")
            if equals and re.fullmatch(r"\s*\w+\s*", name):
                named[name.strip()] = value
            else:
                places.append(part)
        told = dict(zip(("given", "family", "middle", "email", "role"), places, strict=False)) | named
        given, family, mail = (_QUOTED.sub("", told.get(key, "")).strip() for key in ("given", "family", "email"))
        role, person = told.get("role", ""), " ".join(filter(None, (given, family)))
        if person and "(" not in person and (not role.strip() or re.search(r"\b(?:aut|cre)\b", role)):
            yield f"{person} <{mail}>" if "@" in mail else person


def _repository(name: str, entry: object) -> str:
    return at_commit(f"https://github.com/{name}", string(at(entry, "RemoteSha")))


@manifest("DESCRIPTION", ecosystem="cran")
def parse_description(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it needs, R itself aside. A DESCRIPTION of something else yields nothing."""
    fields: dict[str, tuple[str, int]] = {}
    name = ""
    for number, raw in file.lines():
        if raw[:1] in (" ", "\t") and name:
            fields[name] = f"{fields[name][0]} {raw.strip()}", fields[name][1]
        elif found := re.match(r"([A-Za-z@]+):\s*(.*)", raw):
            name = found[1]
            fields[name] = found[2].strip(), number
    own, version = fields.get("Package", ("", 0)), fields.get("Version", ("", 0))[0]
    if not _NAME.fullmatch(own[0]) or not version:
        return
    project = purl("cran", own[0], version)
    licensed = re.sub(r"\s*[+|]\s*file\s+LICEN[CS]E\b", "", fields.get("License", ("", 0))[0]).replace("|", "OR")
    yield Package(
        purl=project,
        evidence=file.at_line(own[1]),
        first_party=True,
        declared_license=re.sub(r"\s+", " ", licensed),
        homepage=fields.get("URL", ("", 0))[0].partition(",")[0],
        description=fields.get("Title", ("", 0))[0],
        supplier=fields.get("Maintainer", ("", 0))[0],
        authors=tuple(_persons(fields.get("Authors@R", ("", 0))[0])),
    )
    for section, scope in _LISTS.items():
        text, line = fields.get(section, ("", 0))
        for part in text.split(","):
            found_need = _NEED.match(part.strip())
            if found_need and found_need[1] != "R":
                evidence, requirement = file.at_line(line), " ".join((found_need[2] or "").split())
                yield from asked(project, purl("cran", found_need[1]), evidence, requirement=requirement, scope=scope)
