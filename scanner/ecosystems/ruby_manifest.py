"""Gemfile and *.gemspec (Ruby). Source: https://bundler.io/man/gemfile.5.html,
https://guides.rubygems.org/specification-reference/

Both are programs; they are read line by line and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._ruby import STRING, constant_version, gem_purl, group_scope, is_name, literals
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Package, Scope

_GEM = re.compile(rf"\s*gem\s*\(?\s*{STRING}(.*)")
_GROUP = re.compile(r"\s*group\b[ \t(]*(.*)\bdo\b")
_OPENS = re.compile(r"(?:if|unless|case|begin|platforms?|source|git|path|install_if|def|while|each)\b")
_DO = re.compile(r"\bdo(?:\s*\|[^|]*\|)?\Z")
_OPTION = re.compile(r"""(?::(\w+)\s*=>|\b(\w+):)\s*(\[[^\]]*\]|%[iw]\[[^\]]*\]|:\w+|"[^"]*"|'[^']*')""")
_FIELD = re.compile(r"\s*\w+\.(name|version|licenses?|homepage|summary|authors?|description)\s*=\s*(.*)")
_NEEDS = re.compile(rf"\s*\w+\.add_(runtime_|development_)?dependency[\s(]+{STRING}(.*)")


@manifest("Gemfile", "*.gemfile", "gems.rb", ecosystem="gem")
def parse_gemfile(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each gem asked for, with the scope of its group."""
    blocks: list[str] = []  # the groups of the blocks that are open, "" for other blocks
    for number, line in file.lines():
        code = re.sub(r"(?:^|\s)#(?!\{).*", "", line).rstrip()
        if group := _GROUP.match(code):
            blocks.append(group[1])
        elif code.strip() == "end" and blocks:
            blocks.pop()
        elif found := _GEM.match(code):
            yield from _gem(file, number, found, " ".join(blocks))
        elif _OPENS.match(code.lstrip()) or _DO.search(code):
            blocks.append("")


@manifest("*.gemspec", ecosystem="gem")
def parse_gemspec(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the gem and what it depends on."""
    fields: dict[str, tuple[str, int]] = {}
    needs: list[tuple[re.Match[str], int]] = []
    for number, line in file.lines():
        if line.lstrip().startswith("#"):
            continue
        if found := _FIELD.match(line):
            fields.setdefault(found[1], (found[2], number))
        elif found := _NEEDS.match(line):
            needs.append((found, number))
    project = ""
    name = _told(fields, "name")
    if is_name(name):
        computed = re.match(r"[\w:]+", fields.get("version", ("", 0))[0].lstrip(":"))
        version = _told(fields, "version") or (constant_version(file, computed[0]) if computed else "")
        project = gem_purl(name, version)
        yield _project(file, project, fields)
    for found, number in needs:
        wanted = next((group for group in found.groups()[1:4] if group is not None), "")
        if is_name(wanted):
            scope = Scope.DEVELOPMENT if found[1] == "development_" else Scope.RUNTIME
            evidence, ranges = file.at_line(number), ", ".join(literals(found[5]))
            yield from asked(project, gem_purl(wanted), evidence, requirement=ranges, scope=scope)


def _project(file: ManifestFile, project: str, fields: dict[str, tuple[str, int]]) -> Package:
    licenses = literals(fields.get("licenses", fields.get("license", ("", 0)))[0])
    return Package(
        purl=project,
        evidence=file.at_line(fields["name"][1]),
        first_party=True,
        declared_license=" OR ".join(licenses),
        homepage=_told(fields, "homepage"),
        description=_told(fields, "summary") or _told(fields, "description"),
        authors=tuple(literals(fields.get("authors", fields.get("author", ("", 0)))[0])),
    )


def _told(fields: dict[str, tuple[str, int]], name: str) -> str:
    """A field that begins with a literal."""
    text = fields.get(name, ("", 0))[0]
    return next(iter(literals(text)), "") if text[:1] in ("'", '"', "%") else ""


def _gem(file: ManifestFile, number: int, found: re.Match[str], groups: str) -> Iterator[Package | Dependency]:
    name = next((group for group in found.groups()[:3] if group is not None), "")
    if not is_name(name):
        return
    options = {each[1] or each[2]: each[3] for each in _OPTION.finditer(found[4])}
    ranges = literals(_OPTION.sub("", found[4]))
    repository = next(iter(literals(options.get("git", ""))), "")
    if not repository and (short := next(iter(literals(options.get("github", ""))), "")):
        repository = f"https://github.com/{short}"
    scope = group_scope(f"{groups} {options.get('group', options.get('groups', ''))}") or Scope.RUNTIME
    requirement = ", ".join(ranges)
    yield from asked("", gem_purl(name), file.at_line(number), requirement=requirement, scope=scope, vcs_url=repository)
