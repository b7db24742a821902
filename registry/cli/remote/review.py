"""`trustpool review [PROJECT@RELEASE]`: what waits in a pool on another machine, and decisions about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage
from licenses.language import msgid, say, text
from registry.cli.remote.chosen import chosen_pool, pool_option

if TYPE_CHECKING:
    from registry.api import answers
    from registry.client.remote_pool import RemotePool


@spoken(
    "review",
    help=msgid(
        "List what waits for a reviewer; with a release, show its verdict; with a decision, decide. Every decision "
        "needs a reason, which everyone can read."
    ),
)
@click.argument("release", metavar="[PROJECT@RELEASE]", default="")
@spoken_option("--publish", "decision", flag_value="publish", help=msgid("Publish it."))
@spoken_option("--reject", "decision", flag_value="reject", help=msgid("Reject it."))
@spoken_option("--withdraw", "decision", flag_value="withdraw", help=msgid("Withdraw it, which was published."))
@spoken_option("--comment", "decision", flag_value="comment", help=msgid("Write a comment."))
@spoken_option(
    "--ask",
    "decision",
    flag_value="question",
    help=msgid("Ask the submitter; the question stays open until somebody answers."),
)
@spoken_option("--answer", "decision", flag_value="answer", help=msgid("Answer the question."))
@spoken_option("--reason", default="", metavar="TEXT", help=msgid("Why; the question, or the answer."))
@pool_option()
def command(release: str, decision: str | None, reason: str, address: str) -> None:
    """List, show or decide."""
    pool, _ = chosen_pool(address)
    language = spoken_language()
    if not release:
        if decision:
            raise BadUsage(text("a decision needs a release, as PROJECT@RELEASE"))
        for row in pool.waiting():
            click.echo(f"{row.project}@{row.label}  {row.id[:12]}  {row.changed_at:%Y-%m-%d %H:%M} UTC")
        return
    project, _, wanted = release.partition("@")
    found = pool.release(project, wanted)
    if not decision:
        _show(pool, found)
    elif not reason.strip():
        raise BadUsage(text("a decision needs its --reason"))
    elif decision in {"comment", "question", "answer"}:
        pool.comment(found, reason, decision)
        click.echo(say("written", language))
    else:
        state = pool.decide(found, decision, reason)
        click.echo(
            say(
                "{project} {label} is {state} now",
                language,
                project=found.project,
                label=found.label,
                state=state.value,
            )
        )


def _show(pool: RemotePool, found: answers.Release) -> None:
    language = spoken_language()
    click.echo(f"{found.project} {found.label} ({found.id[:12]}): {found.state.value}")
    if found.reason:
        click.echo(f"  {found.reason}")
    verdict = pool.verdict(found)
    click.echo(
        say(
            "{outcome} by the rule pack {pack} {version}",
            language,
            outcome=verdict.outcome.value,
            pack=verdict.pack,
            version=verdict.pack_version,
        )
    )
    for it in verdict.violations:
        waived = f" ({say('waived', language)}: {it.waived})" if it.waived else ""
        click.echo(f"  [{it.severity.value}] {it.rule} {it.subject} {it.expression}: {it.reason}{waived}")
