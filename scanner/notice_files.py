"""What files of a tree say that must travel along word for word: NOTICE files, and licence texts that were edited.

Apache-2.0 §4(d): a readable copy of the attribution notices contained in a NOTICE file. A licence text that differs
from the known one (a name filled in, a condition added) is the one that was granted, so it is given and not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename, dirname

from licenses.detection import MatchKind
from licenses.subject import is_license_file
from licenses.text.decode import decode
from licenses.texts import license_text
from scanner.inventory import FileRecord, Inventory, Treatment
from scanner.package import Scope
from scanner.purpose import purpose_of
from scanner.tree import Tree

LARGEST = 256 * 1024  # bytes of one such file; what is larger is a book about licences
_NOTICE = re.compile(r"notices?(?:\.(?:txt|md|rst))?", re.IGNORECASE)
_WHOLE = 0.999  # coverage from which a text is the known one
_SHORT = 4000  # characters; such texts (BSD, MIT, ISC, …) have names of their makers filled in, which rules pass over
_WORDS = re.compile(r"[^\W_]{2,}")  # without the numbers and letters of lists


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one file."""

    folder: str  # "" at the top of the tree
    text: str
    expression: str = ""  # of a licence text; "" for a notice


def wordings_of(inventory: Inventory, tree: Tree) -> tuple[Wording, ...]:
    """The words of every such file that belongs to what is shipped, by path; equal ones of a folder once."""
    wanted = [(file, expression) for file in inventory.files for expression in _speaks(file)]
    ids = list(dict.fromkeys(file.blob for file, _ in wanted))
    contents = {blob.id: decode(blob.content)[0] for blob in tree.blobs(ids)}
    found = (
        Wording(dirname(file.path), contents[file.blob].strip("\n"), expression)
        for file, expression in wanted
        if file.blob in contents and (not expression or _is_worded(file, expression, contents[file.blob]))
    )
    return tuple(dict.fromkeys(each for each in found if each.text.strip()))


def _is_worded(file: FileRecord, expression: str, content: str) -> bool:
    """Whether the file's text of a licence is another than the known one."""
    known = license_text(expression) or ""
    if known and len(known) <= _SHORT:
        return _words(known) not in _words(content)
    matches = [it for it in file.licenses if it.kind is MatchKind.TEXT and it.expression == expression]
    return all(match.coverage < _WHOLE for match in matches)


def _words(written: str) -> str:
    return f" {' '.join(_WORDS.findall(written.lower()))} "


def _speaks(file: FileRecord) -> Iterator[str]:
    """For a notice an empty expression; for a licence file each licence whose text it words in its own way."""
    readable = file.treatment is Treatment.TEXT and file.size <= LARGEST and purpose_of(file.path) is Scope.RUNTIME
    if readable and _NOTICE.fullmatch(basename(file.path)):
        yield ""
    elif readable and is_license_file(file.path):
        yield from dict.fromkeys(match.expression for match in file.licenses if match.kind is MatchKind.TEXT)
