"""From where sources may be fetched: by a person's own command line, and by a server for strangers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What opening a source may reach."""

    protocols: frozenset[str]  # git's names: "https", "http", "ssh", "git", "file"
    private_addresses: bool  # hosts whose address is not globally reachable
    local_paths: bool  # folders, repositories and archives on this machine
    own_settings: bool  # the user's git configuration: credential helpers, proxies, ssh keys
    max_bytes: int = 2 * 1024**3  # of one fetch
    timeout: int = 1800  # seconds, of one fetch


COMMAND_LINE = FetchPolicy(
    protocols=frozenset({"https", "http", "ssh", "git", "file"}),
    private_addresses=True,
    local_paths=True,
    own_settings=True,
)
SERVER = FetchPolicy(
    protocols=frozenset({"https"}),
    private_addresses=False,
    local_paths=False,
    own_settings=False,
)
