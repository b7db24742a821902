"""*.opam and opam (OCaml). Source: https://opam.ocaml.org/doc/Manual.html#opam"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_FIELD = re.compile(
    r'^(name|version|license|homepage|dev-repo|synopsis|maintainer)[ \t]*:\s*\[?\s*"([^"\n]*)"', re.MULTILINE
)
_LIST = re.compile(r"^(depends|depopts)[ \t]*:\s*\[([^\[\]]*)\]", re.MULTILINE)
_NEED = re.compile(r'"([A-Za-z0-9][\w+.-]*)"(?:\s*\{([^{}]*)\})?')


@manifest("*.opam", "opam", ecosystem="opam")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it depends on, the compiler aside. A file named "opam" that is none yields nothing."""
    text = file.text()
    if "opam-version" not in text:
        return
    fields = dict(reversed(_FIELD.findall(text)))
    name = fields.get("name") or (file.name.removesuffix(".opam") if file.name.endswith(".opam") else "")
    if not re.fullmatch(r"[\w+.-]+", name):
        return
    project = purl("opam", name, fields.get("version", ""))
    yield Package(
        purl=project,
        evidence=file.evidence("opam-version"),
        first_party=True,
        declared_license=fields.get("license", ""),
        homepage=fields.get("homepage", ""),
        vcs_url=fields.get("dev-repo", ""),
        description=fields.get("synopsis", ""),
        supplier=fields.get("maintainer", ""),
    )
    for section, block in _LIST.findall(text):
        for wanted, constraint in _NEED.findall(block):
            if wanted != "ocaml":
                scope = Scope.OPTIONAL if section == "depopts" else _scope(constraint)
                evidence = file.evidence(f"{section}:", f'"{wanted}"')
                yield from asked(project, purl("opam", wanted), evidence, requirement=_range(constraint), scope=scope)


def _range(constraint: str) -> str:
    """The versions of a formula, without its flags and what it asks of the machine (`os = "win32"`)."""
    versions = re.sub(r"!?\s*\(?\s*\b[a-z][\w+-]*\s*[<>=!]+\s*(?:\"[^\"]*\"|[\w-]+)", " ", constraint)
    flags = re.sub(r"!?\s*\(?\s*\b(?:with-[\w-]+|build|post|dev|test)\b\s*\)?|[&|]", " ", versions)
    return " ".join(flags.split()).replace('"', "") if re.search(r"[<>=]", flags) else ""


def _scope(constraint: str) -> Scope:
    if "with-test" in constraint:
        return Scope.TEST
    if "with-doc" in constraint or "with-dev-setup" in constraint:
        return Scope.DEVELOPMENT
    return Scope.BUILD if re.search(r"\bbuild\b", constraint) else Scope.RUNTIME
