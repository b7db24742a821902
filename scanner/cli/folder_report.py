"""`trustpool scan --by-folder N`: the licences of each folder, N levels deep."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from licenses.classes import class_of
from licenses.language import Language, say
from scanner.cli.report import CLASS_STYLE
from scanner.folders import Folder, by_folder
from scanner.inventory import Inventory

_SHOWN = 6  # licences of one folder; the JSON report holds all of them


def folder_table(inventory: Inventory, deepest: int, language: Language) -> RenderableType:
    """A row for each folder in which or below which a licence was found."""
    title = say("Licences by folder: files in it and below (directly in it)", language)
    folders = by_folder(inventory.files, deepest)
    if not folders:
        return Group(Styled(title, style="bold"), say("none", language))
    concluded = {found.place: found.concluded for found in inventory.conclusions}
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("folder", language), overflow="fold")
    table.add_column(say("files", language), justify="right", no_wrap=True)
    table.add_column(say("concluded licence", language), overflow="fold")
    table.add_column(say("licences", language), overflow="fold")
    for folder in folders:
        files = f"{folder.below} ({folder.own})"
        table.add_row(Styled(folder.path or "."), files, concluded.get(folder.path, ""), _licences(folder, language))
    return table


def _licences(folder: Folder, language: Language) -> Styled:
    shown = Styled()
    for place, each in enumerate(folder.licenses[:_SHOWN]):
        shown.append(", " if place else "")
        shown.append(each.expression, style=CLASS_STYLE.get(class_of(each.expression), "cyan"))
        shown.append(f" {each.below} ({each.own})")
    if len(folder.licenses) > _SHOWN:
        shown.append(", " + say("… and {count} more", language, count=len(folder.licenses) - _SHOWN))
    return shown
