"""What the Python formats share: names, requirement strings (PEP 508), group names, artifact addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scanner.manifest.asked import asked
from scanner.manifest.shape import strings
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import purl, qualified

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_REQUIREMENT = re.compile(rf"\s*({_NAME})\s*(?:\[[^\]]*\])?\s*(?:@\s*(\S+)|([^;@]*))")
_PINNED = re.compile(r"={2,3}\s*([^\s,*]+)\s*(?:,|\Z)")
_ARTIFACT = re.compile(rf"({_NAME}?)-(\d[^-]*)(?:-[^/]*)?\.(?:whl|tar\.gz|tar\.bz2|zip|tgz)\Z")
_PLAIN = re.compile(r"(?:(?:0|[1-9][0-9]{0,9})(?:\.(?:0|[1-9][0-9]{0,9}))*)?")  # versions in normal form already
_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement string, understood."""

    name: str
    version: str = ""  # when it pins one
    range: str = ""  # version specifiers as written, without the pin's case distinction
    url: str = ""  # of a direct reference

    @property
    def purl(self) -> str:
        """The package wanted, with its version when pinned."""
        return pypi_purl(self.name, self.version)

    @property
    def vcs_url(self) -> str:
        """The repository of a direct reference to one."""
        scheme, plus, rest = self.url.partition("+")
        return rest.partition("#")[0] if plus and scheme in ("git", "hg", "svn", "bzr") else ""

    @property
    def download_url(self) -> str:
        """The artifact of a direct reference to one."""
        return self.url if self.url.startswith(("http://", "https://")) else ""

    def asked_by(self, project: str, evidence: Evidence, scope: Scope) -> Iterator[Package | Dependency]:
        """The package wanted and the edge from `project`."""
        yield from asked(
            project,
            self.purl,
            evidence,
            requirement=self.range,
            scope=scope,
            vcs_url=self.vcs_url,
            download_url=self.download_url,
        )


def pypi_purl(name: str, version: str = "") -> str:
    """The purl of a Python distribution; runs of separators in the name are one (PEP 503)."""
    return purl("pypi", re.sub(r"[-_.]{2,}|_", "-", name), version)


def project_purl(name: str, version: str) -> str:
    """The purl of a project at the version that it will be distributed with, as its own lockfile writes it, too: a
    pyproject.toml may say 3.2.0.dev where that says 3.2.0.dev0.
    """
    return pypi_purl(name, version if _PLAIN.fullmatch(version) else _normal(version))


def _normal(version: str) -> str:
    """A version in its normal form (PEP 440), or as it is when it is none."""
    from packaging.version import Version

    try:
        return str(Version(version))
    except ValueError:  # InvalidVersion, or more digits than Python reads
        return version


def same_name(name: str) -> str:
    """A name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse_requirement(text: str) -> Requirement | None:
    """A PEP 508 requirement, None when the text is none. Sloppy spellings that pip once took are taken too."""
    found = _REQUIREMENT.match(text)
    if found is None or (found.end() < len(text.rstrip()) and text[found.end() :].lstrip()[:1] not in (";", "@", "#")):
        return None
    name, url, specifiers = found[1], found[2] or "", (found[3] or "").strip().strip("()").strip()
    if specifiers and specifiers[0] not in "=<>~!":
        return None
    rest = text[found.end() :].strip()
    if not url and rest.startswith("@"):
        url = rest[1:].strip().split(" ")[0]
    pinned = _PINNED.match(specifiers)
    return Requirement(name, pinned[1] if pinned else "", " ".join(specifiers.split()), url)


def from_url(url: str) -> Requirement | str | None:
    """What a bare address asks for: a requirement when it tells the name, else a purl of the repository itself."""
    if egg := re.search(r"[#&]egg=([A-Za-z0-9._-]+)", url):
        return Requirement(egg[1], url=url.partition("#")[0])
    if artifact := _ARTIFACT.match(unquote(url.partition("#")[0]).rpartition("/")[2]):
        return Requirement(artifact[1], artifact[2], url=url)
    if hosted := re.search(r"\bgithub\.com[/:]([\w.-]+)/([\w.-]+?)(?:\.git)?(?:@([^#\s]+))?(?:[#?].*)?\Z", url):
        return qualified("github", hosted[2], hosted[3] or "", hosted[1])
    return None


def group_scope(name: str, default: Scope) -> Scope:
    """The scope that an extra's, group's or file's name tells, else `default`."""
    words = set(re.split(r"[^a-z]+", name.lower()))
    if words & {"test", "tests", "testing", "pytest", "coverage", "cov"}:
        return Scope.TEST
    if words & {
        "dev",
        "develop",
        "development",
        "doc",
        "docs",
        "lint",
        "linting",
        "typing",
        "mypy",
        "ci",
        "tox",
        "style",
    }:
        return Scope.DEVELOPMENT
    return Scope.BUILD if words & {"build", "setup"} else default


def license_of(stated: str, classifiers: object) -> str:
    """The licence as stated, else what the Trove classifiers say, joined."""
    told = [value for value in strings(classifiers) if value.startswith(_CLASSIFIER) and value.count("::") > 1]
    return stated if stated and len(stated) < 200 else " AND ".join(dict.fromkeys(told)) or stated
