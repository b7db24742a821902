"""Baselines: the violations and open questions of an old repository, recorded so that only new ones are refused.

A JSON file, kept beside the code, sorted so that its changes read well in review. A component is remembered without its
version: an upgrade of what was there before is nothing new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licenses.errors import InputUnreadable
from licenses.language import text

FORMAT = "trustpool-baseline-1"
MAX_SIZE = 64 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known violations: rule, identity without version, licence; and questions, with the severity that they had."""

    pack: str
    entries: frozenset[tuple[str, str, str]]
    questions: frozenset[tuple[str, str, str, str]] = frozenset()

    def knows(self, rule: str, identity: str, expression: str) -> bool:
        """Whether this violation was there before."""
        return (rule, versionless(identity), expression) in self.entries

    def asked(self, rule: str, identity: str, expression: str, severity: str) -> bool:
        """Whether this was open before, and as grave: what was read in part then and cannot be read now is new."""
        return (rule, versionless(identity), expression, severity) in self.questions


def baseline(
    pack: str, violations: Iterable[tuple[str, str, str]], questions: Iterable[tuple[str, str, str, str]] = ()
) -> Baseline:
    """A baseline of these (rule, identity, expression), and questions (the same, and the severity)."""
    return Baseline(
        pack,
        frozenset((rule, versionless(identity), licence) for rule, identity, licence in violations),
        frozenset((rule, versionless(identity), licence, grave) for rule, identity, licence, grave in questions),
    )


def versionless(identity: str) -> str:
    """A purl without version, qualifiers and subpath; any other name as it is."""
    if not identity.startswith("pkg:"):
        return identity
    bare = identity.split("?")[0].split("#")[0]
    name, separator, _ = bare.rpartition("@")
    return name if separator and "/" in name else bare


def write_baseline(found: Baseline) -> str:
    """The file's content."""
    rows = [{"rule": rule, "subject": subject, "license": licence} for rule, subject, licence in sorted(found.entries)]
    open_ = [
        {"rule": rule, "subject": subject, "license": licence, "severity": severity}
        for rule, subject, licence, severity in sorted(found.questions)
    ]
    document = {"format": FORMAT, "pack": found.pack, "violations": rows, "undecided": open_}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        InputUnreadable: it is missing, too large or not a baseline.
    """
    try:
        with path.open("rb") as stream:
            return _baseline(json.loads(stream.read(MAX_SIZE)))
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable(path, str(error).partition("\n")[0]) from error
    except KeyError as error:
        raise _unreadable(path, f"{error} is missing") from error


def _unreadable(path: Path, reason: str) -> InputUnreadable:
    what = text("the baseline cannot be read: {reason}", reason=reason)
    return InputUnreadable(
        what, where=str(path), hint=text("record it anew with: trustpool gate SOURCE --write-baseline FILE")
    )


def _baseline(document: dict[str, Any]) -> Baseline:
    if document["format"] != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    rows = document["violations"]
    entries = frozenset((str(row["rule"]), str(row["subject"]), str(row["license"])) for row in rows)
    questions = frozenset(
        (str(row["rule"]), str(row["subject"]), str(row["license"]), str(row["severity"]))
        for row in document.get("undecided", ())  # files of before 0.1.0 hold none
    )
    return Baseline(str(document["pack"]), entries, questions)
