"""`trustpool admin organisation|agreement|member|assign|webhook|deliveries`: who answers for which projects."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage
from licenses.language import Language, msgid, say, text
from registry.cli.admin.people import ROLES

_FILE = click.Path(dir_okay=False, path_type=Path)


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
