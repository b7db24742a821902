"""`--enrich`: an SBOM with what package indexes state, where the person says which may be asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from licenses.cli.command import spoken_language, spoken_option
from licenses.language import msgid, say

if TYPE_CHECKING:
    from scanner.sbom.document import Document
    from scanner.sbom.enrich import Enriched

_index = spoken_option(
    "--index",
    "indexes",
    multiple=True,
    metavar="TYPE=ADDRESS",
    help=msgid(
        "A package index to ask, by purl type: npm=https://…, or npm=canonical; else TRUSTPOOL_INDEXES, else the table "
        "[index] in the settings of the folder that you are in. May be given again."
    ),
)
_files = spoken_option(
    "--fetch-files",
    is_flag=True,
    help=msgid("Also fetch each package's file: check its digests, state its SHA-512, look for a licence in it."),
)


class IndexChoice(Struct, frozen=True):
    """What a person said about indexes."""

    indexes: tuple[str, ...]
    fetch_files: bool


def index_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--index`, `--fetch-files`."""
    decorated: Callable[..., Any] = _index(_files(function))
    return decorated


def enriched_document(document: Document, choice: IndexChoice, *, quiet: bool) -> Document:
    """The document with what the chosen indexes state; what became of it is told on the error stream.

    Raises:
        BadUsage: no index is configured, or one wrongly.
        InputUnreadable: the settings are wrong.
    """
    from scanner.cache import cache_dir
    from scanner.cli.progress import progress_bar
    from scanner.indexes.addresses import chosen_indexes
    from scanner.indexes.ask import Asking, ask_all, wanted
    from scanner.indexes.asking import Indexes
    from scanner.indexes.kept import kept_answers
    from scanner.sbom.enrich import enriched, questions_of
    from scanner.settings import settings_in

    addresses = chosen_indexes(choice.indexes, dict(settings_in(Path.cwd()).index))
    asked = (wanted(it.ref, it.purl, it.file_name, it.hashes, addresses) for it in questions_of(document))
    questions = [each for each in asked if each]
    with (
        kept_answers(cache_dir()) as kept,
        progress_bar(say("asking the indexes", spoken_language()), quiet=quiet) as seen,
    ):
        asking = Asking(addresses, Indexes(), kept, _licence_in() if choice.fetch_files else None)
        result = enriched(document, ask_all(asking, questions, seen))
    _tell(result, quiet=quiet)
    return result.document


def _licence_in() -> Callable[[Path], str]:
    """A function that scans one archive and gives the licence that its topmost folder with one is under."""
    from licenses.errors import TrustpoolError
    from scanner.cli.session import workshop

    one_at_a_time = threading.Lock()  # the scan takes a core anyway

    def licence_in(path: Path) -> str:
        try:
            with one_at_a_time, workshop(quiet=True) as tools, tools.open(str(path)) as opened:
                found = [each for each in tools.scan(opened).conclusions if each.concluded]
        except TrustpoolError:  # no archive that we read: nothing is known of its content
            return ""
        return min(found, key=lambda each: each.place.count("/") + bool(each.place)).concluded if found else ""

    return licence_in


def _tell(result: Enriched, *, quiet: bool) -> None:
    language = spoken_language()
    for trouble in result.troubles:
        click.echo(f"{trouble.about}: {trouble.problem.to(language)} ({trouble.where})", err=True)
    if quiet:
        return
    message = say(
        "{asked} packages were asked for: {changed} got new facts, {unknown} are unknown to their index",
        language,
        asked=result.asked,
        changed=result.changed,
        unknown=len(result.unknown),
    )
    click.echo(message, err=True)
