"""The section of a licence, as people cite it: the catalogue holds "2(b)", "paragraph 2", "1, 3"."""

from __future__ import annotations

import re

from licenses.language import Language, say

_WORDED = re.compile(r"(paragraph|sentence) (\d+)")


def cited(section: str, language: Language) -> str:
    """ " (§ 2(b))", with its blank; "" for no section."""
    if not section:
        return ""
    if section[0].isdigit():
        section = section.replace(", ", "、") if language == "zh" else section
        return say(" (§ {section})", language, section=section)
    worded = _WORDED.sub(lambda found: _worded(found, language), section)
    return say(" ({section})", language, section=say("preamble", language) if worded == "preamble" else worded)


def _worded(found: re.Match[str], language: Language) -> str:
    if found[1] == "sentence":
        return say("sentence {number}", language, number=found[2])
    return say("paragraph {number}", language, number=found[2])
