"""cpanfile, META.json and META.yml (Perl). Source: https://metacpan.org/pod/cpanfile, https://metacpan.org/pod/CPAN::Meta::Spec"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl

_NEED = re.compile(
    r"""^\s*(requires|recommends|suggests|(?:test|build|configure|author)_requires)\s*\(?\s*["']([\w:]+)["']\s*(?:(?:,|=>)\s*["']?([^"';)]*)["']?)?"""
)
_PHASE = re.compile(r"""^\s*on\s*\(?\s*["']?(\w+)["']?\s*(?:=>|,)\s*sub\b""")
SCOPES = {"test": Scope.TEST, "build": Scope.BUILD, "configure": Scope.BUILD, "develop": Scope.DEVELOPMENT}


@manifest("cpanfile", ecosystem="cpan")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each module asked for, Perl itself aside."""
    yield from needs_of_lines(file, (line for _, line in file.lines()), "")


def needs_of_lines(file: ManifestFile, lines: Iterable[str], project: str) -> Iterator[Package | Dependency]:
    """Yield what calls such as `test_requires 'Module' => '1.0';` ask for, each at the beginning of a line."""
    phase = ""
    for number, raw in enumerate(lines, start=1):
        line = re.sub(r"(?:^|\s)#.*", "", raw)
        if opened := _PHASE.match(line):
            phase = opened[1]
        elif line.strip().startswith("}"):
            phase = ""
        found = _NEED.match(line)
        if found and found[2] != "perl":
            scope = SCOPES.get(found[1].partition("_")[0], SCOPES.get(phase, Scope.RUNTIME))
            if found[1] in ("recommends", "suggests"):
                scope = Scope.OPTIONAL
            evidence, requirement = file.at_line(number), (found[3] or "").strip()
            yield from asked(project, module_purl(found[2]), evidence, requirement=requirement, scope=scope)


@manifest("META.json", ecosystem="cpan")
def parse_meta(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the distribution and the modules that it needs. A META.json of something else yields nothing.

    Raises:
        Malformed: not JSON.
    """
    yield from _distribution(file, file.json())


@manifest("META.yml", ecosystem="cpan")
def parse_old_meta(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the distribution and the modules that it needs; a META.json beside says the same and more.

    Raises:
        Malformed: the YAML does not parse.
    """
    if file.open("META.json") is not None:
        return
    document = table(file.yaml())
    relations = (("requires", "runtime"), ("build_requires", "build"), ("configure_requires", "configure"))
    prereqs = {phase: {"requires": document.get(key)} for key, phase in (*relations, ("test_requires", "test"))}
    yield from _distribution(file, {**document, "prereqs": prereqs})


def _distribution(file: ManifestFile, document: object) -> Iterator[Package | Dependency]:
    name = string(at(document, "name"))
    if not at(document, "meta-spec") or not re.fullmatch(r"[\w-]+", name):
        return
    project = purl("cpan", name, string(at(document, "version")))
    yield Package(
        purl=project,
        evidence=file.at_first(('"name"',), ("name:",)),
        first_party=True,
        declared_license=" OR ".join(map(license_word, strings(at(document, "license")))),
        vcs_url=string(at(document, "resources", "repository", "url"))
        or string(at(document, "resources", "repository")),
        homepage=string(at(document, "resources", "homepage")),
        description=string(at(document, "abstract")),
        authors=tuple(strings(array(at(document, "author")))),
    )
    for phase, relations in pairs(at(document, "prereqs")):
        for relation, wanted in pairs(relations):
            scope = Scope.OPTIONAL if relation != "requires" else SCOPES.get(phase, Scope.RUNTIME)
            for module, requirement in pairs(wanted):
                if module != "perl" and re.fullmatch(r"[\w:]+", module):
                    evidence = file.at_first(('"prereqs"', f'"{phase}"', f'"{module}"'), (f"{module}:",))
                    yield from asked(
                        project, module_purl(module), evidence, requirement=string(requirement), scope=scope
                    )


def license_word(stated: str) -> str:
    """A licence by CPAN::Meta's word; older files say `perl` for the terms of Perl 5 itself."""
    return "perl_5" if stated == "perl" else stated


def module_purl(module: str) -> str:
    """The purl of a Perl module; a distribution's name has dashes where a module's has colons."""
    return purl("cpan", module.strip(":").replace("::", "-"))
