"""Is a version affected? Versions are compared by the rules of their own ecosystem, with the library univers.

The algorithm: https://ossf.github.io/osv-schema/#evaluation
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from scanner.advisories.osv import Event, Range, Statement

# by purl type, the class of univers.versions; others are not compared
_SCHEMES = {
    "npm": "SemverVersion",
    "cargo": "SemverVersion",
    "hex": "SemverVersion",
    "pub": "SemverVersion",
    "swift": "SemverVersion",
    "github": "SemverVersion",
    "julia": "SemverVersion",
    "golang": "GolangVersion",
    "pypi": "PypiVersion",
    "maven": "MavenVersion",
    "gem": "RubygemsVersion",
    "nuget": "NugetVersion",
    "composer": "ComposerVersion",
    "deb": "DebianVersion",
    "rpm": "RpmVersion",
    "apk": "AlpineLinuxVersion",
    "conan": "ConanVersion",
    "hackage": "IntdotVersion",
    "cran": "IntdotVersion",
}
_EVERYTHING = ("0", "*", "")  # "introduced: 0" comes before all versions, "limit: *" after them
_LONGEST = 200  # characters of a version


def is_affected(kind: str, version: str, release: str, statement: Statement) -> bool | None:
    """Whether a statement concerns a version of a package of purl type `kind`; None when that cannot be told.

    `release` is that of the distribution that the package is of, "" when it is not known.
    """
    if statement.release and release and statement.release != release:
        return False
    answers = [version in statement.versions, *(_within(kind, version, one) for one in statement.ranges)]
    if True in answers:
        return True if release or not statement.release else None
    return None if None in answers else False


def _within(kind: str, version: str, found: Range) -> bool | None:
    scheme = "SemverVersion" if found.type == "SEMVER" and kind != "golang" else _SCHEMES.get(kind, "")
    this = _version(scheme, version)
    points = [(_version(scheme, _at(event)), event) for event in found.events if _at(event) not in _EVERYTHING]
    if this is None or any(point is None for point, _ in points):
        return None
    affected = any(event.introduced in ("0",) for event in found.events)
    # sorted by version; where a fix and an introduction meet, the introduction comes last
    for point, event in sorted(points, key=lambda pair: (pair[0], bool(pair[1].introduced))):
        if event.introduced and this >= point:
            affected = True
        elif (event.fixed and this >= point) or (event.last_affected and this > point):
            affected = False
    return affected and _before_limits(this, [point for point, event in points if event.limit])


def _before_limits(this: Any, limits: list[Any]) -> bool:
    return not limits or any(this < limit for limit in limits)


def _at(event: Event) -> str:
    return event.introduced or event.fixed or event.last_affected or event.limit


@lru_cache(maxsize=65536)
def _version(scheme: str, version: str) -> Any:
    """A version that can be compared; None when the ecosystem's rules do not know its form."""
    if not scheme or len(version) > _LONGEST:
        return None
    import univers.versions

    kind = getattr(univers.versions, scheme)
    try:
        return kind(version)
    except (univers.versions.InvalidVersion, ValueError, TypeError):
        return None
