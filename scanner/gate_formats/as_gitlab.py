"""GitLab's code quality report, shown in merge requests.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from licenses.policy_severity import Severity
from scanner.gate_formats.interface import Judged
from scanner.gate_formats.remarks import Remark, fingerprint, remarks

_SEVERITIES = {Severity.REFUSE: "critical", Severity.WARN: "minor", Severity.NOTE: "info"}


def write(judged: Judged) -> str:
    """A list of issues; what is waived is not shown. Fingerprints are unique, as GitLab asks."""
    issues: dict[str, dict[str, Any]] = {}
    for remark in remarks(judged):
        if not remark.lifted:
            issues.setdefault(fingerprint(remark), _issue(remark))
    return json.dumps(list(issues.values()), ensure_ascii=False, indent=1) + "\n"


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
