"""One hand-checked entry of the catalogue: what a licence permits, asks and excludes, and where it says so.

An entry is a YAML file in licenses/catalogue/ named after the licence (docs/rules-catalogue.md describes the form).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from licenses.bilingual import Bilingual, bilingual
from licenses.language import text
from licenses.obligations import Duty, Limitation, Permission
from licenses.yaml_lines import Marked

Term = TypeVar("Term", Permission, Duty, Limitation)


class PatentGrant(StrEnum):
    """What the licence says about patents."""

    EXPRESS = "express"
    IMPLIED = "implied"  # no words about patents; courts and authors may read a licence into it
    NONE = "none"  # patents are expressly kept back, or not addressed in a content licence


class Termination(StrEnum):
    """How the rights end after a breach."""

    AUTOMATIC = "automatic"
    CURABLE = "curable"  # automatic, and restored when the breach is cured in time
    ON_NOTICE = "on-notice"
    SILENT = "silent"  # the licence does not say


class LaterVersions(StrEnum):
    """Whether a later version of the licence may be used instead."""

    LICENSOR_SAYS = "licensor-says"  # when the licensor wrote "or later"
    ALWAYS = "always"
    NAMED = "named"  # under another licence that the text names
    NO = "no"


@dataclass(frozen=True, slots=True)
class Clause:
    """One term and the section that states it."""

    term: str  # a value of Permission, Duty or Limitation
    section: str  # as the licence numbers it: "4(b)", "preamble", "paragraph 2"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of one licence."""

    ids: tuple[str, ...]  # SPDX ids that the facts hold for
    name: str
    source: str  # URL of the text that was read
    summary: Bilingual
    permissions: tuple[Clause, ...]
    duties: tuple[Clause, ...]
    limitations: tuple[Clause, ...]
    patents: tuple[PatentGrant, str]  # with the section; "" where the licence is silent
    patent_retaliation: str  # section; "" when none
    trademarks: str  # section that keeps trademarks back; "" when silent
    termination: tuple[Termination, str]
    later_versions: tuple[LaterVersions, str]

    def section_of(self, duty: Duty) -> str:
        """Where the licence states this duty; "" when it does not."""
        return next((clause.section for clause in self.duties if clause.term == duty), "")


def entry(document: Marked) -> Entry:
    """The entry in a catalogue file.

    Raises:
        BadDocument: it is not one.
    """
    keys = document.mapping(
        required={"licenses", "name", "source", "summary", "permissions", "duties", "limitations", "termination"},
        optional={"patents", "patent-retaliation", "trademarks", "later-versions"},
    )
    return Entry(
        ids=keys["licenses"].strings(),
        name=keys["name"].string(),
        source=keys["source"].string(),
        summary=bilingual(keys["summary"]),
        permissions=_clauses(keys["permissions"], Permission),
        duties=_clauses(keys["duties"], Duty),
        limitations=_clauses(keys["limitations"], Limitation),
        patents=_pair(keys.get("patents"), PatentGrant, PatentGrant.IMPLIED),
        patent_retaliation=keys["patent-retaliation"].string() if "patent-retaliation" in keys else "",
        trademarks=keys["trademarks"].string() if "trademarks" in keys else "",
        termination=_pair(keys["termination"], Termination, Termination.SILENT),
        later_versions=_pair(keys.get("later-versions"), LaterVersions, LaterVersions.NO),
    )


def _clauses(value: Marked, terms: type[Term]) -> tuple[Clause, ...]:
    """`term: section` pairs; `none` when there are none."""
    if getattr(value.node, "value", "") == "none":
        return ()
    clauses = []
    for name, section in value.pairs():
        if name not in list(terms):
            section.refuse(
                text("{value} is not one of the choices here", value=name),
                text("choices: {known}", known=", ".join(terms)),
            )
        clauses.append(Clause(terms(name), section.string()))
    return tuple(clauses)


Kind = TypeVar("Kind", PatentGrant, Termination, LaterVersions)


def _pair(value: Marked | None, kinds: type[Kind], default: Kind) -> tuple[Kind, str]:
    """`kind` alone, or `{kind: section}`."""
    if value is None:
        return default, ""
    if isinstance(value.node.value, str):
        return value.choice(kinds), ""
    pairs = list(value.pairs())
    if len(pairs) != 1 or pairs[0][0] not in list(kinds):
        value.refuse(
            text("{value} is not one of the choices here", value=", ".join(name for name, _ in pairs)),
            text("choices: {known}", known=", ".join(kinds)),
        )
    return kinds(pairs[0][0]), pairs[0][1].string()
