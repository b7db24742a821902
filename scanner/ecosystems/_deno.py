"""What the Deno formats share: specifiers with a registry, `npm:chalk@5` and `jsr:@std/path@^1`."""

from __future__ import annotations

import re

from scanner.ecosystems._npm import is_name, npm_purl, split_reference
from scanner.purl import qualified

JSR = "https://jsr.io"


def registry_purl(registry: str, name: str, version: str = "") -> str:
    """The purl of a package of `npm` or `jsr`; JSR packages are npm packages of another registry. "" without a valid
    name.
    """
    if not is_name(name):
        return ""
    if registry != "jsr":
        return npm_purl(name, version)
    scope, _, base = name.partition("/")
    return qualified("npm", base or scope, version, scope if base else "", {"repository_url": JSR})


def split_specifier(specifier: str) -> tuple[str, str, str]:
    """ "jsr:@std/path@^1/posix" to ("jsr", "@std/path", "^1"); the registry is "" for anything else."""
    registry, _, rest = specifier.partition(":")
    found = re.match(r"/?((?:@[^/@]+/)?[^/@]+)(?:@([^/]+))?", rest)
    if registry not in ("npm", "jsr") or not found:
        return "", "", ""
    return registry, found[1], found[2] or ""


def split_locked(key: str) -> tuple[str, str]:
    """ "name@1.0.0_peer@2.0.0" to ("name", "1.0.0")."""
    name, _, version = split_reference(key)
    return name, version.partition("_")[0]
