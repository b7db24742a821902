"""Which pool on another machine a command speaks with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from licenses.cli.command import spoken_language, spoken_option
from licenses.language import msgid

if TYPE_CHECKING:
    from registry.client.credentials import Known
    from registry.client.remote_pool import RemotePool


def pool_option() -> Callable[[Any], Any]:
    """`--pool ADDRESS`."""
    return spoken_option(
        "--pool",
        "address",
        default="",
        envvar="TRUSTPOOL_POOL",
        metavar="ADDRESS",
        help=msgid("Address of the pool; by default the one that you logged in to last."),
    )


def chosen_pool(address: str) -> tuple[RemotePool, Known]:
    """The pool, and what is known of it.

    Raises:
        BadUsage: none is named, or it is no address.
        InputUnreadable: the file of tokens cannot be read.
    """
    from registry.client.connection import connect
    from registry.client.credentials import Known, credentials_path, read_credentials
    from registry.client.remote_pool import RemotePool

    kept = read_credentials(credentials_path())
    found = kept.address(address)
    known = kept.pools.get(found, Known())
    return RemotePool(connect(found, known.token, spoken_language())), known
