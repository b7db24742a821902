"""`trustpool login ADDRESS`: keep a token and the public key of a pool on another machine."""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import Refused
from licenses.language import msgid, say, text


@spoken(
    "login",
    help=msgid(
        "Log in to the pool at ADDRESS: keep a token of yours and the pool's public key in a file that only you can "
        "read. Asks for a token, or with --login for a password; both are read from standard input when it is no "
        "terminal. Compare the fingerprint that is shown with one that you got another way."
    ),
)
@click.argument("address")
@spoken_option("--login", default="", metavar="LOGIN", help=msgid("Ask for this user's password and make a token."))
@spoken_option(
    "--role",
    type=click.Choice(["reader", "contributor", "reviewer", "maintainer", "administrator"]),
    default="contributor",
    show_default=True,
    help=msgid("The most that the new token may do."),
)
@spoken_option(
    "--days", type=click.IntRange(1, 366), default=90, show_default=True, help=msgid("How long the new token lasts.")
)
@spoken_option("--forget", is_flag=True, help=msgid("Forget the token and the key instead."))
def command(address: str, login: str, role: str, days: int, forget: bool) -> None:
    """Ask, check, keep."""
    from registry.client.connection import connect
    from registry.client.credentials import Known, credentials_path, read_credentials, write_credentials
    from registry.client.remote_pool import RemotePool
    from scanner.provenance.keys import public_key_in

    language, path = spoken_language(), credentials_path()
    kept, address = read_credentials(path), address.rstrip("/")
    if forget:
        write_credentials(path, kept.without(address))
        click.echo(say("forgotten", language))
        return
    key = RemotePool(connect(address, "", language)).key().decode("ascii", "replace")
    fingerprint = public_key_in(key.encode(), address).key_id
    _same_key(kept.pools.get(address, Known()).key, key, address)
    token = _made(address, login, role, days) if login else _asked(msgid("Token"))
    me = RemotePool(connect(address, token, language)).me()
    write_credentials(path, kept.with_pool(address, Known(token, me.login, key)))
    click.echo(
        say(
            "logged in to {address} as {login}, at most as {role}",
            language,
            address=address,
            login=me.login,
            role=me.limit.value,
        )
    )
    click.echo(say("fingerprint of the pool's key: sha256 {fingerprint}", language, fingerprint=fingerprint))


def _made(address: str, login: str, role: str, days: int) -> str:
    """A new token for who has the password."""
    from registry.client.connection import connect
    from registry.client.remote_pool import RemotePool

    name = f"{socket.gethostname()} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    pool = RemotePool(connect(address, "", spoken_language(), secrets=True))
    return pool.issue_token(login, _asked(msgid("Password")), name, role, days)


def _same_key(before: str, now: str, address: str) -> None:
    """A key that changed is the one thing that must not pass in silence.

    Raises:
        Refused: it is another than the one that was kept.
    """
    if before and before.strip() != now.strip():
        raise Refused(
            text("this pool shows another key than before"),
            where=address,
            hint=text(
                "if its administrator says why: trustpool login {address} --forget, then log in", address=address
            ),
        )


def _asked(what: str) -> str:
    """Asked for on a terminal; else one line of standard input, for programs."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return str(click.prompt(say(what, spoken_language()), hide_input=True)).strip()
