"""What a conversion could not carry over: said, never silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from msgspec.structs import fields, replace

from licenses.language import Text, text
from scanner.sbom.document import Document, Extra, Family, Part


@dataclass(frozen=True, slots=True)
class Loss:
    """A fact of the source document that the target format has no place for."""

    subject: str  # the component's reference; "" for the document itself
    fact: str  # dotted name of the field, as the source format spells it
    reason: Text


# members that the model holds whole under another name, and those of CycloneDX of which it holds the most
_RENAMED = frozenset({"author", "metadata.manufacture", "SpdxDocument.spdxId", "software_Sbom.spdxId"})
_IN_PART = frozenset(
    {
        *("annotations", "authors", "compositions", "evidence.licenses", "evidence.occurrences", "externalReferences"),
        *("hashes", "licenses", "manufacturer", "properties", "supplier", "metadata.authors", "metadata.licenses"),
        *("metadata.lifecycles", "metadata.manufacturer", "metadata.properties", "metadata.supplier"),
        *("metadata.timestamp", "metadata.tools"),
    }
)


def losses_of_extra(extra: Extra, subject: str, reason: Text) -> tuple[Loss, ...]:
    """What is lost when a fact of one family is left out of another family's document."""
    if extra.key in _RENAMED:
        return ()
    if extra.family is Family.SPDX3 and extra.key.startswith("@graph"):
        return tuple(_losses_of_graph(extra, reason))
    in_part = extra.family.value == "cyclonedx" and extra.key in _IN_PART
    return (Loss(subject, extra.key, text("carried over in part: details are lost") if in_part else reason),)


def _losses_of_graph(extra: Extra, reason: Text) -> Iterator[Loss]:
    """Each element of SPDX 3 that was kept; of some the model holds the most. Creation data goes with its elements."""
    held = extra.key != "@graph"
    for element in msgspec.json.decode(extra.value):
        kind, name = str(element.get("type")), str(element.get("name") or element.get("spdxId"))
        if kind != "CreationInfo":
            said = text("carried over in part: details are lost") if held else reason
            yield Loss("", f"{kind} {name}", said)


def without_dangling(document: Document, reason: Text) -> tuple[Document, list[Loss]]:
    """The document without relations to what is no part of it (services, other documents), and those relations."""
    refs = {part.ref for part in document.parts} | ({document.root.ref} if document.root else set())
    kept = tuple(each for each in document.relations if each.source in refs and each.target in refs)
    lost = [
        Loss(each.source, f"relationship {each.spdx_kind or each.kind} {each.target}", reason)
        for each in document.relations
        if each.source not in refs or each.target not in refs
    ]
    known = tuple(ref for ref in document.known_edges if ref in refs)
    compositions = tuple(
        replace(
            each,
            assemblies=tuple(ref for ref in each.assemblies if ref in refs),
            dependencies=tuple(ref for ref in each.dependencies if ref in refs),
        )
        for each in document.compositions
    )
    return replace(document, relations=kept, known_edges=known, compositions=compositions), lost


# facts of a part that every format holds, or that only help to write it
_ALWAYS = frozenset({"ref", "name", "kind", "group", "version", "requirement", "purl", "properties", "extras"})


def losses_without_fields(document: Document, standard: str, held: tuple[str, ...]) -> tuple[Loss, ...]:
    """For formats with few fields: each fact of each part that is neither in `held` nor in every format."""
    reason = text("{standard} has no place for it", standard=standard)
    parts = (*((document.root,) if document.root else ()), *document.parts)
    names = [each.name for each in fields(Part) if each.name not in (*held, *_ALWAYS)]
    facts = ((part.ref, name) for part in parts for name in names if getattr(part, name))
    extras = ((part.ref, extra.key) for part in parts for extra in part.extras)
    whole = (("", name) for name in ("compositions", "notes", "phases", "licenses") if getattr(document, name))
    others = (("", extra.key) for extra in document.extras)
    return tuple(Loss(ref, name, reason) for ref, name in (*whole, *others, *facts, *extras))
