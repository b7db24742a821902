"""An organisation's own licence texts: plain text files, each named for the licence that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from licenses.detection import MatchKind
from licenses.index.source import Rule
from licenses.text.decode import decode

_LONGEST = 1 << 20  # bytes of one text
_UNFIT = re.compile(r"[^A-Za-z0-9.-]+")


def read_texts(folder: Path) -> Iterator[Rule]:
    """Yield the `.txt` files of a folder as licence texts.

    Raises:
        OSError: a file cannot be read.
        ValueError: a text is longer than a megabyte.
    """
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes()
        if len(content) > _LONGEST:
            raise ValueError(path.name)
        text, _ = decode(content)
        if text.strip():
            yield Rule(path.name, identifier(path.stem), MatchKind.TEXT, text, 100, 0)


def identifier(name: str) -> str:
    """The licence identifier that a file's name stands for: itself when it is one, else a LicenseRef made from it."""
    from license_expression import get_spdx_licensing

    known = get_spdx_licensing().known_symbols  # type: ignore[no-untyped-call]
    if name in known or name.startswith("LicenseRef-"):
        return name
    return "LicenseRef-" + (_UNFIT.sub("-", name).strip("-") or "unnamed")
