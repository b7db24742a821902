"""One advisory in the OSV format → what it says of packages. https://ossf.github.io/osv-schema/ (version 1.7)

Of an advisory only what decides is read: which packages, which versions. Unknown fields are passed over, as the schema
asks of readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec
from msgspec import Struct

from scanner.purl import without_version
from scanner.resolve import comparable


class Event(Struct, frozen=True):
    """A point at which versions begin or cease to be affected; exactly one of them is set."""

    introduced: str = ""
    fixed: str = ""
    last_affected: str = ""
    limit: str = ""


class Range(Struct, frozen=True):
    """Events of one line of versions."""

    type: str
    events: tuple[Event, ...]


class _Package(Struct, frozen=True):
    ecosystem: str = ""
    name: str = ""
    purl: str = ""


class _Affected(Struct, frozen=True):
    package: _Package = _Package()
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()


class _Advisory(Struct, frozen=True):
    id: str
    modified: str
    withdrawn: str = ""
    affected: tuple[_Affected, ...] = ()


class Statement(Struct, frozen=True):
    """What one advisory says of one package."""

    advisory: str  # identifier
    package: str  # purl without version, as scanner.resolve.comparable writes it
    release: str  # of the distribution that it holds for, such as "12"; "" for all
    ranges: tuple[Range, ...]
    versions: tuple[str, ...]
    modified: str  # RFC 3339


# OSV's ecosystems by their purl type, and the namespace that a distribution's packages have
_TYPES = {
    "npm": "npm",
    "PyPI": "pypi",
    "Go": "golang",
    "Maven": "maven",
    "crates.io": "cargo",
    "RubyGems": "gem",
    "NuGet": "nuget",
    "Packagist": "composer",
    "Hex": "hex",
    "Pub": "pub",
    "Hackage": "hackage",
    "CRAN": "cran",
    "SwiftURL": "swift",
    "GitHub Actions": "github",
    "ConanCenter": "conan",
    "opam": "opam",
    "Julia": "julia",
    "Debian": "deb/debian",
    "Ubuntu": "deb/ubuntu",
    "Alpine": "apk/alpine",
    "Wolfi": "apk/wolfi",
    "Red Hat": "rpm/redhat",
    "Rocky Linux": "rpm/rocky",
    "AlmaLinux": "rpm/almalinux",
    "SUSE": "rpm/suse",
    "openSUSE": "rpm/opensuse",
    "openEuler": "rpm/openeuler",
    "Mageia": "rpm/mageia",
}
_document = msgspec.json.Decoder(_Advisory | list[_Advisory])


def statements(content: bytes) -> Iterator[Statement]:
    """What the advisories in a JSON file say; one that was withdrawn says nothing.

    Raises:
        ValueError: it is not in the OSV format.
    """
    try:
        found = _document.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    for advisory in found if isinstance(found, list) else [found]:
        for affected in advisory.affected if not advisory.withdrawn else ():
            if package := package_of(affected.package.ecosystem, affected.package.name, affected.package.purl):
                ranges = tuple(one for one in affected.ranges if one.type != "GIT")
                release = affected.package.ecosystem.partition(":")[2].removeprefix("v")
                yield Statement(advisory.id, package, release, ranges, affected.versions, advisory.modified)


def package_of(ecosystem: str, name: str, purl: str = "") -> str:
    """The purl of a package as OSV names it, without a version; "" for what has none."""
    kind = _TYPES.get(ecosystem.partition(":")[0], "")
    if purl.startswith("pkg:"):
        return _alike(without_version(purl.partition("?")[0]))
    if not kind or not name:
        return ""
    parts = name.split(":") if kind == "maven" else name.split("/")
    return _alike(f"pkg:{kind}/" + "/".join(quote(part, safe="") for part in parts))


def _alike(purl: str) -> str:
    """Names that are one to their registry, written alike."""
    name = comparable(purl)
    folded = name.startswith(("pkg:nuget/", "pkg:composer/", "pkg:golang/", "pkg:github/", "pkg:pypi/"))
    return name.lower().replace("_", "-") if name.startswith("pkg:pypi/") else name.lower() if folded else name


def asked_package(purl: str) -> str:
    """The package of a component's purl, as statements name it."""
    return _alike(without_version(purl).partition("?")[0].partition("#")[0])
