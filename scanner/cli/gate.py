"""`trustpool gate SOURCE`: the scan, judged by a rule pack. Exit 1 and the reasons when it is refused."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec.structs import replace

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage, ExitCode, InputUnreadable
from licenses.language import Language, msgid, text
from licenses.policy import RulePack, load_pack
from licenses.scenario import Scenario
from licenses.verdict import Verdict
from licenses.waiver import Waiver, read_waivers
from licenses.waiver_applied import apply_baseline, apply_waivers
from licenses.waiver_baseline import Baseline, baseline, read_baseline, write_baseline
from scanner.cli.gate_session import GateScan, gate_scan
from scanner.cli.options import scanning_options
from scanner.gate_formats.interface import Compared, Judged, gate_formats, gate_writer
from scanner.version import tool_version

_DESK = ("uncommitted-changes", "changes-unknown")  # problems of a work tree: what lies there is not what was judged
_FILE = click.Path(dir_okay=False, path_type=Path)


@spoken(
    "gate",
    help=msgid(
        "Scan SOURCE and judge it by a rule pack. Exit code 1 when it is refused, with the rule, the place, the reason "
        "and what would mend it. SOURCE's own trustpool.toml or [tool.trustpool] may name the pack, the scenario, "
        "waivers, a baseline, advisories, and what to leave out; with --base those of the tree before the change count."
    ),
)
@scanning_options
@spoken_option("--pack", metavar="NAME", help=msgid("Rule pack, by name or by path; by default `default`."))
@spoken_option(
    "--scenario",
    type=click.Choice([scenario.value for scenario in Scenario]),
    help=msgid("What the code is used for; by default what the pack says."),
)
@spoken_option(
    "--format",
    "form",
    type=click.Choice(gate_formats()),
    default="text",
    help=msgid("How the verdict is written: for people, programs, editors or CI servers."),
)
@spoken_option(
    "--also",
    multiple=True,
    metavar="FORMAT=FILE",
    help=msgid("Write the verdict in this form, too, to this file; may be given several times."),
)
@spoken_option("--all", "everything", is_flag=True, help=msgid("List every finding, however many are alike."))
@spoken_option(
    "--base",
    metavar="REF",
    help=msgid("Judge only what the change since REF brings; for a branch, since where the change left it."),
)
@spoken_option("--staged", is_flag=True, help=msgid("Judge what would be committed now, compared with HEAD or --base."))
@spoken_option(
    "--advisories",
    type=click.Path(exists=True, path_type=Path),
    help=msgid(
        "Known vulnerabilities: advisories in the OSV format, as a file, a folder or a zip archive; "
        "TRUSTPOOL_ADVISORIES may name them, too. Nothing is fetched."
    ),
)
@spoken_option("--waivers", type=_FILE, help=msgid("Reviewed exceptions, instead of those that the settings name."))
@spoken_option(
    "--baseline", "known", type=_FILE, help=msgid("Violations of before, instead of what the settings name.")
)
@spoken_option(
    "--write-baseline",
    "record",
    type=_FILE,
    help=msgid("Record today's violations in this file; from then on only new ones are refused."),
)
def command(
    source: str,
    output: Path | None,
    quiet: bool,
    pack: str | None,
    scenario: str | None,
    form: str,
    also: tuple[str, ...],
    everything: bool,
    base: str | None,
    staged: bool,
    advisories: Path | None,
    waivers: Path | None,
    known: Path | None,
    record: Path | None,
) -> ExitCode:
    """Scan, judge, say why."""
    language = spoken_language()
    documents = ((form, output), *(_form_and_file(one) for one in also))
    with gate_scan(source, quiet=quiet, base=base or "", staged=staged, advisories=advisories) as scan:
        chosen = load_pack(pack) if pack else scan.files.pack()
        purpose = Scenario(scenario) if scenario else scan.settings.scenario
        judged = replace(_judged(scan, chosen, purpose, language), everything=everything)
        accepted = read_waivers(waivers) if waivers else scan.files.waivers()
        judged = replace(judged, verdict=_waived(judged, accepted))
        if record:
            judged = _recorded(judged, record)
        elif found := (read_baseline(known) if known else scan.files.baseline()):
            judged = replace(
                judged,
                verdict=apply_baseline(judged.verdict, _of_pack(found, chosen, str(known or scan.settings.baseline))),
            )
    if judged.verdict.expired:  # whoever accepted it wanted it looked at again by that day
        judged = replace(judged, verdict=replace(judged.verdict, refused=True))
    for name, path in documents:
        _write(gate_writer(name)(judged), path)
    return ExitCode.REFUSED if judged.verdict.refused else ExitCode.CLEAN


def _form_and_file(written: str) -> tuple[str, Path]:
    name, _, path = written.partition("=")
    if name not in gate_formats() or not path:
        known = ", ".join(gate_formats())
        what = text("--also takes a form and a file, such as sarif=gate.sarif, not {value}", value=written)
        raise BadUsage(what, hint=text("the formats are: {names}", names=known))
    return name, Path(path)


def _judged(scan: GateScan, pack: RulePack, scenario: Scenario | None, language: Language) -> Judged:
    verdict, before = scan.judge(pack, scenario)
    return Judged(
        name=scan.name,
        verdict=verdict,
        pack=pack,
        language=language,
        tool_version=tool_version(),
        excluded=scan.settings.exclude,
        compared=Compared(scan.base.ref, scan.base.commit, scan.base.merge_base, before) if scan.base else None,
        settings=scan.settings.path,
        notes=tuple(one.message for one in scan.problems if one.code in _DESK),
    )


def _waived(judged: Judged, waivers: Sequence[Waiver]) -> Verdict:
    verdict = apply_waivers(judged.verdict, waivers, datetime.now(UTC).date())
    # a change touches few of the things that waivers are for: that the others lift nothing here means nothing
    return replace(verdict, idle=()) if judged.compared else verdict


def _of_pack(found: Baseline, pack: RulePack, where: str) -> Baseline:
    """The baseline, if it was taken by this pack: another's rules may mean something else by the same name."""
    if found.pack == pack.name:
        return found
    what = text(
        "the baseline was recorded with the rule pack {other}, not with {pack}", other=found.pack, pack=pack.name
    )
    raise InputUnreadable(
        what, where=where, hint=text("record it anew with: trustpool gate SOURCE --write-baseline FILE")
    )


def _recorded(judged: Judged, path: Path) -> Judged:
    """With everything that is found, and all questions that are open, recorded in a baseline."""
    verdict = judged.verdict
    found = ((one.rule, one.subject.identity, one.cause) for one in verdict.violations)
    asked = (
        (one.rule, about.identity, about.expression, one.severity)
        for one in verdict.undecided
        for about in one.subjects
    )
    taken = baseline(judged.pack.name, found, asked)
    try:
        path.write_text(write_baseline(taken), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadUsage(text("the file cannot be written: {reason}", reason=reason), where=str(path)) from None
    return replace(judged, verdict=apply_baseline(judged.verdict, taken), recorded=str(path))


def _write(document: str, output: Path | None) -> None:
    # a lone surrogate out of a manifest's JSON has no UTF-8 form: it is written as it would be escaped there
    content = document.encode("utf-8", "backslashreplace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadUsage(text("the file cannot be written: {reason}", reason=reason), where=str(output)) from None
