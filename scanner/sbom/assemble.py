"""Inventory → SBOM document: which facts of a scan an SBOM states, and how complete it says they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace
from packageurl import PackageURL

from licenses.detection import said_by
from scanner.inventory import Component, Inventory, SourceFacts
from scanner.package import Hash, Scope
from scanner.problem import Problem
from scanner.sbom.artifact import Artifact
from scanner.sbom.completeness import compositions, known_edges
from scanner.sbom.copies import Copy, copies
from scanner.sbom.document import (
    Acknowledgement,
    Contact,
    Document,
    LicenseClaim,
    Note,
    Part,
    Property,
    Reference,
    Relation,
    Tool,
)
from scanner.sbom.license_texts import known_texts
from scanner.sbom.parts import PROPERTY, concluded_claims, maker_of_document, part_of, person, told
from scanner.sbom.supplier import owner_at
from scanner.tree import swhid

# SPDX 2.3 §11.1: its own words for edges, spoken from the dependency's side
EDGE_KINDS = {
    Scope.RUNTIME: "",
    Scope.PROVIDED: "PROVIDED_DEPENDENCY_OF",
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
    Scope.DEVELOPMENT: "DEV_DEPENDENCY_OF",
    Scope.TEST: "TEST_DEPENDENCY_OF",
    Scope.BUILD: "BUILD_DEPENDENCY_OF",
}


def document_of(
    inventory: Inventory,
    source_date_epoch: int | None = None,
    author: str = "",
    artifact: Artifact | None = None,
    origin: str = "",
) -> Document:
    """The SBOM of one scanned tree, of which `artifact` is the file that is distributed. Equal inventories give equal
    documents. `origin` is where a tree that lies on a disk can be had, as far as its clone knows.

    The time is `source_date_epoch`, else the commit's, else 1970: never the clock's.
    """
    cloned = bool(origin) and not _address(inventory.source)
    if cloned:
        inventory = replace(inventory, source=replace(inventory.source, location=origin))
    source = inventory.source
    moment = source.committed_at if source_date_epoch is None else source_date_epoch
    created = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    itself = _itself(inventory)
    root = _root(inventory, itself, artifact)
    others = [component for component in inventory.components if component is not itself]
    relations = _relations(inventory, root, itself)
    concluded = _concluded_of_projects(inventory)
    found = copies(inventory)
    maker = maker_of_document(author) if author else Contact("trustpool")
    parts = tuple(
        _at_home(
            part_of(component, concluded.get(component.purl, ()), found.get(component.purl, Copy())),
            component,
            _address(source),
        )
        for component in others
    )
    return Document(
        serial=_serial(inventory, created),
        root=root,
        parts=parts,
        relations=relations,
        known_edges=known_edges(inventory),
        name=source.name,
        created=created,
        tools=tuple(_tools(inventory.analyser)),
        authors=(maker,) if not author or not maker.organisation else (),
        manufacturer=maker if author and maker.organisation else None,
        phases=("pre-build",),
        licenses=(LicenseClaim(expression="CC0-1.0"),),
        texts=known_texts((root, *parts)),
        compositions=compositions(inventory, root.ref, itself),
        notes=tuple(_note(problem, root.ref, created) for problem in inventory.problems),
        properties=tuple(
            sorted(
                (*_document_properties(inventory, source_date_epoch), *told("address-from", "git" if cloned else ""))
            )
        ),
    )


def _serial(inventory: Inventory, created: str) -> str:
    """A UUID that names this scan of this tree: the same scan is the same document (RFC 9562 §5.5)."""
    source = inventory.source
    named = (source.tree, source.commit, source.name, _address(source), source.ref, inventory.analyser, created)
    return uuid5(NAMESPACE_URL, "trustpool:" + "\n".join(named)).urn


def _address(source: SourceFacts) -> str:
    """Where the source can be had by others: never a path on somebody's disk."""
    scheme, mark, _ = source.location.partition("://")
    if mark and scheme.lower() != "file":
        return source.location
    is_scp = "@" in source.location and ":" in source.location.split("@", 1)[1]
    return source.location if is_scp else ""


