"""Changes, losses and findings about SBOMs, for people in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from licenses.language import Language, msgid, say
from scanner.sbom.diff import Change, ChangeKind
from scanner.sbom.document import Document
from scanner.sbom.encoding import json_bytes
from scanner.sbom.loss import Loss
from scanner.sbom.validate import Finding, Severity

_CHANGES = {
    ChangeKind.ADDED: (msgid("added"), "green"),
    ChangeKind.REMOVED: (msgid("removed"), "red"),
    ChangeKind.UPGRADED: (msgid("upgraded"), "cyan"),
    ChangeKind.DOWNGRADED: (msgid("downgraded"), "yellow"),
    ChangeKind.RELICENSED: (msgid("relicensed"), "magenta"),
    ChangeKind.REHASHED: (msgid("other content, same version"), "bold red"),
    ChangeKind.RESCOPED: (msgid("other scope"), "blue"),
}
_SEVERITIES = {Severity.ERROR: (msgid("error"), "bold red"), Severity.ADVICE: (msgid("advice"), "yellow")}


def print_changes(changes: Sequence[Change], language: Language) -> None:
    """A table, one change a row."""
    console = Console(highlight=False)
    if not changes:
        console.print(say("no component changed", language))
        return
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    for heading in (msgid("change"), msgid("component"), msgid("version"), msgid("before"), msgid("after")):
        table.add_column(say(heading, language), overflow="fold")
    for change in changes:
        word, style = _CHANGES[change.kind]
        kind = Styled(say(word, language), style=style)
        before, after = _shortened(change)
        table.add_row(kind, *map(Styled, (change.component, change.version, before, after)))
    console.print(table)


def _shortened(change: Change) -> tuple[str, str]:
    """Of digests the beginning is enough to see that they differ."""
    if change.kind is not ChangeKind.REHASHED:
        return change.before, change.after
    return f"{change.before[:12]}…", f"{change.after[:12]}…"


def changes_json(changes: Iterable[Change]) -> bytes:
    """The same changes for programs, in the same order."""
    return json_bytes(
        [
            {
                "change": change.kind.value,
                "component": change.component,
                "version": change.version,
                "before": change.before,
                "after": change.after,
            }
            for change in changes
        ]
    )


def print_losses(losses: Sequence[Loss], language: Language) -> None:
    """What could not be carried over, on standard error; nothing when nothing was lost."""
    if not losses:
        return
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    console.print(say("{count} facts were not carried over whole:", language, count=len(losses)))
    for loss in losses:
        subject = f"{loss.subject}: " if loss.subject else ""
        console.print(f"  {subject}{loss.fact}: {loss.reason.to(language)}")


def print_findings(document: Document, findings: Sequence[Finding], language: Language) -> None:
    """What is wrong with a document, and the answer."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for finding in findings:
        word, style = _SEVERITIES[finding.severity]
        place = f"{finding.place}: " if finding.place else ""
        console.print(Styled(say(word, language), style=style), f"{place}{finding.message.to(language)}")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        console.print(say("invalid: {origin}, {errors} errors", language, origin=document.origin, errors=errors))
    else:
        console.print(
            say("valid: {origin}, {parts} components", language, origin=document.origin, parts=len(document.parts))
        )


def findings_json(document: Document, findings: Iterable[Finding], language: Language) -> bytes:
    """The same for programs."""
    return json_bytes(
        {
            "format": document.origin,
            "findings": [
                {"severity": each.severity.value, "place": each.place, "message": each.message.to(language)}
                for each in findings
            ],
        }
    )
