"""Fill a rule's sentences with what it is about."""

from __future__ import annotations

from licenses.bilingual import Bilingual, filled
from licenses.classes import class_of
from licenses.expression import License
from licenses.language import Text, text
from licenses.policy import Rule
from licenses.scenario import Scenario
from licenses.subject import Subject


def worded(
    rule: Rule, subject: Subject, license_: License, outbound: str, scenario: Scenario
) -> tuple[Bilingual, Bilingual]:
    """The message and the remedy of a broken rule."""
    nothing = text("no licence")
    values: dict[str, str | int] = {"subject": subject.identity, "advisories": ", ".join(subject.advisories or ())}
    parts: dict[str, Text] = {
        "expression": nothing if license_.id == "NONE" else Text("{id}", (("id", str(license_)),)),
        "class": class_of(license_).label,
        "outbound": Text("{id}", (("id", outbound),)) if outbound else nothing,
        "declared": Text("{id}", (("id", subject.declared),)) if subject.declared else nothing,
        "detected": Text("{id}", (("id", subject.detected),)) if subject.detected else nothing,
        "relation": subject.relation.label,
        "scenario": scenario.label,
    }
    return filled(rule.message, values, parts), filled(rule.remedy, values, parts)
