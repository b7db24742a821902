"""The verdict for a person: what was decided, why, and what would mend it. Rules with many findings are summed up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from licenses.language import Language, msgid, say
from licenses.policy_severity import Severity
from licenses.verdict import Undecided, Verdict, Violation
from scanner.gate_formats.alike import SHOWN, alike, listed, sentences
from scanner.gate_formats.interface import Compared, Judged
from scanner.gate_formats.remarks import expired, idle, lifting

_ACTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_CHOSEN = 5  # subjects named for each alternative that was chosen


def write(judged: Judged) -> str:
    """The report, in the reader's language."""
    return "".join(f"{_inert(line)}\n" for line in _lines(judged))


def _inert(line: str) -> str:
    """A line in which names from scanned code cannot move the cursor, break the line or turn the reading direction."""
    return _ACTIVE.sub(lambda found: f"\\x{ord(found[0]):02x}", line)


def _lines(judged: Judged) -> Iterator[str]:
    verdict, language = judged.verdict, judged.language
    yield _sentence(judged)
    if counts := _counts(verdict, language):
        yield counts
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
        yield from _violations(of_severity, severity, judged)
        for question in verdict.undecided:
            if question.severity is severity:
                yield from _question(question, judged)
    yield from _lifted(verdict, language)
    yield from _waivers(judged)
    yield from _choices(judged)


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


def _counts(verdict: Verdict, language: Language) -> str:
    """How much of each severity there is; "" for nothing."""
    of = Counter(one.severity for one in verdict.violations)
    counted = [f"{of[severity]} × {severity.label.to(language)}" for severity in Severity if of[severity]]
    if open_ := sum(len(question.subjects) for question in verdict.undecided):
        counted.append(f"{open_} × {say('undecided', language)}")
    return say("found: {counts}", language, counts=", ".join(counted)) if counted else ""


def _violations(violations: list[Violation], severity: Severity, judged: Judged) -> Iterator[str]:
    by_rule: dict[str, list[Violation]] = {}
    for violation in violations:
        by_rule.setdefault(violation.rule, []).append(violation)
    most = None if judged.everything else SHOWN[severity]
    for rule, broken in by_rule.items():
        yield ""
        yield f"{severity.label.to(judged.language)} [{rule}]{_times(len(broken))}"
        for group in alike(broken):
            yield from sentences(group, judged.language, most)
        yield from (f"  → {remedy}" for remedy in dict.fromkeys(one.remedy.to(judged.language) for one in broken))


def _times(count: int) -> str:
    return f" × {count}" if count > 1 else ""


def _question(question: Undecided, judged: Judged) -> Iterator[str]:
    language = judged.language
    undecided = say("undecided", language)
    yield ""
    yield f"{question.severity.label.to(language)} [{question.rule}] {undecided}{_times(len(question.subjects))}"
    yield f"  {question.reason.to(language)}"
    yield from listed(question.subjects, language, None if judged.everything else SHOWN[question.severity])


def _choices(judged: Judged) -> Iterator[str]:
    by_chosen: dict[str, list[str]] = {}
    for choice in judged.verdict.choices:
        by_chosen.setdefault(choice.chosen, []).append(choice.subject.identity)
    if by_chosen:
        yield ""
        yield say("chosen where a licence may be chosen:", judged.language)
    for chosen, names in sorted(by_chosen.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = names if judged.everything else names[:_CHOSEN]
        yield f"  {chosen}{_times(len(names))}: " + ", ".join(shown) + (", …" if len(shown) < len(names) else "")


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
