"""JUnit XML, which every CI server shows: each rule is a test suite, each finding a test case.

Source: the schema by which Jenkins refuses files, https://github.com/jenkinsci/xunit-plugin (junit-10.xsd); it has no
attribute for a case's file or line, so the place stands before the words that say what to do. Refusals are failures,
open questions that close the gate are errors; warnings and notes pass with their text in system-out; what is waived is
skipped. A waiver whose time is over is a failure of its own, so that it is seen on the page that people look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from licenses.policy_severity import Severity
from licenses.waiver import Waiver
from scanner.gate_formats.interface import Judged, place
from scanner.gate_formats.remarks import Remark, expired, remarks

# what XML 1.0 cannot hold, not even escaped (§2.2)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(judged: Judged) -> str:
    """One document; rules that nobody breaks pass."""
    by_rule: dict[str, list[Remark]] = {rule.id: [] for rule in judged.pack.rules}
    for remark in remarks(judged):
        by_rule.setdefault(remark.rule, []).append(remark)
    late = judged.verdict.expired
    opening = f"<testsuites{_counts(remarks(judged), by_rule, len(late), whole=True)}>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', opening]
    for rule, found in by_rule.items():
        lines += _suite(rule, found, judged)
    if late:
        lines += _late(late, judged)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(rule: str, found: list[Remark], judged: Judged) -> Iterator[str]:
    yield f"  <testsuite name={_attribute(rule)}{_counts(tuple(found), {rule: found})}>"
    if not found:
        yield f"    <testcase classname={_attribute(judged.pack.name)} name={_attribute(rule)}/>"
    for remark in found:
        yield from _case(remark)
    yield "  </testsuite>"


def _late(waivers: tuple[Waiver, ...], judged: Judged) -> Iterator[str]:
    number = len(waivers)
    yield f'  <testsuite name="waivers" tests="{number}" failures="{number}" errors="0" skipped="0">'
    for waiver in waivers:
        yield f'    <testcase classname="waivers" name={_attribute(f"{waiver.rule} / {waiver.subject}")}>'
        yield f'      <failure type="expired" message={_attribute(expired(waiver, judged.language))}/>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _case(remark: Remark) -> Iterator[str]:
    name = f"{remark.subject.identity} ({remark.license})" if remark.license else remark.subject.identity
    yield f"    <testcase classname={_attribute(remark.rule)} name={_attribute(name)}>"
    where = _content(f"{found}\n") if (found := place(remark.subject)) else ""
    kind = _kind(remark)
    if kind == "skipped":
        yield f"      <skipped message={_attribute(remark.lifted)}/>"
    elif kind == "system-out":
        yield f"      <system-out>{where}{_content(remark.message)}&#10;{_content(remark.remedy)}</system-out>"
    else:
        opening = f"<{kind} type={_attribute(remark.rule)} message={_attribute(remark.message)}>"
        yield f"      {opening}{where}{_content(remark.remedy)}</{kind}>"
    yield "    </testcase>"


def _kind(remark: Remark) -> str:
    if remark.lifted:
        return "skipped"
    if remark.severity is not Severity.REFUSE:
        return "system-out"
    return "failure" if remark.decided else "error"


def _counts(found: tuple[Remark, ...], by_rule: dict[str, list[Remark]], late: int = 0, *, whole: bool = False) -> str:
    kinds = [_kind(remark) for remark in found]
    passed = sum(1 for members in by_rule.values() if not members)
    counts = {
        "tests": len(found) + passed + late,
        "failures": kinds.count("failure") + late,
        "errors": kinds.count("error"),
        **({} if whole else {"skipped": kinds.count("skipped")}),
    }
    return "".join(f' {name}="{number}"' for name, number in counts.items())


def _attribute(words: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", words), {"\n": "&#10;"})


def _content(words: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", words))
