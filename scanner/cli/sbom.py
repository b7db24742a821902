"""`trustpool sbom`: convert, merge, compare, validate and enrich SBOMs, of any tool."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.cli.group import SpokenGroup
from licenses.errors import ExitCode
from licenses.language import msgid
from scanner.cli.enriching import IndexChoice, enriched_document, index_options
from scanner.cli.options import output_option, quiet_option

if TYPE_CHECKING:
    from scanner.sbom.document import Document

_FILE = click.Path(dir_okay=False, path_type=Path)

_to_option = spoken_option(
    "--to",
    "format_name",
    required=True,
    metavar="NAME",
    help=msgid("Format to write: cyclonedx, cyclonedx-xml, spdx, …; an unknown name lists all."),
)
_shown_option = spoken_option(
    "--format",
    "shown",
    type=click.Choice(["text", "json"]),
    default="text",
    help=msgid("A table for people, or JSON."),
)


@click.group("sbom", cls=SpokenGroup, help=msgid("Convert, merge, compare, validate and enrich SBOMs of any tool."))
def command() -> None:
    """The group itself does nothing."""


@spoken("convert", help=msgid("Write an SBOM in another format, and list what that format cannot hold."))
@click.argument("file", type=_FILE)
@_to_option
@output_option
def convert(file: Path, format_name: str, output: Path | None) -> None:
    """Losses go to standard error, so that the document can be piped on."""
    from scanner.cli.sbom_report import print_losses
    from scanner.sbom.convert import sbom_format_named

    rendering = sbom_format_named(format_name)(_loaded(file))
    _write(rendering.content, output)
    print_losses(rendering.losses, spoken_language())


@spoken("merge", help=msgid("Make one SBOM of several: a new root that contains theirs."))
@click.argument("files", type=_FILE, nargs=-1, required=True)
@spoken_option("--name", required=True, help=msgid("Name of the whole."))
@spoken_option("--version", default="", help=msgid("Version of the whole."))
@_to_option
@output_option
def merge_command(files: tuple[Path, ...], name: str, version: str, format_name: str, output: Path | None) -> None:
    """What the documents disagree about goes to standard error."""
    from scanner.cli.sbom_report import print_losses
    from scanner.sbom.convert import sbom_format_named
    from scanner.sbom.document import Part
    from scanner.sbom.merge import merge

    root = Part(ref=f"{name}@{version}" if version else name, name=name, kind="application", version=version)
    merged, disagreements = merge([_loaded(file) for file in files], root, _moment())
    rendering = sbom_format_named(format_name)(merged)
    _write(rendering.content, output)
    print_losses((*disagreements, *rendering.losses), spoken_language())


@spoken(
    "diff",
    help=msgid(
        "What changed from OLDER to NEWER: two SBOM files, two sources such as a repository's refs, or two releases of "
        "a pool by the addresses of their pages."
    ),
)
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@_shown_option
@quiet_option
def diff_command(older: str, newer: str, shown: str, quiet: bool) -> None:
    """A file that is an SBOM is read, a release of a pool is asked for; anything else is scanned."""
    from scanner.cli.sbom_report import changes_json, print_changes
    from scanner.sbom.diff import diff

    changes = diff(_document(older, quiet=quiet), _document(newer, quiet=quiet))
    if shown == "json":
        sys.stdout.buffer.write(changes_json(changes))
    else:
        print_changes(changes, spoken_language())


@spoken("validate", help=msgid("Check an SBOM against its standard and against the minimum elements."))
@click.argument("file", type=_FILE)
@_shown_option
def validate_command(file: Path, shown: str) -> ExitCode:
    """Exit 1 when it is invalid; advice alone is no error."""
    from scanner.cli.reading import read_file
    from scanner.cli.sbom_report import findings_json, print_findings
    from scanner.sbom.load import LARGEST
    from scanner.sbom.validate import Severity, validate

    document, findings = validate(read_file(file, LARGEST))
    if shown == "json":
        sys.stdout.buffer.write(findings_json(document, findings, spoken_language()))
    else:
        print_findings(document, findings, spoken_language())
    invalid = any(finding.severity is Severity.ERROR for finding in findings)
    return ExitCode.REFUSED if invalid else ExitCode.CLEAN


@spoken(
    "enrich",
    help=msgid(
        "Fill an SBOM of any tool with what package indexes state and it does not: licences, digests, makers. What it "
        "states stands."
    ),
)
@click.argument("file", type=_FILE)
@_to_option
@index_options
@output_option
@quiet_option
def enrich(
    file: Path, format_name: str, indexes: tuple[str, ...], fetch_files: bool, output: Path | None, quiet: bool
) -> None:
    """What could not be found out, and losses, go to standard error."""
    from scanner.cli.sbom_report import print_losses
    from scanner.sbom.convert import sbom_format_named

    rendering_in = sbom_format_named(format_name)
    document = enriched_document(_loaded(file), IndexChoice(indexes, fetch_files), quiet=quiet)
    rendering = rendering_in(document)
    _write(rendering.content, output)
    print_losses(rendering.losses, spoken_language())


for _subcommand in (convert, merge_command, diff_command, validate_command, enrich):
    command.add_command(_subcommand)


def _loaded(file: Path) -> Document:
    from scanner.cli.reading import read_file
    from scanner.sbom.load import LARGEST, load

    return load(read_file(file, LARGEST))


def _document(named: str, *, quiet: bool) -> Document:
    from scanner.cli.remote_sbom import fetch_sbom, sbom_address
    from scanner.cli.session import scanned
    from scanner.sbom.assemble import document_of
    from scanner.sbom.load import LARGEST, load, looks_like_sbom

    if address := sbom_address(named):
        return load(fetch_sbom(address, LARGEST))
    path = Path(named)
    if path.is_file() and looks_like_sbom(path):
        return _loaded(path)
    with scanned(named, quiet=quiet) as scan:
        return document_of(scan.inventory)


def _moment() -> str:
    from datetime import UTC, datetime

    from scanner.formats.interface import source_date_epoch

    seconds = source_date_epoch()
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(content)
