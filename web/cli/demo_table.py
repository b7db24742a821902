"""The demo's table: what a person sees first of the pool."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from licenses.classes import LicenseClass
from licenses.language import Language, say
from registry.models.release import State
from registry.pool import Pool
from registry.services.publish import Published
from registry.services.release_rows import ReleaseDetail
from registry.services.releases import release
from web.words import STATES

_COLOURS = {State.PUBLISHED: "green", State.REJECTED: "red"}
WIDTH = 140  # columns when nobody watches: a page's address must not be cut


def print_table(pool: Pool, published: Sequence[Published], address: str, language: Language) -> None:
    """One row a project; below it, for what was rejected, why."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    table = Table(title=say("Trusted Source Pool", language), title_justify="left")
    for heading in _headings(language):
        table.add_column(heading, overflow="fold")
    found = [release(pool, done.project, done.commit) for done in published]
    for row in found:
        table.add_row(*_cells(row, address, language))
    console.print(table)
    for row in found:
        if row.reason:
            console.print(Styled(f"{row.project}: {row.reason.to(language)}"))


def _headings(language: Language) -> tuple[str, ...]:
    return (
        say("Project", language),
        say("Packages", language),
        say("Licences by class (files)", language),
        say("Verdict", language),
        say("Problems", language),
        say("Page", language),
    )


def _cells(row: ReleaseDetail, address: str, language: Language) -> tuple[str | Styled, ...]:
    classes = "\n".join(
        f"{LicenseClass(it.license_class).label.to(language)} {it.files}" for it in row.classes if it.files
    )
    state = Styled(STATES[row.state].to(language), style=_COLOURS.get(row.state, "yellow"))
    page = f"{address}projects/{row.project}"
    return (f"{row.project}\n{row.label}", str(row.components), classes or "—", state, str(row.problems), page)
