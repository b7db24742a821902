"""From where sources may be fetched: by a person's own command line, and by a server for strangers."""

from __future__ import annotations

import ipaddress
from functools import cache

from msgspec import Struct

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import Text, text
from scanner.source.spec import LocalSpec, RemoteSpec

PORTS = {"https": 443, "http": 80, "ssh": 22, "git": 9418}
_PINNED = frozenset({"https", "http", "ssh"})  # those for which git can be told the address
# addresses that carry an IPv4 address inside: NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380)
_TUNNELS = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")


class FetchPolicy(Struct, frozen=True):
    """What opening a source may reach."""

    protocols: frozenset[str]  # of "https", "http", "ssh", "git"; nothing else is ever fetched
    private_addresses: bool  # hosts whose address is not globally reachable
    local_paths: bool  # folders, repositories and archives on this machine
    own_settings: bool  # the user's git configuration: credential helpers, proxies, ssh keys
    max_bytes: int = 2 * 1024**3  # of one fetched pack
    timeout: int = 1800  # seconds, of one fetch


COMMAND_LINE = FetchPolicy(
    protocols=frozenset(PORTS), private_addresses=True, local_paths=True, own_settings=True
)  # fmt: skip
SERVER = FetchPolicy(
    protocols=frozenset({"https"}), private_addresses=False, local_paths=False, own_settings=False
)  # fmt: skip


def refuse_local(source: LocalSpec, policy: FetchPolicy) -> None:
    """Refuse a path of this machine where strangers may name sources.

    Raises:
        BadUsage: the policy does not allow it.
    """
    if not policy.local_paths:
        what = text("sources on this machine cannot be opened here")
        raise BadUsage(what, where=str(source.path), hint=_allowed(policy))


def checked_address(source: RemoteSpec, policy: FetchPolicy) -> str:
    """The address to connect to, or "" when any will do.

    A strict policy connects to the very address that was checked: a name server may give another one the next moment.
    (A proxy in the server's own environment looks names up itself, and must be as strict.)

    Raises:
        BadUsage: the policy does not allow the protocol, or the host's addresses.
        InputUnreadable: the host has no address.
    """
    import socket  # a scan of what is already here never needs it

    checked_protocol(source, policy)
    if policy.private_addresses:
        return ""
    port = source.port or PORTS[source.protocol]
    try:
        found = socket.getaddrinfo(source.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputUnreadable(text("there is no host {host}", host=source.host), where=source.shown) from None
    addresses = [str(place[0]) for *_, place in found]
    if not addresses or not all(map(is_public, addresses)):
        what = text("the host {host} is not on the public internet; such hosts are not allowed here", host=source.host)
        raise BadUsage(what, where=source.shown)
    return addresses[0]


def checked_protocol(source: RemoteSpec, policy: FetchPolicy) -> None:
    """Refuse a protocol before any name is looked up.

    Raises:
        BadUsage: the policy does not allow it.
    """
    allowed = policy.protocols & (frozenset(PORTS) if policy.private_addresses else _PINNED)
    if source.protocol not in allowed:
        what = text("the protocol {protocol} is not allowed here", protocol=source.protocol)
        raise BadUsage(what, where=source.shown, hint=_allowed(policy))


def is_public(address: str) -> bool:
    """Whether an IP address is one host of the public internet."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # an IPv6 address with a scope: link-local
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and any(parsed in tunnel for tunnel in _tunnels()):
        return False
    return parsed.is_global and not parsed.is_multicast


@cache
def _tunnels() -> tuple[ipaddress.IPv6Network, ...]:
    return tuple(map(ipaddress.IPv6Network, _TUNNELS))


def _allowed(policy: FetchPolicy) -> Text:
    return text("allowed are: {protocols}", protocols=", ".join(f"{name}://" for name in sorted(policy.protocols)))
