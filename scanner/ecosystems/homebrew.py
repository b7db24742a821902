"""Formulae and casks of a Homebrew tap, Brewfile and Brewfile.lock.json.

Source: https://docs.brew.sh/Formula-Cookbook, https://docs.brew.sh/Cask-Cookbook, https://docs.brew.sh/Brew-Bundle-and-Brewfile

Formulae, casks and Brewfiles are programs; they are read line by line and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._ruby import STRING
from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table
from scanner.package import Dependency, Hash, Package, Scope
from scanner.purl import archive_purl, purl, source_purl, version_of

_FIELD = re.compile(rf"\s*(url|sha256|version|license|homepage|desc|tag|revision|branch)[\s:(]+{STRING}(.*)")
_OPTION = re.compile(rf"\b(tag|revision|using):\s*{STRING}")
_LICENSE = re.compile(r"\s*license\s+(any_of|all_of):\s*(\[[^\]]*\]?)")
_OPENS = re.compile(
    rf"\s*(resource|cask|stable|head|bottle|test|on_\w+|def|if|unless|livecheck|patch|fails_with)\b[ (]*(?:{STRING})?"
)
_NEEDS = re.compile(rf"\s*(depends_on|uses_from_macos)\s+(?:(formula|cask):\s*)?{STRING}(.*)")
_SCOPES = {":build": Scope.BUILD, ":test": Scope.TEST, ":optional": Scope.OPTIONAL, ":recommended": Scope.RUNTIME}
_NAME = re.compile(r"(?:[\w.-]+/[\w.-]+/)?[\w.+@-]+")
_BUNDLED = re.compile(rf"\s*(brew|cask|tap|mas|vscode)[\s(]+{STRING}(.*)")
_LOCKED = frozenset({"brew", "cask", "tap"})


@manifest("Formula/*.rb", "Formula/*/*.rb", "HomebrewFormula/*.rb", "Casks/*.rb", "Casks/*/*.rb", ecosystem="brew")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the formula or cask, what it depends on, and the sources that it downloads beside its own."""
    blocks, depends = _blocks(file)
    own = blocks.pop(0)
    name = string(own.get("cask")) or file.name.removesuffix(".rb")
    file.require(bool(own.get("url") or own.get("homepage") or own.get("head")), "neither a formula nor a cask")
    version = string(own.get("version")) or _version_of(own)
    project = purl("brew", name, "" if "#{" in version else version)
    yield Package(
        purl=project,
        evidence=file.at_line(1),
        first_party=True,
        declared_license=string(own.get("license")),
        hashes=_digest(own),
        download_url=_download(own),
        vcs_url=_repository(own) or string(own.get("head")),
        homepage=string(own.get("homepage")),
        description=string(own.get("desc")),
    )
    for number, wanted, scope in depends:
        yield from asked(project, brew_purl(wanted), file.at_line(number), scope=scope)
    for block in blocks:
        yield from _resource(file, project, block)


