"""What a manifest or lockfile says: packages, the edges between them, and where each was read.

Vocabulary: purl is ECMA-427; scope and direct/transitive follow CycloneDX 1.6.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Scope(StrEnum):
    """What a dependency is needed for."""

    RUNTIME = "runtime"
    OPTIONAL = "optional"
    DEVELOPMENT = "development"
    TEST = "test"
    BUILD = "build"
    PROVIDED = "provided"


class Hash(Struct, frozen=True, order=True):
    """A digest that the manifest or lockfile states for a package's artifact."""

    algorithm: str  # CycloneDX names: "SHA-1", "SHA-256", "SHA-512", …
    value: str  # lower-case hex


class Evidence(Struct, frozen=True, order=True):
    """Where a fact was read."""

    path: str
    line: int | None = None  # 1-based


class Package(Struct, frozen=True, omit_defaults=True):  # most facts are empty in most files: small in caches
    """One package as one file states it. Facts that the file does not hold are empty, never guessed."""

    purl: str  # canonical; without a version when the file does not pin one
    evidence: Evidence
    requirement: str = ""  # the range as written, when unpinned ("^4.17.0", ">=2,<3")
    scope: Scope | None = None  # None when the file does not tell; then it follows from who needs it
    first_party: bool = False  # the project that this manifest describes, not something it uses
    direct: bool | None = None  # asked for by a first-party manifest; None when the file does not tell
    declared_license: str = ""  # as written, not normalised
    hashes: tuple[Hash, ...] = ()
    download_url: str = ""
    vcs_url: str = ""
    homepage: str = ""
    description: str = ""
    supplier: str = ""
    authors: tuple[str, ...] = ()
    copyright: str = ""


class Dependency(Struct, frozen=True, omit_defaults=True):
    """An edge: `dependent` needs `dependency`. Either purl may lack a version until the inventory resolves it."""

    dependent: str  # purl
    dependency: str  # purl
    evidence: Evidence
    requirement: str = ""
    scope: Scope = Scope.RUNTIME  # what the dependent needs it for
