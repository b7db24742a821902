"""Makefile.PL, Build.PL and dist.ini (Perl), read as text and never run.

Source: https://metacpan.org/pod/ExtUtils::MakeMaker, …/Module::Build::API, …/Module::Install, …/Dist::Zilla
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems.perl import SCOPES, license_word, module_purl, needs_of_lines
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_COMMENT = re.compile(r"(?m)(?:^|\s)#[^\n]*|^__(?:END|DATA)__[\s\S]*|^=\w+[\s\S]*?(?:^=cut|\Z)")
_LISTS = {
    "PREREQ_PM": Scope.RUNTIME,
    "TEST_REQUIRES": Scope.TEST,
    "BUILD_REQUIRES": Scope.BUILD,
    "CONFIGURE_REQUIRES": Scope.BUILD,
    "requires": Scope.RUNTIME,
    "test_requires": Scope.TEST,
    "build_requires": Scope.BUILD,
    "configure_requires": Scope.BUILD,
    "recommends": Scope.OPTIONAL,
}
_LIST = re.compile(rf"""\b["']?({"|".join(_LISTS)})["']?\s*=>\s*\{{([^{{}}]*)\}}""")
_PREREQS = re.compile(
    r"""["']?\b(runtime|test|build|configure|develop)["']?\s*=>\s*\{\s*["']?requires["']?\s*=>\s*\Z"""
)
_ENTRY = re.compile(r"""(?:["']([\w:]+)["']|\b([A-Za-z_][\w:]*))\s*=>\s*(?:["']([^"'\n]*)["']|([\d._v]+))""")
_FACT = re.compile(
    r"""\b(NAME|DISTNAME|VERSION|VERSION_FROM|ABSTRACT|LICENSE|AUTHOR|module_name|dist_name|dist_version|dist_version_from"""
    r"""|dist_abstract|license|all_from)\b["']?\s*(?:=>\s*)?\[?\s*["']([^"'\n]+)["']"""
)
_CALLED = re.compile(
    r"""^[ \t]*(name|version|license|abstract|author|all_from)[ \t]+["']([^"'\n]+)["'][ \t]*;""", re.MULTILINE
)
_STATED = re.compile(r"""\$VERSION\s*=\s*(?:version->declare\(\s*)?["']?(v?\d[\w.]*)""")
_SECTION = re.compile(r"\[\s*Prereqs(?:\s*/\s*(\w+))?\s*\]", re.IGNORECASE)
_LARGEST = 1_000_000  # characters


@manifest("Makefile.PL", "Build.PL", ecosystem="cpan")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the distribution that a script builds and the modules that it asks for, Perl itself aside."""
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), file.text()[:_LARGEST])
    facts: dict[str, str] = {}
    for key, value in (*_FACT.findall(text), *_CALLED.findall(text)):
        facts.setdefault(key.lower(), value)
    project = _project(file, facts)
    if project:
        yield project
    own, line_at = project.purl if project else "", text_lines(text)
    for listed in _LIST.finditer(text):
        phase = _PREREQS.search(text[max(0, listed.start() - 80) : listed.start(2) - 1])
        scope = SCOPES.get(phase[1], Scope.RUNTIME) if phase else _LISTS[listed[1]]
        for entry in _ENTRY.finditer(listed[2]):
            module, requirement = entry[1] or entry[2], entry[3] or entry[4] or ""
            if module != "perl":
                at = file.at_line(line_at(listed.start(2) + entry.start()))
                wanted = "" if requirement in ("0", "") else requirement
                yield from asked(own, module_purl(module), at, requirement=wanted, scope=scope)
    yield from needs_of_lines(file, text.split("\n"), own)


def _project(file: ManifestFile, facts: dict[str, str]) -> Package | None:
    name = (
        facts.get("distname") or facts.get("dist_name") or facts.get("name") or facts.get("module_name", "")
    ).strip()
    if not re.fullmatch(r"[A-Za-z][\w:-]*", name):
        return None
    version = facts.get("version") or facts.get("dist_version", "")
    source = facts.get("version_from") or facts.get("dist_version_from") or facts.get("all_from", "")
    if not version and source and (held := file.open(source)) and (stated := _STATED.search(held.text()[:_LARGEST])):
        version = stated[1]
    return Package(
        purl=purl("cpan", name.replace("::", "-"), version if re.fullmatch(r"v?\d[\w.]*", version) else ""),
        evidence=file.at_first((name,)),
        first_party=True,
        declared_license=license_word(facts.get("license", "")),
        description=facts.get("abstract") or facts.get("dist_abstract", ""),
        authors=tuple(filter(None, [facts.get("author", "")])),
    )


@manifest("dist.ini", ecosystem="cpan")
def parse_zilla(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the distribution and what its `[Prereqs]` list. A dist.ini of something else yields nothing."""
    facts: dict[str, str] = {}
    needs: list[tuple[int, str, str, Scope]] = []
    section: str | None = ""
    for number, raw in file.lines():
        line = re.sub(r"\s*;.*", "", raw).strip()
        if line.startswith("["):
            found = _SECTION.fullmatch(line)
            section = (found[1] or "RuntimeRequires") if found else None
            continue
        key, equals, value = (each.strip() for each in line.partition("="))
        if section == "" and equals:
            facts.setdefault(key, value)
        elif section and equals and re.fullmatch(r"[A-Za-z_][\w:]*", key) and key != "perl":
            needs.append((number, key, "" if value == "0" else value, _phase(section)))
    name = facts.get("name", "")
    if not re.fullmatch(r"[A-Za-z][\w-]*", name) or not (needs or {"copyright_holder", "license"} & facts.keys()):
        return
    own = purl("cpan", name, facts.get("version", ""))
    authors = tuple(filter(None, [facts.get("author", "")]))
    yield Package(
        own, file.evidence("name"), first_party=True, declared_license=facts.get("license", ""), authors=authors
    )
    for number, module, requirement, scope in needs:
        yield from asked(own, module_purl(module), file.at_line(number), requirement=requirement, scope=scope)


def _phase(section: str) -> Scope:
    """`TestRequires`, `RuntimeRecommends`, …: a phase and a relation."""
    if not section.endswith("Requires"):
        return Scope.OPTIONAL
    return SCOPES.get(section.removesuffix("Requires").lower(), Scope.RUNTIME)