def _tools(analyser: str) -> Iterable[Tool]:
    """`trustpool 0.1.0; rules 32.1.0` as tools with versions."""
    for written in analyser.split(";"):
        name, _, version = written.strip().partition(" ")
        yield Tool(name if name == "trustpool" else f"trustpool {name}", version)


def _itself(inventory: Inventory) -> Component | None:
    """The component that the tree as a whole is: the only first-party one, or the only one at the top of the tree."""
    own = [component for component in inventory.components if component.first_party]
    top = [component for component in own if any("/" not in seen.path for seen in component.evidence)]
    for candidates in (own, top):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _root(inventory: Inventory, itself: Component | None, artifact: Artifact | None) -> Part:
    source = inventory.source
    base = part_of(itself) if itself else None
    version = (base.version if base else "") or source.ref or (source.commit or source.tree)[:12]
    purl = base.purl if base else _source_purl(source)
    address = _address(source)
    own = (Reference("vcs", address),) if address else ()
    supplier, origin = _root_supplier(source, itself)
    artifact = artifact or _archive(source)
    concluded = _concluded_of_tree(inventory)
    return Part(
        ref=purl or swhid("dir", source.tree),
        name=base.name if base else source.name,
        kind="application",
        group=base.group if base else "",
        version=version,
        file_name=artifact.name if artifact else "",
        purl=purl,
        swhids=(*((swhid("rev", source.commit),) if source.commit else ()), swhid("dir", source.tree)),
        description=base.description if base else "",
        scope="required",
        hashes=artifact.hashes if artifact else (),
        licenses=_licenses(base, concluded),
        observed=_observed(inventory),
        copyright=base.copyright if base else "",
        observed_copyrights=_copyrights(inventory),
        supplier=supplier,
        manufacturer=_creator(base, address),
        authors=base.authors if base else (),
        references=_unique(own + (base.references if base else ())),
        properties=tuple(sorted((*(base.properties if base else ()), *told("supplier-from", origin)))),
        occurrences=base.occurrences if base else (),
    )


def _archive(source: SourceFacts) -> Artifact | None:
    """An archive that was scanned is the file that is distributed."""
    name = source.location.replace("\\", "/").rsplit("/", 1)[-1]
    return Artifact(name, (Hash("SHA-256", source.sha256),)) if source.sha256 else None


def _licenses(base: Part | None, concluded: tuple[LicenseClaim, ...]) -> tuple[LicenseClaim, ...]:
    """What the tree's own manifest declares, and what was concluded about the whole tree, else about that manifest."""
    declared = base.licenses if base else ()
    if not concluded:
        return declared
    return (*(it for it in declared if it.acknowledgement is not Acknowledgement.CONCLUDED), *concluded)


def _at_home(part: Part, component: Component, address: str) -> Part:
    """A project of the tree whose manifest gives no address of its makers: theirs is where the tree can be had."""
    if not component.first_party or part.manufacturer or any(author.email for author in part.authors):
        return part
    return replace(part, manufacturer=_at(address))


def _at(address: str) -> Contact | None:
    return Contact("", urls=(address,)) if address.startswith(("https://", "http://")) else None


def _creator(base: Part | None, address: str) -> Contact | None:
    """Where the tree's makers can be reached: as its manifest says, else where its source can be had."""
    if base and base.manufacturer:
        return base.manufacturer
    reached = any(author.email for author in base.authors) if base else False
    return None if reached else _at(address)


def _root_supplier(source: SourceFacts, itself: Component | None) -> tuple[Contact, str]:
    """Who supplies the tree, and where that was read: the manifest, the address, or nothing but its name."""
    if itself and itself.supplier:
        return Contact(itself.supplier), ""
    if itself and itself.authors:
        return person(itself.authors[0]), "authors"
    if owner := owner_at(_address(source)):
        return owner, "address"
    return Contact(f"The {source.name} developers"), "name"


