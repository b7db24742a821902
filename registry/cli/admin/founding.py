"""`trustpool admin init`: a new pool, ready to be served; again, it says what is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.language import msgid, say
from registry.cli.admin.people import new_password

if TYPE_CHECKING:
    from registry.pool import Pool


@spoken(
    "init",
    help=msgid(
        "Make a pool under TRUSTPOOL_HOME: its folder, its database, its signing key, the first administrator and an "
        "organisation, and say what is next. The administrator's password is asked for, or read from standard input. "
        "What is there already stays as it is, so it can be run again."
    ),
)
@spoken_option("--administrator", default="", metavar="LOGIN", help=msgid("Who may do everything in the pool."))
@spoken_option("--organisation", default="", metavar="NAME", help=msgid("The first organisation."))
@spoken_option("--title", default="", help=msgid("As people call the organisation."))
@spoken_option("--pack", default="", metavar="NAME", help=msgid("Rule pack that its projects are judged by."))
@spoken_option(
    "--admission",
    type=click.Choice(["automatic", "reviewed"]),
    default=None,
    help=msgid("What follows when the rule pack does not refuse: publication, or a reviewer's decision."),
)
def init(administrator: str, organisation: str, title: str, pack: str, admission: str | None) -> None:
    """Make what is missing, one after the other."""
    from licenses.policy import load_pack
    from registry.models import Admission
    from registry.pool import open_pool
    from registry.schema import schema_of
    from registry.services.founding import Wished, found_organisation, has_administrator
    from registry.services.ingest import local_actor
    from registry.services.signing import key_facts

    if pack:
        load_pack(pack)  # says now that there is none of that name
    with open_pool() as pool:
        _told(msgid("folder"), str(pool.home.folder))
        url = pool.database.engine.url.render_as_string(hide_password=True)
        _told(msgid("database"), f"{url} ({schema_of(pool.database).current})")
        _told(msgid("key"), f"sha256 {key_facts(pool).key_id}")
        if not administrator and not has_administrator(pool) and sys.stdin.isatty():
            administrator = click.prompt(say("Login of the first administrator", spoken_language())).strip()
        if administrator:
            _told(msgid("administrator"), administrator, new=_administrator(pool, administrator))
        if organisation:
            wished = Wished(organisation, title, pack, Admission(admission) if admission else None)
            new = found_organisation(pool, wished, administrator, actor=local_actor())
            _told(msgid("organisation"), organisation, new=new)
        for line in _next(pool, administrator, organisation):
            click.echo(line)


def _administrator(pool: Pool, login: str) -> bool:
    """Whether they are new."""
    from registry.services.founding import found_administrator, is_administrator
    from registry.services.ingest import local_actor

    if is_administrator(pool, login):
        return False
    found_administrator(pool, login, new_password(), actor=local_actor())
    return True


def _told(what: str, value: str, *, new: bool | None = None) -> None:
    language = spoken_language()
    how = "" if new is None else f" ({say('new', language) if new else say('there already', language)})"
    click.echo(f"{say(what, language)}: {value}{how}")


def _next(pool: Pool, administrator: str, organisation: str) -> Iterator[str]:
    from registry.services.founding import has_administrator

    language = spoken_language()
    yield ""
    yield say("Next:", language)
    if not has_administrator(pool):
        yield f"  trustpool admin init --administrator {say('LOGIN', language)}"
    if not organisation:
        yield f"  trustpool admin organisation {say('NAME', language)}"
    yield "  trustpool serve"
    address = pool.settings.pool.address.rstrip("/") or "http://127.0.0.1:8080"
    if administrator:
        yield f"  {say('log in at {address}/login as {login}', language, address=address, login=administrator)}"
        yield f"  trustpool login {address} --login {administrator} --role administrator"
    belongs = f" --organisation {organisation}" if organisation else ""
    yield f"  trustpool jobs submit https://forge.example/org/app.git{belongs}"
