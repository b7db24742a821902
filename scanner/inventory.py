"""The whole answer about one tree, as one immutable value: what is printed, signed or stored comes from it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from licenses.copyright.finding import Author, Copyright
from licenses.detection import LicenseMatch
from scanner.package import Dependency, Evidence, Hash, Scope
from scanner.problem import Problem


class SourceKind(StrEnum):
    """Where a tree came from."""

    GIT = "git"
    DIRECTORY = "directory"
    ARCHIVE = "archive"


class Treatment(StrEnum):
    """What was done with a file's content. Every file has exactly one."""

    TEXT = "text"  # read whole
    BINARY = "binary"  # its strings were read, unless it is packed: a picture, an archive, …
    HUGE = "huge"  # larger than scanner.tree.HUGE: its head only
    LFS_POINTER = "lfs-pointer"  # the content is elsewhere; the pointer is what the tree holds
    SYMLINK = "symlink"  # never followed
    ABSENT = "absent"  # listed, but the source does not have it (a partial clone, damage); a problem says why
    SUBMODULE = "submodule"  # another repository's commit; not entered


class SourceFacts(Struct, frozen=True):
    """What was scanned."""

    kind: SourceKind
    location: str  # as the person gave it, without credentials
    name: str  # a short name for the project, e.g. the repository's
    tree: str  # git id of the root tree, hex
    ref: str = ""  # the ref asked for, git only
    commit: str = ""  # hex, git only
    committed_at: int = 0  # seconds since the epoch, UTC; 0 when the source has no time
    sha256: str = ""  # of the archive file, archives only
    signed: bool | None = None  # whether the commit carries a signature; None when there is no commit


class FileRecord(Struct, frozen=True):
    """One path of the tree and what was found in it."""

    path: str
    blob: str  # git object id, hex
    size: int  # bytes; 0 for a submodule
    treatment: Treatment
    executable: bool = False
    licenses: tuple[LicenseMatch, ...] = ()
    copyrights: tuple[Copyright, ...] = ()
    authors: tuple[Author, ...] = ()


class Component(Struct, frozen=True):
    """One package, whatever the number of files that state it."""

    purl: str  # canonical
    name: str  # with its namespace, as its ecosystem writes it: "@scope/name", "group:artifact"
    version: str  # "" when no file pins it
    requirement: str  # the range as written, when unpinned
    scope: Scope  # the strongest need: runtime before optional before development …
    direct: bool
    first_party: bool
    declared_license: str  # SPDX expression; "" when not stated, LicenseRef-… when not SPDX
    declared_as: str  # as the file words it
    hashes: tuple[Hash, ...]
    download_url: str
    vcs_url: str
    homepage: str
    description: str
    supplier: str
    authors: tuple[str, ...]
    copyright: str
    evidence: tuple[Evidence, ...]  # every occurrence


class Reason(StrEnum):
    """Why a licence was concluded."""

    AGREED = "declared-and-key-files-agree"
    DISAGREED = "declared-and-key-files-disagree"
    DECLARED = "declared"
    KEY_FILES = "key-files"
    FILES = "files"
    NOTHING = "nothing-found"


class Conclusion(Struct, frozen=True):
    """The three facts about one place of a tree."""

    place: str  # folder, "" for the root of the tree
    purl: str  # of the package that lives there, "" when no manifest says
    declared: str  # SPDX expression, "" when not stated
    detected: tuple[str, ...]  # every expression found in the place's files, most frequent first
    concluded: str  # SPDX expression, "" when nothing bears one
    reason: Reason
    key_files: tuple[str, ...]  # paths of the licence files that were read for it
    manifest: str = ""  # path of the manifest that declares


class Inventory(Struct, frozen=True):
    """One tree's files, packages, edges and problems, each sorted, so that equal input gives equal values."""

    source: SourceFacts
    analyser: str  # name and version of what made the findings, e.g. "trustpool 0.1.0; rules 32.1.0"
    files: tuple[FileRecord, ...]
    components: tuple[Component, ...]
    dependencies: tuple[Dependency, ...]
    problems: tuple[Problem, ...]
    conclusions: tuple[Conclusion, ...] = ()  # the root's first
