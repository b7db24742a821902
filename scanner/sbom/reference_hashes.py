"""The digests of what a reference leads to, for SPDX, whose references have none: as a property of the part."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from scanner.package import Hash
from scanner.sbom.address import iri
from scanner.sbom.document import Part, Reference

FACT = "reference.hashes"  # its name among a part's facts


def hash_facts(part: Part) -> Iterable[tuple[str, str]]:
    """A fact for each reference with digests: "kind address SHA-256:…"."""
    for each in part.references:
        if each.hashes and each.url:
            digests = " ".join(f"{it.algorithm}:{it.value}" for it in each.hashes)
            yield FACT, f"{each.kind} {iri(each.url)} {digests}"


def with_hashes(references: Iterable[Reference], facts: Iterable[str]) -> tuple[Reference, ...]:
    """The references with their digests again."""
    told = {}
    for fact in facts:
        kind, _, rest = fact.partition(" ")
        address, *digests = rest.split(" ")
        pairs = (each.partition(":") for each in digests)
        told[kind, address] = tuple(Hash(name, value) for name, mark, value in pairs if mark)
    return tuple(
        replace(each, hashes=told[each.kind, each.url]) if (each.kind, each.url) in told else each
        for each in references
    )
