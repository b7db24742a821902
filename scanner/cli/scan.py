"""`trustpool scan SOURCE`: what is in it, as a report for people or as a document for tools."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage
from licenses.index.location import index_path
from licenses.language import Language, msgid, text
from scanner.cache import cache_dir
from scanner.cli.author import author_of
from scanner.cli.enriching import IndexChoice, enriched_document, index_options
from scanner.cli.options import scanning_options
from scanner.cli.session import Scanned, scanned
from scanner.formats.interface import Format, WriteContext, format_named, formats, source_date_epoch
from scanner.inventory import Inventory
from scanner.sbom.artifact import artifact_of
from scanner.source.origin_remote import origin_address

if TYPE_CHECKING:
    from scanner.sbom.document import Document


@spoken(
    "scan",
    help=msgid(
        "Find the licences, packages, dependencies and problems of SOURCE: a folder, a git repository "
        "(work tree or bare), a git URL, each with an optional @REF, or an archive."
    ),
)
@scanning_options
@spoken_option(
    "--format",
    "format_name",
    default="text",
    metavar="NAME",
    help=msgid("text, json, cyclonedx, …: an unknown name lists all."),
)
@spoken_option(
    "--explain", metavar="PATH", help=msgid("Show why each licence was found in this file, and where its words differ.")
)
@spoken_option(
    "--by-folder",
    "deepest",
    type=click.IntRange(0, 100),
    metavar="N",
    help=msgid("List the licences of each folder as well, N levels deep; 0 is the root alone."),
)
@spoken_option(
    "--author",
    default="",
    metavar="NAME",
    help=msgid(
        "Who has the SBOM made: `Name <mail>` or `Organisation <https://…>`; else TRUSTPOOL_AUTHOR, else `author` in "
        "the settings of the folder that you are in."
    ),
)
@spoken_option(
    "--artifact",
    type=click.Path(dir_okay=False, path_type=Path),
    help=msgid("The file that is distributed: the SBOM states its name and digests."),
)
@spoken_option(
    "--enrich",
    is_flag=True,
    help=msgid("Fill an SBOM with what package indexes state and no file of SOURCE does: licences, digests, makers."),
)
@index_options
def command(
    source: str,
    output: Path | None,
    quiet: bool,
    format_name: str,
    explain: str | None,
    deepest: int | None,
    author: str,
    artifact: Path | None,
    enrich: bool,
    indexes: tuple[str, ...],
    fetch_files: bool,
) -> None:
    """Scan, then print or write."""
    language = spoken_language()
    chosen = None if format_name == "text" else format_named(format_name)
    finish = _finish(chosen, IndexChoice(indexes, fetch_files), quiet=quiet) if enrich else None
    made = artifact_of(artifact) if artifact else None
    with scanned(source, quiet=quiet) as scan:
        if explain is not None:
            _explain(scan, explain, language)
        elif chosen:
            file = made or (artifact_of(Path(source)) if Path(source).is_file() else None)
            said = author_of(author, scan.opened.tree, source)
            origin = origin_address(scan.opened.repository)
            context = WriteContext(language, source_date_epoch(), said, file, origin, finish)
            _write_document(scan.inventory, chosen, output, context)
        else:
            _write_text(scan, output, language, deepest)


def _finish(chosen: Format | None, choice: IndexChoice, *, quiet: bool) -> Callable[[Document], Document]:
    """What `--enrich` does to the SBOM.

    Raises:
        BadUsage: nothing that could be filled is written.
    """
    if chosen is None or chosen.render is None:
        named = ", ".join(name for name, each in formats().items() if each.render)
        raise BadUsage(text("--enrich fills SBOMs"), hint=text("the formats are: {names}", names=named))
    return partial(enriched_document, choice=choice, quiet=quiet)


def _explain(scan: Scanned, path: str, language: Language) -> None:
    from rich.console import Console

    from licenses.index.opened import Index
    from scanner.cli.explain import print_explanation

    index = Index.open(index_path(cache_dir()))
    print_explanation(Console(), scan.inventory, scan.opened, path, index, language)


def _write_text(scan: Scanned, output: Path | None, language: Language, deepest: int | None) -> None:
    from rich.console import Console

    from scanner.cli.report import print_report

    if output is None:
        print_report(Console(), scan.inventory, language, scan.seconds, deepest)
        return
    with output.open("w", encoding="utf-8") as stream:
        print_report(Console(file=stream, width=140), scan.inventory, language, scan.seconds, deepest)


def _write_document(inventory: Inventory, chosen: Format, output: Path | None, context: WriteContext) -> None:
    document = chosen.write(inventory, context)
    if output is None:
        sys.stdout.buffer.write(document)
    else:
        output.write_bytes(document)
