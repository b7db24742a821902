"""What a rule pack judges: a file, a component or the project itself, with the facts that rules may ask about.

`licenses` knows no inventories; whoever has one makes these values. `None` means that nobody looked, which is not "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from licenses.language import Text, text


class SubjectKind(StrEnum):
    """What is judged."""

    PROJECT = "project"  # the whole, under the licence that it is passed on with
    COMPONENT = "component"  # a package that the project uses or contains
    FILE = "file"  # a file of the tree


class Use(StrEnum):
    """What a component is needed for; the values are those of the scanner's scopes."""

    RUNTIME = "runtime"
    OPTIONAL = "optional"
    DEVELOPMENT = "development"
    TEST = "test"
    BUILD = "build"
    PROVIDED = "provided"


class Origin(StrEnum):
    """Where a component is taken from."""

    REGISTRY = "registry"  # a package registry, public or private
    VERSION_CONTROL = "version-control"
    ADDRESS = "address"  # a file at some address
    LOCAL = "local"  # the project itself, or a folder of it
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How a thing is joined to the project: the question on which copyleft turns."""

    COPIED = "copied"  # its text is in the project's files
    STATIC = "static-link"  # built into the same program
    DYNAMIC = "dynamic-link"  # loaded by the program: imported, required, linked at run time
    SEPARATE = "separate-process"  # run beside the program, or only while building it
    DATA = "data"  # read as data

    @property
    def label(self) -> Text:
        """The relation's name for people."""
        return {
            Relation.COPIED: text("copied file"),
            Relation.STATIC: text("static link"),
            Relation.DYNAMIC: text("dynamic link"),
            Relation.SEPARATE: text("separate process"),
            Relation.DATA: text("data"),
        }[self]


class Subject(Struct, frozen=True):
    """One thing to judge and what is known of it."""

    kind: SubjectKind
    identity: str  # a path, a purl, or the project's name
    expression: str  # SPDX; concluded if somebody did, else detected in a file or declared by a component; "" for none
    declared: str = ""  # SPDX; what its manifest says
    detected: str = ""  # SPDX; what its files say
    use: Use = Use.RUNTIME
    relation: Relation = Relation.DYNAMIC
    direct: bool | None = None  # asked for by the project itself
    depth: int | None = None  # edges from the project; 1 is direct
    first_party: bool = False
    path: str = ""  # where it was read
    first_line: int | None = None  # 1-based
    last_line: int | None = None
    license_text: bool = False  # the file is itself a licence text or a notice
    stated: bool = True  # of a project: a licence file or a manifest names its licence, not just its files
    edited: bool | None = None  # its licence text differs from the known one
    advisories: tuple[str, ...] | None = None  # known vulnerabilities, by identifier
    copyright: bool | None = None  # a copyright statement was found
    origin: Origin = Origin.UNKNOWN
    pinned: bool | None = None  # its exact version is stated
    hashed: bool | None = None  # a digest of its content is stated
    signed: bool | None = None  # its commit carries a signature; whose, and whether it is good, is another question

    @property
    def vulnerable(self) -> bool | None:
        """Whether a vulnerability is known."""
        return None if self.advisories is None else bool(self.advisories)

    @property
    def provenance(self) -> bool | None:
        """Whether its content can be held against something: the project's commit is signed, a package's digest or
        commit is stated.
        """
        return self.signed if self.kind is SubjectKind.PROJECT else self.hashed


def others_work(subjects: Iterable[Subject]) -> Iterator[Subject]:
    """What of others is passed on with the project: their terms bind it.

    Files under the project's own licence are taken to be its owner's, who is not bound by it. Licence texts and what
    only helps to build or test are left aside.
    """
    own = ""
    for subject in subjects:
        if subject.kind is SubjectKind.PROJECT:
            own = own or subject.expression
        elif _is_others_work(subject, own):
            yield subject


def _is_others_work(subject: Subject, own: str) -> bool:
    shipped = subject.use in {Use.RUNTIME, Use.OPTIONAL} and not subject.license_text
    owners = subject.first_party or (subject.kind is SubjectKind.FILE and subject.expression == own)
    return shipped and not owners


# how a scanner that only knows the scope may relate a component to the project
RELATION_OF_USE = {
    Use.RUNTIME: Relation.DYNAMIC,
    Use.OPTIONAL: Relation.DYNAMIC,
    Use.PROVIDED: Relation.DYNAMIC,
    Use.DEVELOPMENT: Relation.SEPARATE,
    Use.TEST: Relation.SEPARATE,
    Use.BUILD: Relation.SEPARATE,
}

# purl types whose build tools put dependencies into the program itself
_STATIC_TYPES = {"cargo", "golang", "conan", "vcpkg", "hackage", "opam"}


def relation_of(purl: str, use: Use) -> Relation:
    """How a component is usually joined to the project, by its ecosystem and what it is needed for."""
    relation = RELATION_OF_USE[use]
    kind = purl.removeprefix("pkg:").partition("/")[0]
    if kind in {"huggingface", "mlflow"}:
        return Relation.DATA
    return Relation.STATIC if relation is Relation.DYNAMIC and kind in _STATIC_TYPES else relation


_LEGAL_STEMS = ("license", "licence", "copying", "notice", "copyright", "unlicense", "eula", "patents", "legal", "许可")
_LEGAL_FOLDERS = {"licenses", "licences", "license", "licence", "legal"}


def is_license_file(path: str) -> bool:
    """Whether a file's name says that it holds licence texts or notices: LICENSE, COPYING.LESSER, LICENSES/MIT.txt, ….

    Source files (LICENSE.py, license_check.go) are not: their licence is the one they are under.
    """
    # asked of every file of every tree, so with plain string operations
    *folders, name = path.lower().split("/")
    dot = name.rfind(".")
    suffix = name[dot:] if 0 < dot < len(name) - 1 else ""
    if suffix not in _TEXT_SUFFIXES:
        return name.startswith(("license-", "license.", "copying.")) and suffix not in _SOURCE_SUFFIXES
    if name.startswith(_LEGAL_STEMS) or not _LEGAL_FOLDERS.isdisjoint(folders):
        return True
    family, dash, kind = name.removesuffix(suffix).partition("-")
    return bool(dash) and kind in ("license", "licence", "copying") and family.rstrip("v.0123456789") in _FAMILIES


# whose text is often called MIT-LICENSE or the like
_FAMILIES = {"agpl", "apache", "artistic", "bsd", "gpl", "isc", "lgpl", "mit", "mpl", "mulanpsl", "ofl", "zlib"}
_TEXT_SUFFIXES = {"", ".txt", ".md", ".rst", ".html", ".lesser", ".lib", ".apache", ".mit", ".gpl", ".bsd"}
_SOURCE_SUFFIXES = {
    *{
        ".py",
        ".js",
        ".ts",
        ".tsx",
        ".jsx",
        ".go",
        ".rs",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".hpp",
        ".java",
        ".kt",
        ".rb",
        ".php",
    },
    *{
        ".cs",
        ".swift",
        ".sh",
        ".pl",
        ".lua",
        ".scala",
        ".ets",
        ".vue",
        ".css",
        ".scss",
        ".json",
        ".yml",
        ".yaml",
        ".toml",
    },
    *{".xml", ".sql", ".m", ".mm", ".dart", ".ex", ".erl", ".hs", ".ml", ".tcl", ".r", ".jl"},
}