def _source_purl(source: SourceFacts) -> str:
    """A purl for a tree that no manifest names: its address, in purl's generic type (ECMA-427, type `generic`)."""
    address = _address(source)
    if not address:
        return ""
    vcs = f"git+{address}@{source.commit}" if source.commit else ""
    qualifiers = {"vcs_url": vcs} if vcs else {"download_url": address}
    return PackageURL("generic", None, source.name, source.ref or source.commit or None, qualifiers).to_string()


def _observed(inventory: Inventory) -> tuple[LicenseClaim, ...]:
    """Every licence expression that was found in a file."""
    found = {expression for file in inventory.files for expression in said_by(file.licenses)}
    return tuple(LicenseClaim(expression=expression) for expression in sorted(found) if expression)


def _copyrights(inventory: Inventory) -> tuple[str, ...]:
    """Every copyright statement that was found in a file."""
    return tuple(sorted({found.statement for file in inventory.files for found in file.copyrights}))


def _concluded_of_tree(inventory: Inventory) -> tuple[LicenseClaim, ...]:
    """What was concluded about the tree as a whole: the conclusion about its top folder."""
    return next((concluded_claims(found) for found in inventory.conclusions if not found.place), ())


def _concluded_of_projects(inventory: Inventory) -> dict[str, tuple[LicenseClaim, ...]]:
    """Of each project of the tree, by purl: what was concluded about it, else about the place that it lies in.

    A licence file speaks for the folders below it, so a module that states nothing is under the licence of the whole.
    """
    places = {found.place: found for found in inventory.conclusions if found.concluded}
    own = {found.purl: concluded_claims(found) for found in inventory.conclusions if found.purl and found.concluded}
    for component in inventory.components:
        if component.first_party and component.purl not in own and not component.declared_license and places:
            above = (folder for seen in component.evidence for folder in _upwards(seen.path) if folder in places)
            own[component.purl] = concluded_claims(places[place]) if (place := next(above, None)) is not None else ()
    return own


def _upwards(path: str) -> Iterable[str]:
    """The folders above a path, the nearest first, down to the root ""."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def _document_properties(inventory: Inventory, source_date_epoch: int | None) -> tuple[Property, ...]:
    source = inventory.source
    clock = "commit" if source.committed_at else "none"
    facts = (
        ("files", str(len(inventory.files))),
        ("ref", source.ref),
        ("source-kind", source.kind.value),
        ("timestamp-from", clock if source_date_epoch is None else "SOURCE_DATE_EPOCH"),
    )
    return tuple(Property(PROPERTY + name, value) for name, value in facts if value)


def _relations(inventory: Inventory, root: Part, itself: Component | None) -> tuple[Relation, ...]:
    """The inventory's edges between its components, and the root's: to what is first-party, and to direct
    dependencies whose dependent the files do not name."""
    named = {component.purl for component in inventory.components}
    alias = {itself.purl: root.ref} if itself else {}
    edges: dict[tuple[str, str], str] = {}
    reached = set()
    for edge in inventory.dependencies:
        if edge.dependent in named and edge.dependency in named:
            ends = (alias.get(edge.dependent, edge.dependent), alias.get(edge.dependency, edge.dependency))
            if ends[0] != ends[1] and edges.get(ends) != "":  # a need at run time outweighs the others
                edges[ends] = EDGE_KINDS[edge.scope]
            reached.add(edge.dependency)
    for component in inventory.components:
        orphan = component.first_party or (component.direct and component.purl not in reached)
        if orphan and component is not itself:
            edges.setdefault((root.ref, component.purl), EDGE_KINDS[component.scope])
    return tuple(Relation(source, target, spdx_kind=kind) for (source, target), kind in sorted(edges.items()))


def _note(problem: Problem, root: str, created: str) -> Note:
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    sentence = f"{problem.code}: {problem.message.english()}"
    return Note((root,), f"{place}: {sentence}" if place else sentence, created, "trustpool")


def _unique(references: Iterable[Reference]) -> tuple[Reference, ...]:
    grouped: dict[tuple[str, str], Reference] = {}
    for reference in references:
        grouped.setdefault((reference.kind, reference.url), reference)
    return tuple(grouped.values())
