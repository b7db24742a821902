"""`trustpool admin`: users, organisations and tokens of the pool; check it, back it up, restore it."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.cli.group import SpokenGroup
from licenses.errors import BadUsage, ExitCode
from licenses.language import Language, msgid, say, text

ROLES = ("reader", "contributor", "reviewer", "maintainer", "administrator")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("admin", cls=SpokenGroup, help=msgid("Look after the pool under TRUSTPOOL_HOME."))
def command() -> None:
    """The group itself does nothing."""


@spoken("user", help=msgid("Add the user LOGIN; the password is asked for, or read from standard input."))
@click.argument("login")
@spoken_option("--administrator", is_flag=True, help=msgid("May do everything in the pool."))
@spoken_option("--robot", is_flag=True, help=msgid("A program: it has tokens and no password."))
def user(login: str, administrator: bool, robot: bool) -> None:
    """Add a user."""
    from registry.pool import open_pool
    from registry.services.accounts import add_user
    from registry.services.ingest import local_actor

    password = "" if robot else _new_password()
    with open_pool() as pool:
        add_user(pool, login, password=password, administrator=administrator, robot=robot, actor=local_actor())


@spoken("password", help=msgid("Give the user LOGIN a new password; all their sessions end."))
@click.argument("login")
def password(login: str) -> None:
    """Change a password."""
    from registry.pool import open_pool
    from registry.services.accounts import set_password
    from registry.services.ingest import local_actor

    wanted = _new_password()
    with open_pool() as pool:
        set_password(pool, login, wanted, actor=local_actor())


@spoken("disable", help=msgid("End all that the user LOGIN may do."))
@click.argument("login")
def disable(login: str) -> None:
    """Disable a user."""
    from registry.pool import open_pool
    from registry.services.accounts import disable as disable_user
    from registry.services.ingest import local_actor

    with open_pool() as pool:
        disable_user(pool, login, actor=local_actor())


@spoken("identity", help=msgid("Link the user LOGIN to whom the OpenID provider calls SUBJECT (its “sub” claim)."))
@click.argument("login")
@click.argument("subject")
def identity(login: str, subject: str) -> None:
    """Link a user."""
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.oidc import link

    with open_pool() as pool:
        link(pool, login, subject, actor=local_actor())


@spoken("organisation", help=msgid("Add the organisation NAME."))
@click.argument("name")
@spoken_option("--title", default="", help=msgid("As people call it."))
@spoken_option("--pack", default="default", metavar="NAME", help=msgid("Rule pack that its projects are judged by."))
@spoken_option(
    "--admission",
    type=click.Choice(["automatic", "reviewed"]),
    default="reviewed",
    show_default=True,
    help=msgid("What follows when the rule pack does not refuse: publication, or a reviewer's decision."),
)
def organisation(name: str, title: str, pack: str, admission: str) -> None:
    """Add an organisation."""
    from licenses.policy import load_pack
    from registry.models import Admission
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.organisations import create

    load_pack(pack)  # says now, and not at the next publication, that there is none of that name
    with open_pool() as pool:
        create(pool, name, title=title, pack=pack, admission=Admission(admission), actor=local_actor())


@spoken(
    "agreement",
    help=msgid(
        "Put a new version of an organisation's usage agreement into force: the template with its title, or your own "
        "words from two files. Members must accept it before they submit again."
    ),
)
@click.argument("organisation")
@spoken_option("--version", default="", metavar="NAME", help=msgid("Name of the version, such as 2.1."))
@spoken_option("--english", type=_FILE, help=msgid("Its words in English (Markdown)."))
@spoken_option("--chinese", type=_FILE, help=msgid("Its words in Chinese (Markdown)."))
def agreement(organisation: str, version: str, english: Path | None, chinese: Path | None) -> None:
    """Publish an agreement."""
    from registry.pool import open_pool
    from registry.services.agreements import LONGEST, publish_agreement
    from registry.services.ingest import local_actor
    from scanner.cli.reading import read_file

    if (english is None) is not (chinese is None):
        raise BadUsage(text("an agreement needs a version and its words in both languages"), where=organisation)
    texts: dict[Language, str] | None = None
    if english and chinese:
        texts = {
            "en": read_file(english, 4 * LONGEST).decode("utf-8", "replace"),
            "zh": read_file(chinese, 4 * LONGEST).decode("utf-8", "replace"),
        }
    with open_pool() as pool:
        name = publish_agreement(pool, organisation, version=version, texts=texts, actor=local_actor())
    click.echo(say("version {version} is in force", spoken_language(), version=name))


@spoken("member", help=msgid("Give the user LOGIN a role in an organisation."))
@click.argument("organisation")
@click.argument("login")
@click.argument("role", type=click.Choice(ROLES))
def member(organisation: str, login: str, role: str) -> None:
    """Add a member, or change their role."""
    from registry.models import Role
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.organisations import admit

    with open_pool() as pool:
        admit(pool, organisation, login, Role(role), actor=local_actor())


@spoken("assign", help=msgid("Let an organisation answer for a project."))
@click.argument("project")
@click.argument("organisation")
def assign(project: str, organisation: str) -> None:
    """Give a project an organisation."""
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.organisations import assign as assign_project

    with open_pool() as pool:
        assign_project(pool, project, organisation, actor=local_actor())


@spoken("token", help=msgid("Print a new token for programs that act for the user LOGIN. It is shown only now."))
@click.argument("login")
@click.argument("name")
@spoken_option(
    "--role", type=click.Choice(ROLES), default="contributor", show_default=True, help=msgid("The most it may do.")
)
@spoken_option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help=msgid("How long it lasts."))
def token(login: str, name: str, role: str, days: int) -> None:
    """Issue a token."""
    from registry.models import Role
    from registry.pool import open_pool
    from registry.services.accounts import issue_token
    from registry.services.ingest import local_actor

    with open_pool() as pool:
        click.echo(issue_token(pool, login, name, role=Role(role), lasts=timedelta(days=days), actor=local_actor()))


@spoken(
    "webhook",
    help=msgid("Tell URL of what happens to the organisation's releases; prints the secret that signs it, only now."),
)
@click.argument("organisation")
@click.argument("url")
@spoken_option("--end", is_flag=True, help=msgid("Tell it nothing any more."))
def webhook(organisation: str, url: str, end: bool) -> None:
    """Add a webhook, or end it."""
    from registry.pool import open_pool
    from registry.services.ingest import local_actor
    from registry.services.webhooks import add_webhook, end_webhook

    with open_pool() as pool:
        if end:
            end_webhook(pool, organisation, url, actor=local_actor())
        else:
            click.echo(add_webhook(pool, organisation, url, actor=local_actor()))


@spoken("deliveries", help=msgid("What the organisation's webhooks were told, the newest first."))
@click.argument("organisation")
def deliveries(organisation: str) -> None:
    """One line a message."""
    from registry.pool import open_pool
    from registry.services.webhooks import deliveries_of

    language = spoken_language()
    with open_pool() as pool:
        for it in deliveries_of(pool, organisation).items:
            how = it.problem.to(language) if it.problem else str(it.status or "")
            click.echo(f"{it.created_at:%Y-%m-%d %H:%M:%S} {it.event} {it.url} {it.tries} {how}")


@spoken(
    "check",
    help=msgid(
        "Check the whole pool: database, git objects and refs, documents, signatures, audit trail. Exit code 1 when "
        "something is wrong."
    ),
)
def check() -> ExitCode:
    """Print each finding."""
    from registry.pool import open_pool
    from registry.services.check import check as findings_of

    language = spoken_language()
    with open_pool() as pool:
        found = 0
        for finding in findings_of(pool):
            found += 1
            click.echo(f"[{finding.code}] {finding.where}: {finding.message.to(language)}")
    click.echo(
        say("everything is as it must be", language) if not found else say("findings: {count}", language, count=found)
    )
    return ExitCode.REFUSED if found else ExitCode.CLEAN


@spoken("backup", help=msgid("Write the whole pool, its signing key included, into FILE (.tar.zst)."))
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Back up while the pool may be in use."""
    from registry.pool import open_pool
    from registry.services.backup import back_up

    with open_pool() as pool:
        back_up(pool, file)


@spoken("restore", help=msgid("Unpack the backup FILE into TRUSTPOOL_HOME, which must be empty."))
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Restore; `check` says whether all is there."""
    from registry.home import default_home
    from registry.services.backup import restore as unpack

    unpack(file, default_home())


SUBCOMMANDS: tuple[click.Command, ...] = (
    *(user, password, disable, identity, organisation, agreement, member, assign, token),
    *(webhook, deliveries),
    *(check, backup, restore),
)
for subcommand in SUBCOMMANDS:
    command.add_command(subcommand)


def _new_password() -> str:
    """Asked for twice on a terminal; else one line of standard input, for programs."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt(say("Password", spoken_language()), hide_input=True, confirmation_prompt=True))
