"""Several SBOMs → one: a new root that contains theirs, each component once with every document's facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import fields, replace

from licenses.language import text
from scanner.sbom.document import (
    Completeness,
    Composition,
    Document,
    Extra,
    LicenseText,
    Part,
    Relation,
    RelationKind,
)
from scanner.sbom.loss import Loss

# facts of which a component may have any number: those of all documents, each once
_GATHERED = (
    "swhids",
    "hashes",
    "licenses",
    "observed",
    "observed_copyrights",
    "authors",
    "references",
    "properties",
    "occurrences",
)
_DISAGREEING = ("scope", "copyright", "supplier", "manufacturer", "publisher", "description", "cpe", "kind", "group")


def merge(documents: Sequence[Document], root: Part, created: str) -> tuple[Document, tuple[Loss, ...]]:
    """One document about `root`, and the facts in which the documents disagree: the first one's stand."""
    merging = _Merging(root)
    for document in documents:
        merging.add(document)
    serial = uuid5(NAMESPACE_URL, "trustpool:merge:" + "\n".join((root.ref, *(each.serial for each in documents))))
    merged = Document(
        serial=serial.urn,
        root=root,
        parts=tuple(merging.parts[ref] for ref in sorted(merging.parts)),
        relations=tuple(dict.fromkeys(merging.relations)),
        known_edges=tuple(dict.fromkeys(merging.known)),
        name=root.name,
        created=created or max((each.created for each in documents), default=""),
        tools=_unique(tool for each in documents for tool in each.tools),
        authors=_unique(author for each in documents for author in each.authors),
        phases=_unique(phase for each in documents for phase in each.phases),
        licenses=documents[0].licenses if documents else (),
        texts=_texts(documents),
        compositions=_compositions(merging.compositions),
        notes=_unique(merging.notes),
        extras=tuple(merging.extras.values()),
        origin=max((each.origin for each in documents), default=""),
    )
    return merged, tuple(merging.losses)


@dataclass(slots=True)
class _Merging:
    """The documents so far."""

    root: Part
    parts: dict[str, Part] = field(default_factory=dict)
    by_purl: dict[str, str] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    compositions: list[Composition] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    extras: dict[tuple[str, str], Extra] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def add(self, document: Document) -> None:
        own = (*((document.root,) if document.root else ()), *document.parts)
        names = {part.ref: self._place(part) for part in own}
        if document.root:
            self.relations.append(Relation(self.root.ref, names[document.root.ref], RelationKind.CONTAINS))
            self.relations.append(Relation(self.root.ref, names[document.root.ref]))
        for relation in document.relations:
            source = names.get(relation.source, relation.source)
            self.relations.append(replace(relation, source=source, target=names.get(relation.target, relation.target)))
        self.known.extend(names.get(ref, ref) for ref in document.known_edges)
        self.compositions.extend(_renamed(each, names) for each in document.compositions)
        self.notes.extend(
            replace(note, subjects=tuple(names.get(ref, ref) for ref in note.subjects)) for note in document.notes
        )
        for extra in document.extras:
            self._extra(extra)

    def _place(self, part: Part) -> str:
        """The reference under which a part stands in the merged document."""
        ref = self.by_purl.get(part.purl, "") if part.purl else ""
        if ref:
            self.parts[ref] = self._united(self.parts[ref], part)
            return ref
        ref = part.ref
        while ref in self.parts or ref == self.root.ref:
            if ref in self.parts and not part.purl and _same(self.parts[ref], part):
                self.parts[ref] = self._united(self.parts[ref], part)
                return ref
            self.repeated[part.ref] = self.repeated.get(part.ref, 1) + 1
            ref = f"{part.ref}#{self.repeated[part.ref]}"
        self.parts[ref] = replace(part, ref=ref)
        if part.purl:
            self.by_purl[part.purl] = ref
        return ref

    def _united(self, first: Part, second: Part) -> Part:
        changes: dict[str, Any] = {name: _unique((*getattr(first, name), *getattr(second, name))) for name in _GATHERED}
        for name in (each.name for each in fields(Part)):
            if name not in (*_GATHERED, "ref", "extras") and not getattr(first, name):
                changes[name] = getattr(second, name)
        for name in _DISAGREEING:
            if getattr(first, name) and getattr(second, name) and getattr(first, name) != getattr(second, name):
                self.losses.append(Loss(first.ref, name, text("the documents disagree; the first one's stands")))
        held = {extra.key for extra in first.extras}
        changes["extras"] = (*first.extras, *(extra for extra in second.extras if extra.key not in held))
        return replace(first, **changes)

    def _extra(self, extra: Extra) -> None:
        """Lists of the documents follow each other; of anything else the first stands. The whole has its own name."""
        if extra.key in ("SpdxDocument.spdxId", "software_Sbom.spdxId"):
            return
        key = (extra.family.value, extra.key)
        held = self.extras.get(key)
        if held is None:
            self.extras[key] = extra
            return
        values = [msgspec.json.decode(each.value) for each in (held, extra)]
        if all(isinstance(value, list) for value in values):
            united = {msgspec.json.encode(value, order="sorted"): value for value in (*values[0], *values[1])}
            self.extras[key] = replace(held, value=msgspec.json.encode(list(united.values())))
        elif values[0] != values[1]:
            self.losses.append(Loss("", extra.key, text("the documents disagree; the first one's stands")))


def _texts(documents: Iterable[Document]) -> tuple[LicenseText, ...]:
    """One for each LicenseRef: the first document's."""
    found: dict[str, LicenseText] = {}
    for each in (known for document in documents for known in document.texts):
        found.setdefault(each.reference, each)
    return tuple(found[reference] for reference in sorted(found))


def _same(first: Part, second: Part) -> bool:
    return (first.group, first.name, first.version) == (second.group, second.name, second.version)


def _renamed(composition: Composition, names: dict[str, str]) -> Composition:
    return replace(
        composition,
        assemblies=tuple(names.get(ref, ref) for ref in composition.assemblies),
        dependencies=tuple(names.get(ref, ref) for ref in composition.dependencies),
    )


def _compositions(stated: Iterable[Composition]) -> tuple[Composition, ...]:
    """One a level; of a component that several documents speak of, the first one's level stands."""
    levels: dict[Completeness, tuple[list[str], list[str]]] = {}
    spoken_of: tuple[set[str], set[str]] = (set(), set())
    for composition in stated:
        held = levels.setdefault(composition.aggregate, ([], []))
        for place, refs in enumerate((composition.assemblies, composition.dependencies)):
            held[place].extend(ref for ref in dict.fromkeys(refs) if ref not in spoken_of[place])
            spoken_of[place].update(refs)
    return tuple(
        Composition(level, tuple(assemblies), tuple(dependencies))
        for level, (assemblies, dependencies) in levels.items()
        if assemblies or dependencies
    )


def _unique(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
