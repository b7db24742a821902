"""`trustpool admin user|password|disable|identity|token`: people, programs, and how they prove who they are."""

from __future__ import annotations

import sys
from datetime import timedelta

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.language import msgid, say

ROLES = ("reader", "contributor", "reviewer", "maintainer", "administrator")


@spoken("user", help=msgid("Add the user LOGIN; the password is asked for, or read from standard input."))
@click.argument("login")
@spoken_option("--administrator", is_flag=True, help=msgid("May do everything in the pool."))
@spoken_option("--robot", is_flag=True, help=msgid("A program: it has tokens and no password."))
def user(login: str, administrator: bool, robot: bool) -> None:
    """Add a user."""
    from registry.pool import open_pool
    from registry.services.accounts import add_user
    from registry.services.ingest import local_actor

    password = "" if robot else new_password()
    with open_pool() as pool:
        add_user(pool, login, password=password, administrator=administrator, robot=robot, actor=local_actor())


@spoken("password", help=msgid("Give the user LOGIN a new password; all their sessions end."))
@click.argument("login")
def password(login: str) -> None:
    """Change a password."""
    from registry.pool import open_pool
    from registry.services.accounts import set_password
    from registry.services.ingest import local_actor

    wanted = new_password()
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


def new_password() -> str:
    """Asked for twice on a terminal; else one line of standard input, for programs."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt(say("Password", spoken_language()), hide_input=True, confirmation_prompt=True))
