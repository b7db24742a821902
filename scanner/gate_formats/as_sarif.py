"""SARIF 2.1.0 (OASIS), which GitHub code scanning, GitLab and editors show.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Waived results are suppressed, not dropped
(§3.27.23); what cannot be decided and does not close the gate is kind `open` (§3.27.9).
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from licenses.policy import Rule
from licenses.policy_severity import Severity
from licenses.subject import Subject
from scanner.gate_formats.interface import Judged
from scanner.gate_formats.remarks import Remark, expired, fingerprint, idle, remarks

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$!&])")  # a rule's words are words: they cannot become markup
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
        "invocations": [_invocation(judged)],
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the root of what was scanned"}}},
        "results": [_result(remark, places[remark.rule]) for remark in found],
        "properties": {
            "project": judged.name,
            "refused": verdict.refused,
            "pack": f"{verdict.pack.name} {verdict.pack.version}",
            "packSha256": verdict.pack.sha256,
            "scenario": verdict.scenario.value,
        },
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _invocation(judged: Judged) -> dict[str, Any]:
    late = [_notification("error", expired(waiver, judged.language)) for waiver in judged.verdict.expired]
    notes = late + [_notification("note", note) for note in idle(judged)]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _notification(level: str, words: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": words}}


def _rules(judged: Judged, found: tuple[Remark, ...]) -> list[dict[str, Any]]:
    described = {rule.id: _rule(rule, judged) for rule in judged.pack.rules}
    for remark in found:  # a rule of ours that no pack holds: an expression that cannot be read
        described.setdefault(remark.rule, {"id": remark.rule, "shortDescription": {"text": remark.rule}})
    return list(described.values())


def _rule(rule: Rule, judged: Judged) -> dict[str, Any]:
    chinese = judged.language == "zh"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.message.chinese if chinese else rule.message.template},
        "fullDescription": {"text": rule.remedy.chinese if chinese else rule.remedy.template},
        "help": _help(rule),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _help(rule: Rule) -> dict[str, str]:
    """In both languages, whatever that of the messages is: the page that shows it is shared."""
    english, chinese = (rule.message.template, rule.remedy.template), (rule.message.chinese, rule.remedy.chinese)
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
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": subject.identity, "kind": subject.kind.value}]
    }
    if subject.path:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(subject.path), "uriBaseId": "SRCROOT"}}
        if subject.first_line:
            last = max(subject.last_line or subject.first_line, subject.first_line)
            physical["region"] = {"startLine": subject.first_line, "endLine": last}
        location["physicalLocation"] = physical
    return location
