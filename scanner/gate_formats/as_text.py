"""The verdict for a person: what was decided, why, and what would mend it. Rules with many findings are summed up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from licenses.language import Language, msgid, say
from licenses.policy_severity import Severity
from licenses.subject import Subject
from licenses.verdict import Undecided, Verdict, Violation
from scanner.gate_formats.interface import Compared, Judged, place
from scanner.gate_formats.remarks import expired, idle, lifting

_ACTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SHOWN = 20  # findings of one rule; the rest are counted


def write(judged: Judged) -> str:
    """The report, in the reader's language."""
    return "".join(f"{_inert(line)}\n" for line in _lines(judged))


def _inert(line: str) -> str:
    """A line in which names from scanned code cannot move the cursor, break the line or turn the reading direction."""
    return _ACTIVE.sub(lambda found: f"\\x{ord(found[0]):02x}", line)


def _lines(judged: Judged) -> Iterator[str]:
    verdict, language = judged.verdict, judged.language
    yield _sentence(judged)
    if judged.compared:
        yield _compared(judged.compared, language)
    yield from (note.to(language) for note in judged.notes)
    if judged.excluded:
        patterns = ", ".join(judged.excluded)
        yield say("left out by the project's own settings: {patterns}", language, patterns=patterns)
    if judged.recorded:
        yield say("today's violations were recorded in {path}", language, path=judged.recorded)
    for severity in Severity:
        of_severity = [violation for violation in verdict.violations if violation.severity is severity]
        yield from _violations(of_severity, severity, language)
    for question in verdict.undecided:
        yield from _question(question, language)
    yield from _lifted(verdict, language)
    yield from _waivers(judged)
    for choice in verdict.choices[:_SHOWN]:
        yield say("{subject}: {chosen} was chosen", language, subject=choice.subject.identity, chosen=choice.chosen)


def _sentence(judged: Judged) -> str:
    refused = msgid("{name} is refused by the rule pack {pack} {version} ({scenario})")
    admitted = msgid("{name} is admitted by the rule pack {pack} {version} ({scenario})")
    template = refused if judged.verdict.refused else admitted
    pack, scenario = judged.verdict.pack, judged.verdict.scenario.label.to(judged.language)
    return say(template, judged.language, name=judged.name, pack=pack.name, version=pack.version, scenario=scenario)


def _compared(compared: Compared, language: Language) -> str:
    left = msgid("compared with {commit}, where the change left {ref}; found before and not counted: {count}")
    exact = msgid("compared with {ref} ({commit}); found before and not counted: {count}")
    template = left if compared.merge_base else exact
    return say(template, language, commit=compared.commit[:12], ref=compared.ref, count=compared.before)


def _violations(violations: list[Violation], severity: Severity, language: Language) -> Iterator[str]:
    by_rule: dict[str, list[Violation]] = {}
    for violation in violations:
        by_rule.setdefault(violation.rule, []).append(violation)
    for rule, broken in by_rule.items():
        yield ""
        yield f"{severity.label.to(language)} [{rule}]"
        for violation in broken[:_SHOWN]:
            yield f"  {place(violation.subject)}: {violation.message.to(language)}"
        if len(broken) > _SHOWN:
            yield "  " + say("… and {count} more", language, count=len(broken) - _SHOWN)
        yield f"  → {broken[0].remedy.to(language)}"


def _question(question: Undecided, language: Language) -> Iterator[str]:
    yield ""
    undecided = say("undecided", language)
    yield f"{question.severity.label.to(language)} [{question.rule}] {undecided}: {question.reason.to(language)}"
    yield "  " + _some(question.subjects)


def _lifted(verdict: Verdict, language: Language) -> Iterator[str]:
    by_reason: dict[str, int] = {}
    for lifted in verdict.lifted:
        reason = f"[{lifted.violation.rule}] {lifting(lifted.waiver, language)}"
        by_reason[reason] = by_reason.get(reason, 0) + 1
    if by_reason:
        yield ""
        yield say("not counted:", language)
        yield from (f"  {number} × {reason}" for reason, number in by_reason.items())


def _waivers(judged: Judged) -> Iterator[str]:
    late = (expired(waiver, judged.language) for waiver in judged.verdict.expired)
    for note in (*late, *idle(judged)):
        yield ""
        yield note


def _some(subjects: Iterable[Subject]) -> str:
    names = [subject.identity for subject in subjects]
    return ", ".join(names[:5]) + (f", … ({len(names)})" if len(names) > 5 else "")
