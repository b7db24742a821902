"""Findings that say the same of different things, put together: for a person ten lines, not a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from licenses.bilingual import Bilingual
from licenses.language import Language, Text, say
from licenses.policy_severity import Severity
from licenses.subject import Subject, SubjectKind
from licenses.verdict import Violation
from scanner.gate_formats.interface import place

SHOWN = {Severity.REFUSE: 20, Severity.WARN: 5, Severity.NOTE: 5}  # things listed under one sentence


@dataclass(frozen=True, slots=True)
class Alike:
    """Violations of one rule whose sentences differ in their subject alone."""

    message: Text
    subjects: tuple[Subject, ...]


def alike(violations: Iterable[Violation]) -> tuple[Alike, ...]:
    """The groups, those with most subjects first."""
    groups: dict[str, list[Violation]] = {}
    for violation in violations:
        groups.setdefault(_without_subject(violation.message, "…").english(), []).append(violation)
    found = (Alike(group[0].message, tuple(one.subject for one in group)) for group in groups.values())
    return tuple(sorted(found, key=lambda group: -len(group.subjects)))


def sentences(group: Alike, language: Language, most: int | None) -> Iterator[str]:
    """The sentence and, when it is about several things, at most `most` of them, one a line."""
    if len(group.subjects) == 1:
        yield f"  {_without_subject(group.message, whereabouts(group.subjects[0])).to(language)}"
        return
    yield f"  {_without_subject(group.message, '…').to(language).replace('….', '…').replace('…。', '…')}"
    yield from listed(group.subjects, language, most)


def listed(subjects: Sequence[Subject], language: Language, most: int | None) -> Iterator[str]:
    """Each with its place, one a line; of more than `most` the rest are counted."""
    yield from (f"    {whereabouts(subject)}" for subject in subjects[:most])
    if most is not None and len(subjects) > most:
        yield "    " + say("… and {count} more; --all lists them", language, count=len(subjects) - most)


def whereabouts(subject: Subject) -> str:
    """A file by its path and line; anything else by its name, and where that was read."""
    where = place(subject)
    return where if subject.kind is SubjectKind.FILE or where == subject.identity else f"{subject.identity} ({where})"


def _without_subject(message: Text, words: str) -> Text:
    """The sentence with other words for its subject."""
    values = tuple((name, words if name == "subject" else value) for name, value in message.values)
    return replace(message, values=values) if isinstance(message, Bilingual) else Text(message.template, values)
