"""What follows from the terms themselves, licence by licence, where they leave no doubt.

Only from hand-checked entries of the catalogue; the answer names the entry's text and section.
"""

from __future__ import annotations

from collections.abc import Iterator

from licenses.catalogue import entry_of, standing_of
from licenses.catalogue_entry import Entry
from licenses.classes import LicenseClass, class_of
from licenses.compatibility_answer import Answer, Opinion
from licenses.expression import License
from licenses.language import text
from licenses.obligations import Duty
from licenses.subject import Relation

# Duties that any other licence leaves room for: they are met by carrying the notices along.
_NOTICES = {Duty.KEEP_COPYRIGHT, Duty.INCLUDE_LICENSE, Duty.NO_ENDORSEMENT, Duty.KEEP_NOTICE_FILE, Duty.STATE_CHANGES}
_OPEN = {LicenseClass.PERMISSIVE, LicenseClass.PUBLIC_DOMAIN}
_LINKS = {Relation.STATIC, Relation.DYNAMIC}


def opinion_from_terms(inbound: License, outbound: License, relation: Relation) -> Iterator[Opinion]:
    """The answer that the inbound licence's terms give, if they give one."""
    found = entry_of(inbound.id)
    duties = standing_of(inbound).duties
    if found is None or duties is None:
        return
    restriction = next((duty for duty in found.duties if Duty(duty.term).restricts_use), None)
    if restriction is not None:
        if standing_of(outbound).osi_approved and relation is not Relation.SEPARATE:
            because = text(
                "it restricts use ({section}); {outbound} promises use without such limits",
                section=restriction.section,
                outbound=str(outbound),
            )
            yield Opinion(Answer.NO, because, found.source)
        return
    if duties <= _NOTICES and (_leaves_room(outbound) or _asks_nothing_else(found, duties)):
        yield Opinion(Answer.YES, text("it asks only that notices are carried along"), found.source)
    elif relation is Relation.SEPARATE or (relation is Relation.DATA and Duty.SHARE_ALIKE not in duties):
        yield Opinion(Answer.YES, text("the two stay separate works; each keeps its licence"), found.source)
    elif relation in _LINKS and Duty.SAME_LICENSE_FOR_FILES in duties and Duty.SAME_LICENSE not in duties:
        yield _linked(found, relation)
    elif Duty.SAME_LICENSE in duties and class_of(outbound) in _OPEN:
        section = found.section_of(Duty.SAME_LICENSE)
        because = text(
            "it asks that the whole work be under it ({section}); {outbound} would permit more",
            section=section,
            outbound=str(outbound),
        )
        yield Opinion(Answer.NO, because, found.source)


def opinion_from_class(inbound: License, outbound: License, _: Relation) -> Iterator[Opinion]:
    """For a licence that nobody examined: a permissive one probably fits, and a person should read it."""
    if entry_of(inbound.id) is None and class_of(inbound) in _OPEN:
        because = text("its class is {name}, but its terms were not examined by hand", name=class_of(inbound).value)
        yield Opinion(Answer.CHECK, because, "https://scancode-licensedb.aboutcode.org/")


def _leaves_room(outbound: License) -> bool:
    """Whether files under other terms may stand beside those of `outbound`: no copyleft, or copyleft by file."""
    duties = standing_of(outbound).duties or frozenset()
    by_file = Duty.SAME_LICENSE_FOR_FILES in duties and Duty.ALLOW_RELINKING not in duties
    return class_of(outbound) in _OPEN or by_file


def _asks_nothing_else(found: Entry, duties: frozenset[Duty]) -> bool:
    """Whether even a licence that allows no further restrictions leaves room for it."""
    return duties <= {Duty.KEEP_COPYRIGHT, Duty.INCLUDE_LICENSE} and not found.patent_retaliation


def _linked(found: Entry, relation: Relation) -> Opinion:
    """Copyleft that ends at the file or the library lets other works link to it."""
    if relation is Relation.STATIC and (section := found.section_of(Duty.ALLOW_RELINKING)):
        return Opinion(
            Answer.CHECK, text("linking is allowed if recipients can relink ({section})", section=section), found.source
        )
    section = found.section_of(Duty.SAME_LICENSE_FOR_FILES)
    return Opinion(Answer.YES, text("its copyleft ends at its own files ({section})", section=section), found.source)
