"""Who made things: agents and tools of SPDX 3 → contacts and tools."""

from __future__ import annotations

import re

from scanner.sbom.document import Contact, Tool
from scanner.sbom.members import Members

_TELEPHONE = "tel:"


def contact_of(agent: Members) -> Contact:
    """A person or an organisation with its addresses."""
    reached = [(each.text("externalIdentifierType"), each.text("identifier")) for each in _identifiers(agent)]
    name = agent.text("name")
    telephones = [value.removeprefix(_TELEPHONE) for kind, value in reached if _is_telephone(kind, value)]
    return Contact(
        name="" if name == "unknown" else name,
        email=next((value for kind, value in reached if kind == "email"), ""),
        organisation=agent.text("type") != "Person",
        urls=tuple(value for kind, value in reached if kind == "urlScheme"),
        phone=next(iter(telephones), ""),
    )


def tool_of(tool: Members) -> Tool:
    """A tool, its version apart from its name where it ends in one."""
    name, mark, version = tool.text("name").rpartition(" ")
    return Tool(name, version) if mark and re.match(r"v?\d", version) else Tool(tool.text("name"))


def _identifiers(agent: Members) -> tuple[Members, ...]:
    return tuple(agent.many("externalIdentifier"))


def _is_telephone(kind: str, value: str) -> bool:
    return kind == "other" and value.startswith(_TELEPHONE)
