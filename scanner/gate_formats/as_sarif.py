"""SARIF 2.1.0 (OASIS), which GitHub code scanning, GitLab and editors show.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Waived results are suppressed, not dropped
(§3.27.23); what cannot be decided and does not close the gate is kind `open` (§3.27.9).

GitHub takes 25,000 results of a run and 10 MB of the compressed file, and refuses a file with more; it asks that each
result has a file and a line.
https://docs.github.com/code-security/code-scanning/troubleshooting-sarif/results-exceed-limit
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from licenses.bilingual import Bilingual
from licenses.language import Language, say
from licenses.policy import Rule
from licenses.policy_severity import Severity
from licenses.subject import Subject
from scanner.gate_formats.interface import Judged
from scanner.gate_formats.remarks import Remark, expired, fingerprint, idle, remarks

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST = 25_000  # results, of which the gravest come first; half a kilobyte each, packed a tenth of that
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$!&])")  # a rule's words are words: they cannot become markup
# what every pack asks of itself: that everything could be read
_UNREAD = (
    Bilingual("What cannot be read was not judged.", chinese="无法读取的内容未经判定。"),
    Bilingual(
        "Make it readable, leave it out in the settings, or ask for a waiver.",
        chinese="使其可读，在设置中将其排除，或申请豁免。",
    ),
)
_LEVELS = {Severity.REFUSE: "error", Severity.WARN: "warning", Severity.NOTE: "note"}


def write(judged: Judged) -> str:
    """One log with one run."""
    found = remarks(judged)
    rules = _rules(judged, found)
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    verdict = judged.verdict
    run = {
        "tool": {"driver": {"name": "trustpool", "version": judged.tool_version or "0", "rules": rules}},
        "language": {"en": "en", "zh": "zh-CN"}[judged.language],
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(judged, len(found) - _MOST)],
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the root of what was scanned"}}},
        "results": [_result(remark, places[remark.rule]) for remark in found[:_MOST]],
        "properties": {
            "project": judged.name,
            "refused": verdict.refused,
            "pack": f"{verdict.pack.name} {verdict.pack.version}",
            "packSha256": verdict.pack.sha256,
            "scenario": verdict.scenario.value,
        },
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _invocation(judged: Judged, left_out: int) -> dict[str, Any]:
    late = [_notification("error", expired(waiver, judged.language)) for waiver in judged.verdict.expired]
    notes = late + [_notification("note", note) for note in idle(judged)]
    if left_out > 0:
        said = say("{number} findings are left out here; the other forms hold all", judged.language, number=left_out)
        notes.append(_notification("warning", said))
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _notification(level: str, words: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": words}}


def _rules(judged: Judged, found: tuple[Remark, ...]) -> list[dict[str, Any]]:
    described = {rule.id: _rule(rule, judged) for rule in judged.pack.rules}
    for remark in found:  # a rule of ours that no pack holds
        described.setdefault(remark.rule, _described(remark.rule, Severity.REFUSE, *_UNREAD, judged.language))
    return list(described.values())


def _rule(rule: Rule, judged: Judged) -> dict[str, Any]:
    return _described(rule.id, rule.severity, rule.message, rule.remedy, judged.language)


def _described(
    name: str, severity: Severity, message: Bilingual, remedy: Bilingual, language: Language
) -> dict[str, Any]:
    chinese = language == "zh"
    return {
        "id": name,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": message.chinese if chinese else message.template},
        "fullDescription": {"text": remedy.chinese if chinese else remedy.template},
        "help": _help(message, remedy),
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _help(message: Bilingual, remedy: Bilingual) -> dict[str, str]:
    """In both languages, whatever that of the messages is: the page that shows it is shared."""
    english, chinese = (message.template, remedy.template), (message.chinese, remedy.chinese)
    return {
        "text": "\n".join((*english, "", *chinese)),
        "markdown": "\n\n".join(_escaped_markdown(words) for words in (*english, *chinese)),
    }


def _escaped_markdown(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _result(remark: Remark, place: int) -> dict[str, Any]:
    closes = remark.decided or remark.severity is Severity.REFUSE
    result: dict[str, Any] = {
        "ruleId": remark.rule,
        "ruleIndex": place,
        "kind": "fail" if closes else "open",
        "level": _LEVELS[remark.severity] if closes else "none",
        "message": {"text": f"{remark.message}\n{remark.remedy}"},
        "locations": [_location(remark.subject)],
        "partialFingerprints": {"trustpool/v1": fingerprint(remark)},
        "properties": {"license": remark.license, "use": remark.subject.use.value},
    }
    if remark.lifted:
        result["suppressions"] = [{"kind": "external", "justification": remark.lifted}]
    return result


def _location(subject: Subject) -> dict[str, Any]:
    """What concerns the whole project stands at its root."""
    first = subject.first_line or 1
    return {
        "logicalLocations": [{"fullyQualifiedName": subject.identity, "kind": subject.kind.value}],
        "physicalLocation": {
            "artifactLocation": {"uri": quote(subject.path) or ".", "uriBaseId": "SRCROOT"},
            "region": {"startLine": first, "endLine": max(subject.last_line or first, first)},
        },
    }