@manifest("Brewfile", "*.Brewfile", "Brewfile.*", ecosystem="brew")
def parse_brewfile(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each formula and cask that a project wants on its developers' machines, and the taps that they are in."""
    if file.name.endswith(".json"):
        return
    for number, line in file.lines():
        found = _BUNDLED.match(line)
        name = _literal(found.groups()[1:4]) if found else ""
        if found and found[1] in _LOCKED and _NAME.fullmatch(name):
            identity = brew_purl(name) if found[1] != "tap" else tap_purl(name)
            yield from asked("", identity, file.at_line(number), scope=Scope.DEVELOPMENT)


@lockfile("Brewfile.lock.json", ecosystem="brew")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each formula, cask and tap of a lock; a formula's bottles are its artifacts.

    Raises:
        Malformed: not JSON.
    """
    for kind, entries in pairs(at(file.json(), "entries")):
        for name, entry in pairs(entries) if kind in _LOCKED else ():
            if not _NAME.fullmatch(name):
                continue
            revision = string(at(entry, "revision"))
            files = table(at(entry, "bottle", "files"))
            digests = {digest for built in files.values() for digest in sha256(string(at(built, "sha256")))}
            yield Package(
                purl=tap_purl(name, revision) if kind == "tap" else brew_purl(name, string(at(entry, "version"))),
                evidence=file.at_key(kind, name),
                scope=Scope.DEVELOPMENT,
                direct=True,
                hashes=tuple(sorted(digests)),
            )


def brew_purl(name: str, version: str = "") -> str:
    """The purl of a formula or cask, "tap/owner/name" or "name"."""
    namespace, _, base = name.rpartition("/")
    return purl("brew", base, version, namespace)


def tap_purl(name: str, revision: str = "") -> str:
    """The purl of a tap's repository; "owner/name" stands for github.com/owner/homebrew-name."""
    owner, _, short = name.partition("/")
    return purl("github", f"homebrew-{short}", revision, owner) if short else purl("brew", name, revision)


def _resource(file: ManifestFile, project: str, block: Table) -> Iterator[Package | Dependency]:
    """What a formula downloads beside its own source."""
    download, repository, name = _download(block), _repository(block), string(block.get("name"))
    identity = source_purl(repository, string(block.get("tag"))) if repository else archive_purl(download)
    if not identity and download and name:
        identity = purl("generic", name)
    if identity:
        evidence = file.evidence(download or repository)
        scope = Scope.TEST if block.get("test") is True else Scope.RUNTIME
        yield Package(
            identity,
            evidence,
            scope=scope,
            direct=True,
            hashes=_digest(block),
            download_url=download,
            vcs_url=repository,
        )
        yield Dependency(project, identity, evidence, scope=scope)


def _blocks(file: ManifestFile) -> tuple[list[Table], list[tuple[int, str, Scope]]]:
    """The fields of the formula itself and of each of its resources; what it depends on, with the line."""
    blocks: list[Table] = [{}]
    depends: list[tuple[int, str, Scope]] = []
    inside: list[tuple[int, str]] = []  # indents of blocks that are open
    for number, line in file.lines():
        indent = len(line) - len(line.lstrip())
        while inside and line.strip() and indent <= inside[-1][0]:
            inside.pop()
        kind = inside[-1][1] if inside else ""
        opened, needs, field = _OPENS.match(line), _NEEDS.match(line), _FIELD.match(line)
        if opened:
            _open(opened, blocks, inside, indent)
        elif needs and not line.lstrip().startswith("#"):
            depends += _needs(needs, number)
        elif licensed := _LICENSE.match(line):
            joined = {"any_of": " OR ", "all_of": " AND "}[licensed[1]]
            blocks[0].setdefault("license", joined.join(re.findall(r'"([^"\n]+)"', licensed[2])))
        elif field and kind in ("", "stable", "resource"):
            block = blocks[-1] if kind == "resource" else blocks[0]
            block.setdefault(field[1], _literal(field.groups()[1:4]))
            block |= {
                each[1]: _literal(each.groups()[1:4]) for each in _OPTION.finditer(field[5]) if each[1] not in block
            }
    return blocks, depends


def _open(found: re.Match[str], blocks: list[Table], inside: list[tuple[int, str]], indent: int) -> None:
    name = _literal(found.groups()[1:4])
    if found[1] == "resource":
        blocks.append({"name": name, "test": any(kind == "test" for _, kind in inside)})
    if found[1] == "cask":
        blocks[0].setdefault("cask", name)
    elif found[1] == "head" and name:
        blocks[0].setdefault("head", name)
    else:
        inside.append((indent, found[1]))


def _needs(found: re.Match[str], number: int) -> Iterator[tuple[int, str, Scope]]:
    name = _literal(found.groups()[2:5])
    told = [scope for word, scope in _SCOPES.items() if word in found[6]]
    if _NAME.fullmatch(name):
        yield number, name, told[0] if told else Scope.PROVIDED if found[1] == "uses_from_macos" else Scope.RUNTIME


def _literal(groups: tuple[str | None, ...]) -> str:
    return next((group for group in groups if group is not None), "")


def _download(block: Table) -> str:
    url = string(block.get("url"))
    return "" if "#{" in url or url.endswith(".git") else url


def _repository(block: Table) -> str:
    url = string(block.get("url"))
    return url if "#{" not in url and url.endswith(".git") else ""


def _digest(block: Table) -> tuple[Hash, ...]:
    return sha256(string(block.get("sha256")))


def _version_of(own: Table) -> str:
    """The version that Homebrew itself would take from a tag or an archive's name."""
    told = string(own.get("tag")) or version_of(archive_purl(_download(own)))
    return told.removeprefix("v")
