"""What CycloneDX's metadata say and SPDX's creation information has no field for, as properties of the document."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from scanner.sbom.contact_text import contact_from, contact_text
from scanner.sbom.document import Contact, Document, Property, Tool
from scanner.sbom.spdx2.words import PART_FACTS

_PREFIX = PART_FACTS + "metadata."


def document_facts(document: Document, *, lifecycles: bool, addresses: bool) -> tuple[Property, ...]:
    """The properties; `lifecycles` and `addresses` say which facts have a field in the format after all."""
    facts = (
        *(("lifecycle", phase) for phase in document.phases if not lifecycles),
        *(("manufacturer", contact_text(each)) for each in (document.manufacturer,) if each),
        *(("author", contact_text(each)) for each in document.authors if not addresses and _has_more(each)),
        *(("supplier", contact_text(each)) for each in (document.supplier,) if each),
        *(("tool-vendor", f"{tool.name}={tool.vendor}") for tool in document.tools if tool.vendor),
        ("version", str(document.revision) if document.revision != 1 else ""),
    )
    return tuple(Property(_PREFIX + name, value) for name, value in facts if value)


def _has_more(contact: Contact) -> bool:
    return bool(contact.urls or contact.phone)


def with_facts(document: Document, stated: Iterable[Property]) -> Document:
    """The document with its facts taken out of its properties again."""
    own = tuple(each for each in stated if not each.name.startswith(_PREFIX))
    facts = [(each.name.removeprefix(_PREFIX), each.value) for each in stated if each.name.startswith(_PREFIX)]

    def values(name: str) -> list[str]:
        return [value for known, value in facts if known == name]

    authors = document.authors
    for detailed in map(contact_from, values("author")):
        authors = tuple(detailed if _same(each, detailed) else each for each in authors)
    manufacturer = next(map(contact_from, values("manufacturer")), None)
    if manufacturer:
        authors = tuple(each for each in authors if not _same(each, manufacturer))
    vendors = dict(value.split("=", 1) for value in values("tool-vendor") if "=" in value)
    version = next(iter(values("version")), "1")
    return replace(
        document,
        authors=authors,
        manufacturer=manufacturer,
        supplier=next(map(contact_from, values("supplier")), None),
        phases=document.phases or tuple(values("lifecycle")),
        tools=tuple(Tool(each.name, each.version, vendors.get(each.name, "")) for each in document.tools),
        revision=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 1,
        properties=own,
    )


def _same(first: Contact, second: Contact) -> bool:
    return (first.name, first.email) == (second.name, second.email)
