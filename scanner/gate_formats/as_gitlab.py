"""GitLab's code quality report, shown in merge requests.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from licenses.policy_severity import Severity
from licenses.waiver import Waiver
from scanner.gate_formats.interface import Judged
from scanner.gate_formats.remarks import Remark, expired, fingerprint, remarks

_SEVERITIES = {Severity.REFUSE: "critical", Severity.WARN: "minor", Severity.NOTE: "info"}


def write(judged: Judged) -> str:
    """A list of issues; what is waived is not shown. Fingerprints are unique, as GitLab asks."""
    issues: dict[str, dict[str, Any]] = {}
    for remark in remarks(judged):
        if not remark.lifted:
            issues.setdefault(fingerprint(remark), _issue(remark))
    for waiver in judged.verdict.expired:
        issue = _late(waiver, judged)
        issues.setdefault(issue["fingerprint"], issue)
    return json.dumps(list(issues.values()), ensure_ascii=False, indent=1) + "\n"


def _late(waiver: Waiver, judged: Judged) -> dict[str, Any]:
    """A waiver whose time is over, at its line."""
    path, _, line = waiver.origin.rpartition(":")
    name = "\0".join(("expired-waiver", waiver.rule, waiver.subject))
    return {
        "description": expired(waiver, judged.language),
        "check_name": "expired-waiver",
        "fingerprint": hashlib.sha256(name.encode()).hexdigest(),
        "severity": "critical",
        "location": {"path": path or ".", "lines": {"begin": int(line) if path and line.isdigit() else 1}},
    }


def _issue(remark: Remark) -> dict[str, Any]:
    return {
        "description": f"{remark.message} {remark.remedy}",
        "check_name": remark.rule,
        "fingerprint": fingerprint(remark),
        "severity": _SEVERITIES[remark.severity],
        "location": {
            # every issue needs a place; what concerns the whole project stands at its root
            "path": remark.subject.path or ".",
            "lines": {"begin": remark.subject.first_line or 1},
        },
    }
