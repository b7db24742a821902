"""What the Ruby formats share: purls, string literals, constants with a version, scopes of groups."""

from __future__ import annotations

import re

from scanner.manifest.file import ManifestFile
from scanner.package import Scope
from scanner.purl import purl

STRING = r"""(?:"([^"\n]*)"|'([^'\n]*)'|%q?[<({\[]([^>)}\]\n]*)[>)}\]])"""
_LITERAL = re.compile(STRING)
_VERSION = re.compile(rf"\bVERSION\s*=\s*{STRING}")
_PLATFORM = re.compile(r"-(?:x86|x64|arm|aarch64|universal|java|jruby|ruby|mswin|mingw|darwin|linux|musl|ppc|s390).*")


def gem_purl(name: str, version: str = "") -> str:
    """The purl of a gem, whatever the platform it was built for."""
    return purl("gem", name, _PLATFORM.sub("", version))


def is_name(text: str) -> bool:
    """Whether `text` can be a gem's name."""
    return re.fullmatch(r"[A-Za-z0-9][\w.-]*", text) is not None


def literals(text: str) -> list[str]:
    """The string literals of a piece of Ruby, those that are computed left out."""
    found = (next((group for group in each.groups() if group is not None), "") for each in _LITERAL.finditer(text))
    return [value for value in found if "#{" not in value]


def group_scope(groups: str) -> Scope | None:
    """The scope of Bundler groups, None for the default group and for groups of a project's own."""
    names = set(re.findall(r"\w+", groups.lower()))
    if names & {"default", "production"}:
        return Scope.RUNTIME
    if "test" in names and not names & {"development", "dev"}:
        return Scope.TEST
    known = names & {"development", "dev", "test", "debug", "lint", "docs", "doc", "ci"}
    return Scope.DEVELOPMENT if known else None


def constant_version(file: ManifestFile, constant: str) -> str:
    """The version in the `version.rb` that a gemspec takes its `Name::VERSION` from; "" when it is not in the tree."""
    if not constant.endswith("VERSION"):
        return ""
    wanted = constant.rpartition("::")[0].replace("::", "").lower()
    candidates = file.glob("lib/**/version.rb")
    best = sorted(candidates, key=lambda each: (_flat(each.path) != wanted, len(each.path)))
    for candidate in best[:1]:
        if found := _VERSION.search(candidate.text()):
            return next((group for group in found.groups() if group is not None), "")
    return ""


def _flat(path: str) -> str:
    return re.sub(r"[^a-z0-9]", "", path.lower().partition("lib/")[2].removesuffix("version.rb"))
