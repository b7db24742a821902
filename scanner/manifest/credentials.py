"""Passwords and tokens in addresses: manifests hold them by mistake, and what is reported is published."""

from __future__ import annotations

import re

from msgspec.structs import replace

from scanner.manifest.declaration import Fact
from scanner.package import Dependency, Package

_USER = re.compile(r"((?:git\+)?https?://)[^/@\s]*@")
_PASSWORD = re.compile(r"(\w://[^/@:\s]*):[^/@\s]*@")


def without_credentials(text: str) -> str:
    """`text` with user names and passwords taken out of web addresses, and passwords out of all others."""
    return _PASSWORD.sub(r"\1@", _USER.sub(r"\1", text)) if "@" in text and "://" in text else text


def cleaned(fact: Fact) -> Fact:
    """The fact with no credentials in its addresses."""
    if isinstance(fact, Package):
        if "@" not in fact.requirement + fact.download_url + fact.vcs_url + fact.homepage:
            return fact
        told = (fact.requirement, fact.download_url, fact.vcs_url, fact.homepage)
        requirement, download_url, vcs_url, homepage = clean = tuple(map(without_credentials, told))
        if clean == told:
            return fact
        return replace(fact, requirement=requirement, download_url=download_url, vcs_url=vcs_url, homepage=homepage)
    if isinstance(fact, Dependency) and "://" in fact.requirement and "@" in fact.requirement:
        return replace(fact, requirement=without_credentials(fact.requirement))
    return fact
