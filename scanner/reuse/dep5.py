"""`.reuse/dep5`: stanzas in the format of Debian's copyright files, which REUSE.toml has replaced.

Sources: https://reuse.software/spec-3.2/#dep5, https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from licenses.expression import BadExpression, normalise
from scanner.manifest.malformed import Malformed
from scanner.reuse.statement import MOST, Precedence, Statement

PATH = ".reuse/dep5"

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)")


def stanzas(path: str, content: bytes) -> Iterator[Statement]:
    """Yield the statements of the `.reuse/dep5` at `path`, in its order.

    Raises:
        Malformed: a licence is no SPDX expression, or there are too many stanzas.
    """
    folder = path.removesuffix(PATH)
    paragraphs = re.split(r"\n[ \t]*\n", content.decode("utf-8", "replace").replace("\r\n", "\n"))
    if len(paragraphs) > MOST:
        raise Malformed(f"more than {MOST} stanzas")
    for paragraph in paragraphs:
        fields = _fields(paragraph)
        globs = tuple(folder + each.replace("*", "**") for each in " ".join(fields.get("files", ())).split())
        if not globs:
            continue
        written = next(iter(fields.get("license", ())), "")
        try:
            expressions = (normalise(written),) if written else ()
        except BadExpression as wrong:
            raise Malformed(str(wrong)) from None
        copyrights = tuple(line for line in fields.get("copyright", ()) if line)
        yield Statement(path, globs, expressions, copyrights, Precedence.AGGREGATE)


def _fields(paragraph: str) -> dict[str, list[str]]:
    """The lines of each field, by its name in lower case."""
    fields: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if found := _FIELD.fullmatch(line):
            lines = fields.setdefault(found[1].lower(), [])
            lines.append(found[2].strip())
        elif line[:1] in (" ", "\t"):
            lines.append(line.strip())
    return fields
