"""Compatibility as the licences' own authors state it, collected in licenses/compatibility_facts/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from licenses.bilingual import Bilingual, bilingual
from licenses.compatibility_answer import Answer, Opinion
from licenses.expression import License, parse
from licenses.language import text
from licenses.subject import Relation
from licenses.yaml_lines import Marked, read_document

FACTS = Path(__file__).resolve().parent / "compatibility_facts"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one source."""

    inbound: re.Pattern[str]  # over the written licence
    outbound: re.Pattern[str]
    inbound_names: tuple[str, ...]  # as the file lists them
    outbound_names: tuple[str, ...]
    relations: frozenset[Relation]
    opinion: Opinion


@cache
def facts() -> tuple[Fact, ...]:
    """All statements, in the order of the files' names and lines.

    Raises:
        BadDocument: a file is damaged.
    """
    return tuple(fact for path in sorted(FACTS.glob("*.yaml")) for fact in _facts_in(path))


def stated_facts(inbound: License, outbound: License, relation: Relation) -> Iterator[Opinion]:
    """The statements about this pair."""
    into, out = str(inbound), str(outbound)
    for fact in facts():
        if relation in fact.relations and fact.inbound.fullmatch(into) and fact.outbound.fullmatch(out):
            yield fact.opinion


def _facts_in(path: Path) -> Iterator[Fact]:
    document, _ = read_document(path)
    keys = document.mapping(required={"source", "facts"})
    source = keys["source"].string()
    for item in keys["facts"].items():
        yield _fact(item, source)


def _fact(item: Marked, source: str) -> Fact:
    keys = item.mapping(required={"inbound", "outbound", "answer", "because"}, optional={"relations", "source"})
    because: Bilingual = bilingual(keys["because"])
    return Fact(
        inbound=_licenses(keys["inbound"]),
        outbound=_licenses(keys["outbound"]),
        inbound_names=keys["inbound"].strings(),
        outbound_names=keys["outbound"].strings(),
        relations=keys["relations"].choices(Relation) if "relations" in keys else frozenset(Relation),
        opinion=Opinion(
            keys["answer"].choice(Answer), because, keys["source"].string() if "source" in keys else source
        ),
    )


def _licenses(value: Marked) -> re.Pattern[str]:
    """Licences as written in expressions; `*` stands for any ending."""
    return re.compile("|".join(_license(item) for item in value.items()))


def _license(item: Marked) -> str:
    name = item.string()
    if name.endswith("*"):
        return re.escape(name[:-1]) + ".*"
    canonical = parse(name)
    if not isinstance(canonical, License):
        item.refuse(text("{name} is not a licence that is known", name=name))
    return re.escape(str(canonical))
