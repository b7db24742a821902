"""The pool's usage agreement (开源代码使用协议): a versioned template in both languages with the organisation's name.

Members accept a version; the digest names the exact text that they saw.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licenses.language import Language

VERSION = "1.0"  # of the template; any change of its words needs a new one
_TEMPLATES = Path(__file__).resolve().parent / "documents"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement as one organisation offers it."""

    version: str
    language: Language
    text: str  # Markdown

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8, hex: what an acceptance records."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def usage_agreement(organisation: str, language: Language, in_force: date) -> Agreement:
    """The agreement of `organisation`, in force from that day."""
    template = (_TEMPLATES / f"usage-agreement.{language}.md").read_text(encoding="utf-8")
    name = " ".join(organisation.split())
    words = {"{organisation}": name, "{version}": VERSION, "{date}": in_force.isoformat()}
    for placeholder, word in words.items():
        template = template.replace(placeholder, word)
    return Agreement(VERSION, language, template)
