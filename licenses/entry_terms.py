"""What a catalogue entry says of patents, trademarks, the end of rights and later versions, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from licenses.catalogue_entry import Entry, LaterVersions, PatentGrant, Termination
from licenses.language import Language, Text, text
from licenses.obligations import Limitation, limitation_label
from licenses.section import cited


def term_lines(found: Entry, language: Language) -> Iterator[str]:
    """One sentence a term, each with its section; what the licence is silent about is said, too."""
    grant, where = found.patents
    yield _patents()[grant].to(language) + cited(where, language)
    if found.patent_retaliation:
        said = text("rights end for whoever sues over patents")
        yield said.to(language) + cited(found.patent_retaliation, language)
    kept = found.trademarks or next((it.section for it in found.limitations if it.term == Limitation.NO_TRADEMARK), "")
    marks = limitation_label(Limitation.NO_TRADEMARK) if kept else text("no clause that keeps trademarks back")
    yield marks.to(language) + cited(kept, language)
    end, where = found.termination
    yield _ends()[end].to(language) + cited(where, language)
    later, where = found.later_versions
    yield _later()[later].to(language) + cited(where, language)


def _patents() -> dict[PatentGrant, Text]:
    return {
        PatentGrant.EXPRESS: text("an express patent licence"),
        PatentGrant.IMPLIED: text("says nothing about patents"),
        PatentGrant.NONE: text("no patent licence"),
    }


def _ends() -> dict[Termination, Text]:
    return {
        Termination.AUTOMATIC: text("rights end with a breach"),
        Termination.CURABLE: text("rights end with a breach, and return when it is cured in time"),
        Termination.ON_NOTICE: text("rights end after notice of a breach"),
        Termination.SILENT: text("says nothing about how rights end"),
    }


def _later() -> dict[LaterVersions, Text]:
    return {
        LaterVersions.LICENSOR_SAYS: text("a later version may be chosen when the licensor says so"),
        LaterVersions.ALWAYS: text("a later version may always be chosen"),
        LaterVersions.NAMED: text("other licences that it names may be chosen"),
        LaterVersions.NO: text("no clause on later versions"),
    }
