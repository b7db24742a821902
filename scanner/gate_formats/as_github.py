"""GitHub Actions annotations: workflow commands that mark lines in a pull request.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions. A value that comes from the
scanned code cannot start a command of its own: line breaks and separators are escaped as the runner expects.

GitHub shows ten annotations of each kind that a step prints, so the gravest come first, and a line of plain text says
so where there are more. https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from licenses.language import say
from licenses.policy_severity import Severity
from scanner.gate_formats.interface import Judged
from scanner.gate_formats.remarks import Remark, expired, idle, remarks

_COMMANDS = {Severity.REFUSE: "error", Severity.WARN: "warning", Severity.NOTE: "notice"}
_SHOWN = 10  # annotations of a kind
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def write(judged: Judged) -> str:
    """A line a remark; what is waived is not shown."""
    return "".join(f"{line}\n" for line in _lines(judged))


def _lines(judged: Judged) -> Iterator[str]:
    for remark in remarks(judged):
        if not remark.lifted:
            yield _annotation(remark)
    for waiver in judged.verdict.expired:
        yield f"::error title=trustpool::{_escaped(expired(waiver, judged.language), _DATA)}"
    for note in idle(judged):
        yield f"::notice title=trustpool::{_escaped(note, _DATA)}"
    counted = Counter(_COMMANDS[remark.severity] for remark in remarks(judged) if not remark.lifted)
    if max(counted.values(), default=0) > _SHOWN:
        number, kinds = counted.total(), ", ".join(f"{count} × {kind}" for kind, count in counted.items())
        yield say(
            "trustpool: {number} findings ({kinds}). GitHub marks the first {shown} of each kind; all stand in this "
            "log, and with --also sarif=FILE on the code scanning page.",
            judged.language,
            number=number,
            kinds=kinds,
            shown=_SHOWN,
        )


def _annotation(remark: Remark) -> str:
    properties = {"title": f"trustpool {remark.rule}"}
    if remark.subject.path:
        properties = {"file": remark.subject.path, **_region(remark), **properties}
    listed = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    words = _escaped("\n".join((remark.message, remark.remedy)), _DATA)
    return f"::{_COMMANDS[remark.severity]} {listed}::{words}"


def _region(remark: Remark) -> dict[str, str]:
    first = remark.subject.first_line
    if not first:
        return {}
    return {"line": str(first), "endLine": str(max(remark.subject.last_line or first, first))}


def _escaped(words: str, table: tuple[tuple[str, str], ...]) -> str:
    for plain, code in table:
        words = words.replace(plain, code)
    return words
