"""`trustpool licences`: what licences say, what may go into what, and what a project owes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.cli.group import SpokenGroup
from licenses.language import msgid
from licenses.scenario import Scenario
from licenses.subject import Relation
from scanner.cli.licence_data import add, list_, update
from scanner.cli.options import output_option, scanning_options

_scenario_option = spoken_option(
    "--scenario",
    type=click.Choice([scenario.value for scenario in Scenario]),
    default=Scenario.BINARY_DISTRIBUTION.value,
    help=msgid("What the code is used for; by default binary distribution."),
)

_Command = TypeVar("_Command", bound=Callable[..., None])


def _format_option(
    default: str, forms: tuple[str, ...] = ("text", "markdown", "html")
) -> Callable[[_Command], _Command]:
    """How a document is written."""
    said = msgid("Plain text, Markdown or a page that prints well.")
    return spoken_option("--format", "form", type=click.Choice(forms), default=default, help=said)


@click.group("licences", cls=SpokenGroup, help=msgid("What licences say, what may go into what, what a project owes."))
def command() -> None:
    """The group itself does nothing."""


@spoken("show", help=msgid("What is known of a licence or of each licence in an expression, with its sections."))
@click.argument("expression")
def show(expression: str) -> None:
    """From the catalogue."""
    from licenses.cli.licence_report import expression_lines

    _write(expression_lines(expression, spoken_language()), None)


@spoken("compatible", help=msgid("May INBOUND become part of a work under OUTBOUND? The answer, and who says so."))
@click.argument("inbound")
@click.argument("outbound")
@spoken_option(
    "--relation",
    type=click.Choice([relation.value for relation in Relation]),
    default=Relation.COPIED.value,
    help=msgid("How the two are joined; by default a copied file."),
)
def compatible(inbound: str, outbound: str, relation: str) -> None:
    """One answer for each licence of INBOUND."""
    from licenses.cli.licence_report import compatibility_lines
    from licenses.compatibility import compatible as answer
    from licenses.expression import licenses_in, parse

    target, joined = parse(outbound), Relation(relation)
    for license_ in licenses_in(parse(inbound)):
        _write(compatibility_lines(answer(license_, target, joined), spoken_language()), None)


@spoken("packs", help=msgid("The rule packs that come with trustpool."))
def packs() -> None:
    """By name."""
    from licenses.cli.licence_report import pack_lines

    _write(pack_lines(spoken_language()), None)


@spoken("advise", help=msgid("Under which licences SOURCE can be released, and what stands in the way of the others."))
@scanning_options
def advise(source: str, output: Path | None, quiet: bool) -> None:
    """From everything in the source that is passed on."""
    from licenses.advice import advise as advice
    from licenses.cli.licence_report import advice_lines
    from scanner.cli.session import scanned
    from scanner.judge import subjects_of

    with scanned(source, quiet=quiet, own_settings=True) as scan:
        found = advice(subjects_of(scan.inventory))
    _write(advice_lines(found, spoken_language()), output)


@spoken("checklist", help=msgid("Who must do what for SOURCE, and which section of which licence asks for it."))
@scanning_options
@_scenario_option
@_format_option("markdown")
@spoken_option("--all", "everything", is_flag=True, help=msgid("Name every file and package, however many."))
def checklist(source: str, output: Path | None, quiet: bool, scenario: str, form: str, everything: bool) -> None:
    """With boxes to tick."""
    from licenses.checklist import checklist as due
    from licenses.checklist_html import checklist_as_html
    from licenses.checklist_markdown import checklist_as_markdown
    from licenses.checklist_text import checklist_as_text
    from licenses.checklist_words import MOST
    from scanner.cli.session import scanned
    from scanner.judge import subjects_of

    write = {"text": checklist_as_text, "markdown": checklist_as_markdown, "html": checklist_as_html}[form]
    with scanned(source, quiet=quiet, own_settings=True) as scan:
        found = due(subjects_of(scan.inventory), Scenario(scenario))
    most = sys.maxsize if everything else MOST
    _write([write(found, spoken_language(), most).rstrip("\n")], output)


@spoken("notice", help=msgid("The NOTICE document of SOURCE: who made what it contains, under which terms."))
@scanning_options
@_scenario_option
@_format_option("text")
@spoken_option("--third-party", is_flag=True, help=msgid("Only works of others, not SOURCE itself."))
def notice(source: str, output: Path | None, quiet: bool, scenario: str, form: str, third_party: bool) -> None:
    """Licence texts once each."""
    from licenses.notice import notice_document
    from licenses.notice_html import notice_as_html
    from licenses.notice_markdown import notice_as_markdown
    from licenses.notice_text import notice_as_text
    from scanner.cli.session import scanned
    from scanner.credits import credits_of
    from scanner.notice_files import wordings_of

    write = {"text": notice_as_text, "markdown": notice_as_markdown, "html": notice_as_html}[form]
    with scanned(source, quiet=quiet, own_settings=True) as scan:
        name, words = scan.inventory.source.name, wordings_of(scan.inventory, scan.opened.tree)
        works = [each for each in credits_of(scan.inventory, words) if each.identity != name or not third_party]
        found = notice_document(name, works, Scenario(scenario))
    _write([write(found, spoken_language()).rstrip("\n")], output)


@spoken("agreement", help=msgid("The usage agreement of a pool, with its operator's name, in the language spoken."))
@spoken_option("--organisation", required=True, help=msgid("Who runs the pool."))
@spoken_option(
    "--in-force",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help=msgid("The day from which it holds, as 2026-01-31."),
)
@_format_option("markdown", ("markdown", "html"))
@output_option
def agreement(organisation: str, in_force: datetime, form: str, output: Path | None) -> None:
    """The same words for the same organisation, day and version."""
    from licenses.agreement import usage_agreement
    from licenses.agreement_html import agreement_as_html

    said = usage_agreement(organisation, spoken_language(), in_force.date())
    _write([(agreement_as_html(said) if form == "html" else said.text).rstrip("\n")], output)


def _write(lines: Iterable[str], output: Path | None) -> None:
    content = "".join(f"{line}\n" for line in lines)
    if output is None:
        sys.stdout.write(content)
    else:
        output.write_text(content, encoding="utf-8")


for each in (show, list_, update, add, compatible, packs, advise, checklist, notice, agreement):
    command.add_command(each)
