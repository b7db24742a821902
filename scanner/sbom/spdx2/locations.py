"""Addresses as SPDX 2.3 takes them (§7.7, §7.11), and as its checkers check them: a host needs a top-level domain."""

from __future__ import annotations

import re

from scanner.sbom.address import iri

_USER = r"(?:[\w\-.!~*'()%;:&=+$,]+@)?"
_HOST = r"[A-Za-z0-9]+(?:[\-.][A-Za-z0-9]+){0,100}\.[A-Za-z]{2,5}"
_PORT_AND_PATH = r"(?::[0-9]{1,5})?(?:/\S*)?"
_WEB = re.compile(rf"(?:https?|ftp|sftp|ssh|git|svn)://{_USER}{_HOST}")
_COMMIT = re.compile(r"#([0-9a-f]{40})\Z")  # §7.7: what follows "#" is a folder of the repository
_PINNED = re.compile(r"@([0-9a-f]{40})\Z")
_VCS = re.compile(rf"(?:(?:git|hg|svn|bzr)\+)?(?:https?|sftp|ssh|git|svn)://{_USER}{_HOST}{_PORT_AND_PATH}")


def web_address(url: str) -> str:
    """The URL as a homepage or download location; "" when it cannot be one."""
    address = iri(url)
    return address if _WEB.match(address) else ""


def vcs_address(location: str) -> str:
    """The address of a repository in a download location, its commit after "#", as our model has it."""
    return _PINNED.sub(r"#\1", location.removeprefix("git+"))


def vcs_location(url: str) -> str:
    """The address of a repository as `git+https://…`, its commit after "@"; "" when it cannot be written so."""
    address = _COMMIT.sub(r"@\1", iri(url))
    told = "+" in address.split("://", 1)[0] or address.startswith(("git:", "svn:"))
    location = address if told else f"git+{address}"
    return location if _VCS.fullmatch(location) else ""
