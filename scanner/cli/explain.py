"""`trustpool scan SOURCE --explain PATH`: why a licence was found in a file, and in which words the file differs.

File and rule stand side by side, whole. What only the file has is marked `{+so+}`, what only the rule has `[-so-]`, as
wdiff does, so that it can be told without colours, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from licenses.detection import LicenseMatch, MatchKind
from licenses.errors import InputUnreadable
from licenses.index.opened import Index
from licenses.language import Language, say, text
from licenses.match.beside import Piece, Row, side_by_side
from scanner.inventory import FileRecord, Inventory
from scanner.source.open import OpenSource

_ALARM = "bold yellow"


def print_explanation(
    console: Console, inventory: Inventory, opened: OpenSource, path: str, index: Index, language: Language
) -> None:
    """Each match of the file, and where its words differ from the rule's, both side by side.

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
        rows = side_by_side(blob.content, match, index)
        if any(row.differs for row in rows):
            console.print(_table(rows, language))
            if any(row.weighty for row in rows):
                console.print(Styled(f"! {say('changes a grant or a restriction', language)}", style=_ALARM))
        elif rows:
            console.print(say("word for word", language))


def _record(files: Iterable[FileRecord], path: str) -> FileRecord:
    by_path = {file.path: file for file in files}
    if path in by_path:
        return by_path[path]
    closest = get_close_matches(path, list(by_path), 3, 0.5)
    hint = text("closest: {paths}", paths=", ".join(closest)) if closest else None
    raise InputUnreadable(text("the source has no such file"), where=path, hint=hint)


def _heading(match: LicenseMatch, language: Language) -> Styled:
    if match.kind is MatchKind.UNKNOWN:
        line = say(
            "lines {first}–{last}: terms that no rule explains", language, first=match.first_line, last=match.last_line
        )
    else:
        line = say(
            "lines {first}–{last}: rule {rule}, {percent} per cent of its words",
            language,
            first=match.first_line,
            last=match.last_line,
            rule=match.rule,
            percent=int(match.coverage * 100),
        )
    return Styled(match.expression, style="cyan").append(f"  {line}", style="default")


def _table(rows: Iterable[Row], language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("line", language), justify="right")
    table.add_column(say("file", language), overflow="fold", ratio=1)
    table.add_column(say("rule", language), overflow="fold", ratio=1)
    for row in rows:
        file, rule = _marked(row.file, "{+", "+}", "bold green"), _marked(row.rule, "[-", "-]", "bold red")
        line = Styled(f"! {row.line}", style=_ALARM) if row.weighty else Styled(str(row.line))
        table.add_row(line, file, rule)
    return table


def _marked(pieces: Iterable[Piece], opening: str, closing: str, style: str) -> Styled:
    line = Styled()
    for piece in pieces:
        if piece.differs:
            line.append(f"{opening}{piece.text}{closing}", style=style)
        else:
            line.append(piece.text)
    return line
