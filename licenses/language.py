"""Text for people, in English or Simplified Chinese, decided only where it is shown.

The middle of the program passes `Text` values around; the edge that talks to a person calls `Text.to(language)`.
Catalogues are gettext `.mo` files, one a package, compiled from `<package>/translations/*/LC_MESSAGES/*.po`.
"""

from __future__ import annotations

import gettext
import locale
import os
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# The rooms of the house that may bring a catalogue. Looked up on disk, never imported: this file stays at the bottom.
_ROOMS = ("licenses", "scanner", "registry", "web")
_LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN"}


class Text(Struct, frozen=True):
    """A sentence before its language is chosen: an English template and the values for its `{names}`."""

    template: str
    values: tuple[tuple[str, str | int], ...] = ()

    def to(self, language: Language) -> str:
        """The sentence in `language`; English where a translation is missing."""
        template = catalogue(language).gettext(self.template) if self.template else ""
        return template.format(**{name: visible(value) for name, value in self.values})

    def english(self) -> str:
        """The sentence in English, for logs and exception texts."""
        return self.template.format(**{name: visible(value) for name, value in self.values})


def visible(value: str | int) -> str | int:
    """`value` with control and direction-changing characters shown as escapes.

    Values come from the input: a file's name must not be able to move the cursor or turn a sentence around
    (https://trojansource.codes).
    """
    return value.translate(_ESCAPES) if isinstance(value, str) else value


_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ESCAPES = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _CONTROLS}


def text(template: str, **values: str | int) -> Text:
    """A translatable sentence; `pybabel extract -k text` finds these calls, so `template` must be a literal."""
    return Text(template, tuple(sorted(values.items())))


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """All packages' translations into `language`, merged into one catalogue."""
    merged = gettext.NullTranslations()
    if language not in _LOCALES:
        return merged
    home = Path(__file__).resolve().parent.parent
    for room in _ROOMS:
        compiled = home / room / "translations" / _LOCALES[language] / "LC_MESSAGES" / f"{room}.mo"
        if compiled.is_file():
            with compiled.open("rb") as stream:
                found = gettext.GNUTranslations(stream)
            found.add_fallback(merged)
            merged = found
    return merged


def language_of_environment() -> Language:
    """The language that the person's locale asks for: Chinese for any `zh` locale, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return language_of_tag(value)
    return language_of_tag(locale.getlocale()[0] or "en")


def language_of_tag(tag: str) -> Language:
    """`zh`, `zh-CN`, `zh_Hans`, `Chinese (Simplified)_China` are Chinese; everything else is English."""
    return "zh" if tag.lower().startswith(("zh", "chinese")) else "en"


def msgid(template: str) -> str:
    """Mark a literal as translatable without translating it yet: command help, table headings, template strings."""
    return template


def say(template: str, language: Language, **values: str | int) -> str:
    """`template` in `language`, filled in: for text that goes straight to a person. `template` must be a literal."""
    return Text(template, tuple(values.items())).to(language)
