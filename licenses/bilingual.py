"""Sentences that bring both languages with them: those of rule packs and of the catalogue, which anyone may add to."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from msgspec.structs import replace

from licenses.language import Language, Text, text
from licenses.yaml_lines import Marked


class Bilingual(Text, frozen=True):
    """A `Text` with its own Chinese; `parts` are values that are themselves translated."""

    chinese: str = ""
    parts: tuple[tuple[str, Text], ...] = ()

    def to(self, language: Language) -> str:
        """The sentence in `language`, filled in."""
        template = self.chinese if language == "zh" else self.template
        return template.format(**dict(self.values), **{name: part.to(language) for name, part in self.parts})

    def english(self) -> str:
        """The sentence in English."""
        return self.to("en")


def filled(sentence: Bilingual, values: dict[str, str | int], parts: dict[str, Text]) -> Bilingual:
    """`sentence` with values for its `{names}`."""
    return replace(sentence, values=tuple(values.items()), parts=tuple(parts.items()))


def bilingual(value: Marked, names: Iterable[str] = ()) -> Bilingual:
    """A sentence written as `{en: …, zh: …}`, whose `{names}` are all among `names`.

    Raises:
        BadDocument: a language is missing, or a placeholder is not known or not plain.
    """
    pair = value.mapping(required={"en", "zh"})
    known = frozenset(names)
    return Bilingual(_template(pair["en"], known), chinese=_FOLDED.sub("", _template(pair["zh"], known)))


# a line break that YAML folded into a space, between Chinese characters, which have none
_FOLDED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])")


def _template(value: Marked, known: frozenset[str]) -> str:
    template = value.string()
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        value.refuse(text("a brace is open in this sentence; write {{{{ for a brace itself"))
    for _, name, spec, conversion in fields:
        # only plain {name}: a format specification or an attribute would let a pack reach further than its words
        if name is not None and (name not in known or spec or conversion):
            wrong = f"{{{name}}}"
            value.refuse(
                text("the placeholder {wrong} is not known here", wrong=wrong),
                text("known placeholders: {known}", known=", ".join(sorted(known)) or "-"),
            )
    return template
