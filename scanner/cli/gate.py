"""`trustpool gate SOURCE`: the scan, judged by a rule pack. Exit 1 and the reasons when it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import ExitCode
from licenses.language import Language, msgid, say
from licenses.policy import load_pack
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import Subject
from licenses.verdict import Undecided, Verdict, Violation
from scanner.cli.options import scanning_options
from scanner.cli.session import scanned
from scanner.judge import judge

_SHOWN = 20  # violations of one rule; the rest are counted


@spoken(
    "gate",
    help=msgid(
        "Scan SOURCE and judge it by a rule pack. Exit code 1 when it is refused, with the rule, the place, the reason "
        "and what would mend it. SOURCE's own trustpool.toml or [tool.trustpool] may name the pack and what to "
        "leave out."
    ),
)
@scanning_options
@spoken_option("--pack", metavar="NAME", help=msgid("Rule pack, by name or by path; by default `default`."))
@spoken_option(
    "--scenario",
    type=click.Choice([scenario.value for scenario in Scenario]),
    help=msgid("What the code is used for; by default what the pack says."),
)
def command(source: str, output: Path | None, quiet: bool, pack: str | None, scenario: str | None) -> ExitCode:
    """Scan, judge, say why."""
    language = spoken_language()
    with scanned(source, quiet=quiet, own_settings=True) as scan:
        chosen = load_pack(pack or scan.settings.pack or "default")
        verdict = judge(scan.inventory, chosen, Scenario(scenario) if scenario else None)
        report = "\n".join(_lines(scan.inventory.source.name, verdict, scan.settings.exclude, language)) + "\n"
    with click.open_file(str(output or "-"), "w", encoding="utf-8") as stream:
        stream.write(report)
    return ExitCode.REFUSED if verdict.refused else ExitCode.CLEAN


def _lines(name: str, verdict: Verdict, excluded: tuple[str, ...], language: Language) -> Iterator[str]:
    yield _sentence(name, verdict, language)
    if excluded:
        yield say("left out by the project's own settings: {patterns}", language, patterns=", ".join(excluded))
    for severity in Severity:
        of_severity = [violation for violation in verdict.violations if violation.severity is severity]
        yield from _violations(of_severity, severity, language)
    for question in verdict.undecided:
        yield from _question(question, language)
    for choice in verdict.choices[:_SHOWN]:
        yield say("{subject}: {chosen} was chosen", language, subject=choice.subject.identity, chosen=choice.chosen)


def _sentence(name: str, verdict: Verdict, language: Language) -> str:
    refused = msgid("{name} is refused by the rule pack {pack} {version} ({scenario})")
    admitted = msgid("{name} is admitted by the rule pack {pack} {version} ({scenario})")
    template = refused if verdict.refused else admitted
    pack, scenario = verdict.pack, verdict.scenario.label.to(language)
    return say(template, language, name=name, pack=pack.name, version=pack.version, scenario=scenario)


def _violations(violations: list[Violation], severity: Severity, language: Language) -> Iterator[str]:
    by_rule: dict[str, list[Violation]] = {}
    for violation in violations:
        by_rule.setdefault(violation.rule, []).append(violation)
    for rule, broken in by_rule.items():
        yield ""
        yield f"{severity.label.to(language)} [{rule}]"
        for violation in broken[:_SHOWN]:
            yield f"  {_place(violation.subject)}: {violation.message.to(language)}"
        if len(broken) > _SHOWN:
            yield "  " + say("… and {count} more", language, count=len(broken) - _SHOWN)
        yield f"  → {broken[0].remedy.to(language)}"


def _question(question: Undecided, language: Language) -> Iterator[str]:
    yield ""
    undecided = say("undecided", language)
    yield f"{question.severity.label.to(language)} [{question.rule}] {undecided}: {question.reason.to(language)}"
    yield "  " + _some(question.subjects)


def _some(subjects: Iterable[Subject]) -> str:
    names = [subject.identity for subject in subjects]
    return ", ".join(names[:5]) + (f", … ({len(names)})" if len(names) > 5 else "")


def _place(subject: Subject) -> str:
    where = f"{subject.path}:{subject.first_line}" if subject.path and subject.first_line else subject.path
    return where or subject.identity
