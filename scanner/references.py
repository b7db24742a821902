"""What “see the LICENSE file” refers to, looked up in the tree: the last stage of licence detection.

A reference that names no licence takes the licence of the licence files in its folder, or in the nearest folder above
that has any. Where those hold several licences it is not known which is meant, and where there are none nothing is:
the reference then stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from licenses.detection import LicenseMatch, MatchKind
from licenses.subject import is_license_file
from scanner.inventory import FileRecord

NAMELESS = "LicenseRef-scancode-unknown-license-reference"

_STATES = (MatchKind.TEXT, MatchKind.NOTICE)
_LIKELY = 0.8  # a match below this score does not say what a licence file holds


def resolved(files: Iterable[FileRecord]) -> tuple[FileRecord, ...]:
    """The files, their nameless references replaced by the licence that each refers to, where the tree tells."""
    files = tuple(files)
    named = _licenses_by_folder(files)
    return tuple(_resolved(file, named) if refers(file) else file for file in files)


def refers(file: FileRecord) -> bool:
    """Whether a file refers to a licence without naming it."""
    return any(match.expression == NAMELESS for match in file.licenses)


def _resolved(file: FileRecord, named: Mapping[str, frozenset[str]]) -> FileRecord:
    folder = file.path.rpartition("/")[0]
    while folder not in named and folder:
        folder = folder.rpartition("/")[0]
    meant = named.get(folder, frozenset())
    if len(meant) != 1:
        return file
    (expression,) = meant
    return replace(file, licenses=tuple(_naming(match, expression) for match in file.licenses))


def _naming(match: LicenseMatch, expression: str) -> LicenseMatch:
    refers = match.kind is MatchKind.REFERENCE and match.expression == NAMELESS
    return replace(match, expression=expression) if refers else match


def _licenses_by_folder(files: Iterable[FileRecord]) -> Mapping[str, frozenset[str]]:
    """Folder → what its licence files say; a `LICENSES` folder (REUSE 3.3) speaks for the folder that it is in."""
    named: dict[str, set[str]] = defaultdict(set)
    for file in files:
        if is_license_file(file.path):
            folder = file.path.rpartition("/")[0]
            place = folder.removesuffix("LICENSES").removesuffix("/") if folder.endswith("LICENSES") else folder
            named[place].update(m.expression for m in file.licenses if m.kind in _STATES and m.score >= _LIKELY)
    return {folder: frozenset(found) for folder, found in named.items() if found}
