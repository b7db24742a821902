"""What the scan could not look at is not clean: for the gate it is an open question, never silence.

Content that is listed but cannot be read closes the gate, and so does a manifest of what is shipped: what it would have
named, nobody judged. Those of tests, examples and templates, and other repositories' content, are for a person to look
at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from licenses.language import Text
from licenses.policy_severity import Severity
from licenses.subject import Subject, SubjectKind, Use
from licenses.verdict import Undecided, Verdict, refuses
from scanner.package import Scope
from scanner.problem import Problem
from scanner.purpose import purpose_of

RULE = "unread-content"
_CLOSED = (
    *(
        "blob-unreadable",
        "file-unreadable",
        "file-changed",
        "file-too-large",
        "folder-unreadable",
        "problems-not-listed",
    ),
    *("name-malformed", "name-escapes", "name-with-nul", "path-too-deep", "path-too-long", "path-conflict"),
    *("member-damaged", "member-encrypted", "member-size-false", "link-broken", "parser-defect"),
)
_MANIFESTS = ("manifest-malformed", "manifest-too-large", "manifest-too-many")
_DOUBTFUL = ("file-submodule",)
_KNOWN = ("file-huge", "file-lfs-pointer")
# files in them are filled in before they are what their names say
_TEMPLATES = {"template", "templates", "skeleton", "skeletons"}
# problems after which something exists that nobody looked at
_SEVERITIES = {
    **dict.fromkeys((*_CLOSED, *_MANIFESTS), Severity.REFUSE),
    **dict.fromkeys(_DOUBTFUL, Severity.WARN),
    **dict.fromkeys(_KNOWN, Severity.NOTE),
}


def with_unseen(verdict: Verdict, problems: Iterable[Problem]) -> Verdict:
    """The verdict, and what it could not be about."""
    undecided = (*verdict.undecided, *_questions(problems))
    return replace(verdict, undecided=undecided, refused=refuses(verdict.violations, undecided))


def _questions(problems: Iterable[Problem]) -> Iterator[Undecided]:
    grouped: dict[tuple[Severity, Text], list[Subject]] = {}
    for problem in problems:
        if problem.code in _SEVERITIES:
            grouped.setdefault((_severity(problem), problem.message), []).append(_subject(problem))
    for (severity, reason), subjects in sorted(grouped.items(), key=lambda item: item[0][0].rank):
        yield Undecided(RULE, severity, reason, tuple(subjects))


def _severity(problem: Problem) -> Severity:
    aside = purpose_of(problem.path) is not Scope.RUNTIME or _TEMPLATES & set(problem.path.lower().split("/")[:-1])
    return Severity.WARN if problem.code in _MANIFESTS and aside else _SEVERITIES[problem.code]


def _subject(problem: Problem) -> Subject:
    return Subject(
        kind=SubjectKind.FILE,
        identity=problem.path,
        expression="",
        use=Use(purpose_of(problem.path).value),
        path=problem.path,
        first_line=problem.line,
    )
