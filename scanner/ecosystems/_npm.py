"""What the npm formats share: names with scopes, aliases, and specifiers that are addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.shape import at, string
from scanner.purl import purl

_HOSTED = {"github": "https://github.com/", "gitlab": "https://gitlab.com/", "bitbucket": "https://bitbucket.org/"}
_GIT = re.compile(r"git(?:\+\w+)?:|git@|ssh:|https?://[^#]*\.git(?:[#?]|\Z)")
_LINKS = frozenset({"file", "link", "portal"})
_ARCHIVES = (".tgz", ".tar.gz", ".har", ".hsp")
_NAME = re.compile(r"(?:@[^/\s@:]+/)?[^@/\s:][^/\s:]*")
_SHORTHAND = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+(?:#.*)?\Z")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of a dependency table, understood."""

    name: str  # after resolving an alias
    requirement: str
    vcs_url: str = ""
    download_url: str = ""


def npm_purl(name: str, version: str = "") -> str:
    """The purl of an npm package; `name` with its scope."""
    scope, _, base = name.partition("/")
    return purl("npm", base, version, scope) if base and scope.startswith("@") else purl("npm", name, version)


def is_name(name: str) -> bool:
    """Whether npm accepts `name`: not a lone scope, no address, no spaces."""
    return _NAME.fullmatch(name) is not None


def wanted(name: str, specifier: str) -> Wanted:
    """What `"name": "specifier"` asks for. Source: npm CLI documentation, “package.json”, section “dependencies”."""
    specifier = specifier.strip()
    if specifier.startswith("npm:"):
        target, _, requirement = split_reference(specifier[4:])
        return Wanted(target or name, requirement)
    if url := repository_url(specifier):
        return Wanted(name, specifier, vcs_url=url)
    if specifier.startswith(("http://", "https://")):
        return Wanted(name, specifier, download_url=specifier)
    return Wanted(name, specifier)


def linked(file: ManifestFile, manifest: str, specifier: str, to_purl: Callable[[str, str], str]) -> str:
    """The package in the folder that `file:../folder`, `link:…` or `portal:…` names, as its own manifest states it; ""
    when that is not in the tree.
    """
    protocol, colon, path = specifier.partition(":")
    if not colon or protocol not in _LINKS or path.endswith(_ARCHIVES):
        return ""
    other = file.open(f"{path.strip('/') if path.startswith('//') else path}/{manifest}")
    try:
        document = other.json5() if other else {}
    except Malformed:  # reported where that file is read itself
        return ""
    name = string(at(document, "name"))
    return to_purl(name, string(at(document, "version"))) if is_name(name) else ""


def split_reference(reference: str) -> tuple[str, str, str]:
    """ "@scope/name@^1.0" to ("@scope/name", "@", "^1.0")."""
    at = reference.find("@", 1)
    return (reference, "", "") if at < 0 else (reference[:at], "@", reference[at + 1 :])


def repository_url(specifier: str) -> str:
    """The address of a git repository in any of npm's spellings, "" when it is none."""
    host, colon, rest = specifier.partition(":")
    if colon and host in _HOSTED and rest:
        return _HOSTED[host] + rest
    if _GIT.match(specifier):
        return re.sub(r"\Agit\+", "", specifier)
    return _HOSTED["github"] + specifier if _SHORTHAND.match(specifier) and not specifier.startswith(".") else ""
