"""Compatibility explained as a Markdown page in either language: how answers come about, every statement that we
collected with its source, and where sources contradict each other. docs/rules-compatibility*.md are made by this.

`python -m licenses.compatibility_page docs` writes them anew; a test holds them to the data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from licenses.catalogue import examined_ids
from licenses.compatibility import Answer, Compatibility, compatible
from licenses.compatibility_facts_reader import Fact, facts
from licenses.expression import License
from licenses.language import Language, say
from licenses.subject import Relation


def compatibility_page(language: Language) -> str:
    """The page."""
    lines = [f"# {say('Compatibility of licences', language)}", "", _method(language), ""]
    lines += _statements(language)
    lines += _disputes(language)
    return "\n".join(lines).rstrip() + "\n"


def _method(language: Language) -> str:
    return say(
        "The question is whether code under one licence (inbound) may become part of a work that is passed on under "
        "another (outbound), and how the two are joined decides too. Sources are asked in this order: statements of "
        "the licences' own authors, listed below; what the examined terms leave no doubt about; OSADL's matrix. The "
        "first that knows decides, the others are shown with it. Where no source says anything, the answer is “not "
        "known”.",
        language,
    )


def _statements(language: Language) -> Iterator[str]:
    by_source: dict[str, list[Fact]] = {}
    for fact in facts():
        by_source.setdefault(fact.opinion.source, []).append(fact)
    for source, stated in by_source.items():
        yield f"## <{source}>"
        yield ""
        yield "| " + " | ".join(_headings(language)) + " |"
        yield "| --- | --- | --- | --- | --- |"
        yield from (_row(fact, language) for fact in stated)
        yield ""


def _headings(language: Language) -> tuple[str, ...]:
    return (
        say("inbound", language),
        say("outbound", language),
        say("joined by", language),
        say("answer", language),
        say("because", language),
    )


def _row(fact: Fact, language: Language) -> str:
    every = fact.relations == frozenset(Relation)
    joined = [relation.label.to(language) for relation in Relation if relation in fact.relations]
    comma = "、" if language == "zh" else ", "
    cells = (
        ", ".join(fact.inbound_names),
        ", ".join(fact.outbound_names),
        say("any way", language) if every else comma.join(joined),
        fact.opinion.answer.label.to(language),
        fact.opinion.because.to(language),
    )
    return "| " + " | ".join(cell.replace("*", "\\*") for cell in cells) + " |"


def _disputes(language: Language) -> Iterator[str]:
    yield f"## {say('Where sources contradict each other', language)}"
    yield ""
    yield say("Copied files, among the examined licences; the first source decides.", language)
    yield ""
    for found in disputes():
        said = "; ".join(f"{opinion.answer.label.to(language)} (<{opinion.source}>)" for opinion in found.opinions)
        yield f"- {found.inbound} → {found.outbound}: {said}"


def disputes() -> Iterator[Compatibility]:
    """Pairs of examined licences on which one source says yes and another no."""
    names = [License(name) for name in examined_ids()]
    for inbound in names:
        for outbound in names:
            found = compatible(inbound, outbound, Relation.COPIED)
            if found.disputed and found.answer is not Answer.UNKNOWN:
                yield found


def write_pages(folder: Path) -> None:
    """Write the page in both languages into `folder`."""
    (folder / "rules-compatibility.md").write_text(compatibility_page("en"), encoding="utf-8")
    (folder / "rules-compatibility.zh-CN.md").write_text(compatibility_page("zh"), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
