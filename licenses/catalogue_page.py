"""The catalogue as a Markdown page in either language: every examined licence with its class, its standing, its summary
and its duties with their sections. docs/rules-catalogue*.md are made by this.

`python -m licenses.catalogue_page docs` writes them anew; a test holds them to the data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from licenses.catalogue import ENTRIES, standing_of
from licenses.catalogue_entry import Entry, entry
from licenses.classes import LicenseClass, class_of_id
from licenses.entry_terms import term_lines
from licenses.expression import License
from licenses.language import Language, say
from licenses.obligations import Duty, tasks
from licenses.section import cited
from licenses.yaml_lines import read_document


def catalogue_page(language: Language) -> str:
    """The page, class by class."""
    by_class: dict[LicenseClass, list[Entry]] = {name: [] for name in LicenseClass}
    for found in _entries():
        by_class[class_of_id(found.ids[0])].append(found)
    lines = [f"# {say('Catalogue of licences', language)}", "", _method(language, sum(map(len, by_class.values()))), ""]
    for name, members in by_class.items():
        if members:
            lines += [f"## {name.label.to(language)}", ""]
            lines += [line for found in members for line in _entry(found, language)]
    return "\n".join(lines).rstrip() + "\n"


def _entries() -> list[Entry]:
    found = [entry(read_document(path)[0]) for path in ENTRIES.glob("*.yaml")]
    return sorted(found, key=lambda one: one.ids[0].lower())


def _method(language: Language, number: int) -> str:
    return say(
        "{number} licences were examined by hand: what they permit, ask and exclude, each with the section that says "
        "so. For all other licences the class is known, from license-expression's index, and the standing with OSI "
        "and FSF, from the SPDX list; nothing is guessed about their duties. This is information, not legal advice.",
        language,
        number=number,
    )


def _entry(found: Entry, language: Language) -> Iterator[str]:
    yield f"### {' · '.join(found.ids)}"
    yield ""
    yield f"[{found.name}]({found.source}){_standing(found, language)}"
    yield ""
    yield found.summary.to(language)
    yield ""
    duties = [f"{tasks()[Duty(one.term)].label.to(language)}{cited(one.section, language)}" for one in found.duties]
    joiner, colon = ("；", "：") if language == "zh" else ("; ", ": ")
    yield f"- {say('duties', language)}{colon}{joiner.join(duties) or say('none', language)}"
    yield f"- {say('further terms', language)}{colon}{joiner.join(term_lines(found, language))}"
    yield ""


def _standing(found: Entry, language: Language) -> str:
    standing = standing_of(License(found.ids[0]))
    marks = []
    if standing.osi_approved:
        marks.append(say("approved by OSI", language))
    if standing.fsf_free:
        marks.append(say("free according to the FSF", language))
    return "".join(f" · {mark}" for mark in marks)


def write_pages(folder: Path) -> None:
    """Write the page in both languages into `folder`."""
    (folder / "rules-catalogue.md").write_text(catalogue_page("en"), encoding="utf-8")
    (folder / "rules-catalogue.zh-CN.md").write_text(catalogue_page("zh"), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
