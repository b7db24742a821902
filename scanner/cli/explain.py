"""`trustpool scan SOURCE --explain PATH`: why a licence was found in a file, and in which words the file differs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from licenses.detection import LicenseMatch
from licenses.errors import InputUnreadable
from licenses.index.opened import Index
from licenses.language import Language, say, text
from licenses.match.difference import Change, difference
from scanner.inventory import FileRecord, Inventory
from scanner.source.open import OpenSource


def print_explanation(
    console: Console, inventory: Inventory, opened: OpenSource, path: str, index: Index, language: Language
) -> None:
    """Each match of the file with its rule, then the words in which file and rule differ, side by side.

    Raises:
        InputUnreadable: the tree has no such file, or its content cannot be read.
    """
    record = _record(inventory.files, path)
    blob = next(opened.tree.blobs([record.blob]), None)
    if blob is None:
        raise InputUnreadable(text("the file's content cannot be read"), where=path)
    console.print(Styled(path, style="bold"))
    if not record.licenses:
        console.print(say("no licence was found in this file", language))
    for match in record.licenses:
        console.print()
        console.print(_heading(match, language))
        if changes := difference(blob.content, match, index):
            console.print(_table(changes, language))


def _record(files: Iterable[FileRecord], path: str) -> FileRecord:
    by_path = {file.path: file for file in files}
    if path in by_path:
        return by_path[path]
    closest = get_close_matches(path, list(by_path), 3, 0.5)
    hint = text("closest: {paths}", paths=", ".join(closest)) if closest else None
    raise InputUnreadable(text("the source has no such file"), where=path, hint=hint)


def _heading(match: LicenseMatch, language: Language) -> Styled:
    line = say(
        "lines {first}–{last}: rule {rule}, {percent} per cent of its words",
        language,
        first=match.first_line,
        last=match.last_line,
        rule=match.rule,
        percent=int(match.coverage * 100),
    )
    return Styled(match.expression, style="cyan").append(f"  {line}", style="default")


def _table(changes: Iterable[Change], language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("line", language), justify="right")
    table.add_column(say("only in the file", language), overflow="fold", style="green")
    table.add_column(say("only in the rule", language), overflow="fold", style="red")
    table.add_column("")
    weighty = Styled(say("changes a grant or a restriction", language), style="bold yellow")
    for change in changes:
        added, removed = " ".join(change.file_words), " ".join(change.rule_words)
        table.add_row(str(change.line), Styled(added), Styled(removed), weighty if change.weighty else "")
    return table
