"""SPDX 3.0 in JSON-LD, of any tool → SBOM document. What the model cannot say stays as it was written (`rest`)."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec.structs import replace

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.document import (
    Acknowledgement,
    Composition,
    Document,
    LicenseClaim,
    Note,
    Part,
    Relation,
)
from scanner.sbom.document_facts import with_facts
from scanner.sbom.members import MOST_PARTS, Members
from scanner.sbom.spdx3.agents import contact_of, tool_of
from scanner.sbom.spdx3.edges import Edges, read_edges
from scanner.sbom.spdx3.graph import Graph, read_graph
from scanner.sbom.spdx3.licensing import claim_of, texts_of
from scanner.sbom.spdx3.parts import FILES, PACKAGES, part_of, properties_of
from scanner.sbom.spdx3.pieces import artifact_json, directory_json
from scanner.sbom.spdx3.rest import Rest
from scanner.sbom.spdx3.words import CREATION, LIFECYCLES
from scanner.sbom.spdx3.writer import spdx3
from scanner.sbom.times import utc_seconds

VERSIONS = ("3.0.0", "3.0.1")
_OWN_NAME = "#DOCUMENT"


def read_spdx3(document: Members) -> Document:
    """The document that an SPDX 3 file states.

    Raises:
        InputUnreadable: a version or context that we do not know, a member of the wrong type, two different elements of
            one name, no or several documents in it, or too many or too deep elements.
    """
    graph = read_graph(document)
    return _Reader(graph, _only_document(graph)).read()


def _only_document(graph: Graph) -> Members:
    """§SpdxDocument: a serialisation holds exactly one."""
    found = graph.of_type("SpdxDocument")
    if len(found) != 1:
        raise InputUnreadable(
            text("an SPDX 3 file holds one SpdxDocument; this one holds {count}", count=len(found)),
            where=found[1].place if found else "",
        )
    return found[0]


class _Reader:
    """One graph, and what of it has been understood."""

    def __init__(self, graph: Graph, whole: Members) -> None:
        self.graph = graph
        self.whole = whole
        stated = whole.text("creationInfo")
        self.creation = graph.elements.get(stated) or Members("creationInfo", {})
        version = self.creation.text("specVersion")
        if version not in VERSIONS:
            raise InputUnreadable(
                text("it is {version}, which cannot be read", version=f"SPDX {version or '3'}"),
                hint=text("the versions that can be read: {names}", names=", ".join(VERSIONS)),
            )
        name = whole.place
        self.serial = name.removesuffix(_OWN_NAME) if name.endswith(_OWN_NAME) else name
        self.files: set[str] = set()  # files that are facts of a package
        self.edges = Edges()
        self.parts: dict[str, Part] = {}

    def read(self) -> Document:
        self._parts()
        sboms = self.graph.of_type("software_Sbom")
        roots = [*self.whole.texts("rootElement"), *self.edges.described]
        sbom = next((each for each in sboms if each.place in roots), None)
        described = list(dict.fromkeys((*(sbom.texts("rootElement") if sbom else ()), *roots)))
        about = [self.parts[name] for name in described if name in self.parts]
        document = self._document(sbom, about[0] if len(about) == 1 else None)
        return self._with_rest(document, sbom)

    def _parts(self) -> None:
        found = {each.place: each for each in self.graph.of_type(*PACKAGES, *FILES)}
        if len(found) > MOST_PARTS:
            raise InputUnreadable(text("it has too many components, or too deeply nested ones"))
        self.edges = read_edges(self.graph, found.keys(), self.whole.place)
        self.parts = {name: part_of(each, self._ref(name), self.graph, self.edges) for name, each in found.items()}
        self._facts_in_files(found)

    def _facts_in_files(self, found: dict[str, Members]) -> None:
        """Files that our writer puts beside a package are facts of it, when they say nothing else."""
        for relation in list(self.edges.relations):
            source = self.parts.get(relation.source)
            file = found[relation.target]
            if source is None or relation.comment:
                continue
            if relation.target == f"{relation.source}-artifact":
                source = replace(source, file_name=file.text("name"))
                expected = artifact_json(source)
            elif relation.target == f"{relation.source}-tree":
                expected = directory_json(source)
            else:
                continue
            if _same(file, expected):
                self.parts[relation.source] = source
                self.files.add(relation.target)
                del self.parts[relation.target], self.edges.relations[relation]

    def _ref(self, name: str) -> str:
        """Our own documents' names without their space, as they were before."""
        return name.removeprefix(f"{self.serial}#") if name.startswith(f"{self.serial}#SPDXRef-") else name

    def _document(self, sbom: Members | None, root: Part | None) -> Document:
        creation = self.creation
        makers = [contact_of(each) for each in self._named(creation.texts("createdBy"))]
        tools = tuple(tool_of(each) for each in self._named(creation.texts("createdUsing")))
        data_license = claim_of(self.graph, self.whole.text("dataLicense"), Acknowledgement.UNSTATED)
        phases = sbom.texts("software_sbomType") if sbom else ()
        created = utc_seconds(creation.text("created"))
        first_tool = tools[0].name if tools else ""
        document = Document(
            serial=self.serial if ":" in self.serial else uuid5(NAMESPACE_URL, self.serial).urn,
            root=root,
            parts=tuple(sorted((it for it in self.parts.values() if it is not root), key=lambda part: part.ref)),
            relations=tuple(map(self._renamed, self.edges.relations)),
            known_edges=tuple(self._ref(name) for name in self.edges.known() if name in self.parts),
            name=self.whole.text("name"),
            created=created,
            tools=tools,
            authors=tuple(makers),
            phases=tuple(LIFECYCLES[phase] for phase in phases if phase in LIFECYCLES),
            licenses=(data_license or LicenseClaim("CC0-1.0"),),
            texts=texts_of(self.graph),
            compositions=tuple(map(self._composition, self.edges.compositions())),
            notes=tuple(self._notes(created, first_tool)),
            origin=f"SPDX {creation.text('specVersion')} JSON-LD",
        )
        return with_facts(document, tuple(properties_of(self.whole)))

    def _named(self, names: tuple[str, ...]) -> list[Members]:
        return [self.graph.elements[name] for name in names if name in self.graph.elements]

    def _renamed(self, relation: Relation) -> Relation:
        return replace(relation, source=self._ref(relation.source), target=self._ref(relation.target))

    def _composition(self, stated: Composition) -> Composition:
        return replace(
            stated,
            assemblies=tuple(map(self._ref, stated.assemblies)),
            dependencies=tuple(map(self._ref, stated.dependencies)),
        )

    def _notes(self, created: str, tool: str) -> list[Note]:
        """Remarks about parts; a remark about several is written as several, which follow each other."""
        notes: dict[tuple[str, str, str], list[str]] = {}
        for each in self.graph.of_type("Annotation"):
            if each.text("annotationType") != "other" or each.text("subject") not in self.parts:
                continue
            creation = self.graph.elements.get(each.text("creationInfo")) or Members("", {})
            own = creation.place == self.creation.place
            annotator = tool if own else self._annotator(creation)
            moment = created if own else utc_seconds(creation.text("created"))
            key = (each.text("statement"), moment, annotator)
            notes.setdefault(key, []).append(self._ref(each.text("subject")))
        return [Note(tuple(subjects), said, moment, who) for (said, moment, who), subjects in notes.items()]

    def _annotator(self, creation: Members) -> str:
        for tool in self._named(creation.texts("createdUsing")):
            return tool_of(tool).name
        for agent in self._named(creation.texts("createdBy")):
            contact = contact_of(agent)
            return f"{'Organization' if contact.organisation else 'Person'}: {contact.name}"
        return ""

    def _with_rest(self, document: Document, sbom: Members | None) -> Document:
        written, _ = spdx3(document)
        rest = Rest(self.graph, self.creation.place, written, frozenset(self.files))
        own = f"{self.serial.split('#', 1)[0]}#"
        parts = tuple(self._with_extras(part, own, rest) for part in document.parts)
        root = self._with_extras(document.root, own, rest) if document.root else None
        roots = frozenset({"rootElement"}) if document.root else frozenset()
        extras = [
            *rest.of_collection(self.whole.place, own + "DOCUMENT", "SpdxDocument.", roots),
            *(rest.of_collection(self.creation.place, CREATION, "CreationInfo.", frozenset())),
            *(rest.of_collection(sbom.place, own + "SBOM", "software_Sbom.", roots) if sbom else ()),
        ]
        spoken_for = {self.whole.place, self.creation.place, *self.parts, *([sbom.place] if sbom else [])}
        return replace(
            document, root=root, parts=parts, extras=(*extras, *rest.elements(frozenset(spoken_for) | self.files))
        )

    def _with_extras(self, part: Part, own: str, rest: Rest) -> Part:
        name = part.ref if part.ref in self.graph.elements else own + part.ref
        extras = rest.of_part(name)
        return replace(part, extras=extras) if extras else part


def _same(element: Members, expected: dict[str, object]) -> bool:
    """Whether a file says nothing but what the package's own facts say."""
    said = {key: value for key, value in element.values.items() if key not in ("spdxId", "creationInfo")}
    wanted = {key: value for key, value in expected.items() if value not in ("", [])}
    return bool(expected) and msgspec.json.encode(said, order="sorted") == msgspec.json.encode(wanted, order="sorted")
