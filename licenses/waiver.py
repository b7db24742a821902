"""Waivers: a reviewed decision that a violation is accepted, by whom, why, for what and until when.

They live in a file that is reviewed like code (`trustpool-waivers.yaml`), or in the pool; both are these values.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from msgspec import Struct

from licenses.expression import normalise
from licenses.globs import any_glob
from licenses.language import text
from licenses.scenario import Scenario
from licenses.yaml_lines import Marked, read_document


class Waiver(Struct, frozen=True):
    """One accepted violation, or several of a kind."""

    rule: str  # a rule's id
    subject: str  # a glob over paths, purls and project names
    reason: str
    author: str
    expires: date  # the last day on which it holds
    expression: str = ""  # only for this licence; "" for any
    pack: str = ""  # only for this pack; "" for any
    scenarios: frozenset[Scenario] = frozenset(Scenario)
    origin: str = ""  # where it is written: "trustpool-waivers.yaml:3", or a number in the pool

    def covers(self, rule: str, identity: str, expression: str) -> bool:
        """Whether it speaks of this violation, its time left aside."""
        return self.rule == rule and self.expression in {"", expression} and any_glob([self.subject])(identity)

    def holds_on(self, day: date) -> bool:
        """Whether its time is not over."""
        return day <= self.expires


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers in a file.

    Raises:
        BadDocument: the file is damaged, or a waiver lacks its reason, author or expiry; says at which line.
    """
    document, _ = read_document(path)
    return tuple(_waiver(item) for item in document.mapping(required={"waivers"})["waivers"].items())


def _waiver(item: Marked) -> Waiver:
    keys = item.mapping(
        required={"rule", "subject", "reason", "author", "expires"}, optional={"expression", "pack", "scenarios"}
    )
    return Waiver(
        rule=keys["rule"].string(),
        subject=_bounded(keys["subject"]),
        reason=keys["reason"].string(),
        author=keys["author"].string(),
        expires=_day(keys["expires"]),
        expression=normalise(keys["expression"].string()) if "expression" in keys else "",
        pack=keys["pack"].string() if "pack" in keys else "",
        scenarios=keys["scenarios"].choices(Scenario) if "scenarios" in keys else frozenset(Scenario),
        origin=f"{item.path}:{item.line}",
    )


def _bounded(value: Marked) -> str:
    """A scope. One that covers everything is no scope."""
    written = value.string()
    if not re.sub(r"[*?/]", "", written):
        value.refuse(text("a waiver for everything is no waiver: name the path, package or project"))
    return written


def _day(value: Marked) -> date:
    try:
        return date.fromisoformat(value.string())
    except ValueError:
        value.refuse(text("a date like 2027-01-31 belongs here, not {value}", value=value.string()))
