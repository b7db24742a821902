"""Who made things, as SPDX 2 writes them in one line (§6.8, §7.5), and what is kept as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from scanner.sbom.document import Contact, Extra, Family, Note, Property, Tool
from scanner.sbom.members import Members
from scanner.sbom.spdx2.facts import SILENT
from scanner.sbom.spdx2.words import PROPERTY
from scanner.sbom.times import utc_seconds

_ACTOR = re.compile(r"(Person|Organization|Tool): ?(.*?)(?: \(([^()]*)\))?")


def annotations_of(member: Members) -> tuple[tuple[Note, ...], tuple[Property, ...], list[Any]]:
    """An element's annotations (§12): the remarks of others, the properties that our writer puts there, and reviews."""
    notes: list[Note] = []
    properties: list[Property] = []
    reviews: list[Any] = []
    for each in member.many("annotations"):
        comment = each.text("comment")
        name, mark, value = comment.removeprefix(PROPERTY).partition("=")
        if comment.startswith(PROPERTY) and mark:
            properties.append(Property(name, value))
        elif each.text("annotationType") == "REVIEW":
            reviews.append(each.values)
        else:
            annotator = each.text("annotator").removeprefix("Tool: ")
            notes.append(Note((member.text("SPDXID"),), comment, utc_seconds(each.text("annotationDate")), annotator))
    return tuple(notes), tuple(properties), reviews


def actor(written: str) -> tuple[str, Contact]:
    """The kind and the contact of `Person: name (mail)` and its like."""
    parsed = _ACTOR.fullmatch(written.strip())
    kind, name, email = parsed.groups() if parsed else ("Organization", written, "")
    return kind, Contact(name, email or "", organisation=kind != "Person")


def maker(written: str) -> Contact | None:
    """A supplier or originator; None when nobody is named."""
    return None if written in SILENT else actor(written)[1]


def tool(contact: Contact) -> Tool:
    """A tool, its version apart from its name where it ends in one."""
    name, mark, version = contact.name.rpartition("-")
    return Tool(name, version) if mark and re.match(r"v?\d", version) else Tool(contact.name)


def rest(values: dict[str, Any], understood: Iterable[str]) -> Iterator[Extra]:
    """Members that are not understood, each as it is."""
    known = frozenset(understood)
    return (extra(name, value) for name, value in values.items() if name not in known and value not in (None, "", []))


def extra(name: str, value: Any) -> Extra:
    """A member of SPDX 2's own."""
    return Extra(Family.SPDX2, name, msgspec.json.encode(value))
