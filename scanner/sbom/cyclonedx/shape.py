"""How CycloneDX's JSON members appear in its XML, as one table that reading and writing share.

Order is that of the XML schema's sequences (https://cyclonedx.org/docs/1.7/xml/), which differs from JSON's. What the
table does not hold (formulation, declarations, model cards, …) cannot cross between the two and is listed as lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType


class Form(Enum):
    """What a JSON member is in XML."""

    ATTRIBUTE = auto()
    FLAG_ATTRIBUTE = auto()  # true/false
    CONTENT = auto()  # the element's own text
    TEXT = auto()  # a child with text
    WHOLE = auto()  # a child with an integer
    NUMBER = auto()  # a child with a decimal
    FLAG = auto()  # a child with true/false
    ONE = auto()  # a child with members of its own
    LIST = auto()  # a wrapper around children
    FLAT = auto()  # repeated children without a wrapper
    REFS = auto()  # a wrapper around children with an attribute `ref`
    LICENSES = auto()  # licence or expression
    DEPENDENCIES = auto()  # nested references
    TOOLS = auto()  # the list of old, or components and services


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name in JSON, its form and name in XML, and the shape of what it holds ("" for text)."""

    json: str
    form: Form
    xml: str = ""
    item: str = ""  # the children's name inside a wrapper
    shape: str = ""

    @property
    def element(self) -> str:
        """The name of the attribute or element."""
        return self.xml or self.json


def _attributes(*names: str) -> tuple[Member, ...]:
    return tuple(Member(name, Form.ATTRIBUTE) for name in names)


def _texts(*names: str) -> tuple[Member, ...]:
    return tuple(Member(name, Form.TEXT) for name in names)


def _one(name: str, shape: str) -> Member:
    return Member(name, Form.ONE, shape=shape)


def _list(name: str, item: str, shape: str = "") -> Member:
    return Member(name, Form.LIST, item=item, shape=shape)


def _flat(name: str, shape: str = "") -> Member:
    return Member(name, Form.FLAT, shape=shape)


def _refs(name: str, item: str) -> Member:
    return Member(name, Form.REFS, item=item)


_HASHES = _list("hashes", "hash", "hash")
_PROPERTIES = _list("properties", "property", "property")
_REFERENCES = _list("externalReferences", "reference", "reference")
_LICENSES = Member("licenses", Form.LICENSES)
_TAGS = _list("tags", "tag")
_COMPONENTS = _list("components", "component", "component")
_SERVICES = _list("services", "service", "service")

SHAPES: Mapping[str, tuple[Member, ...]] = MappingProxyType(
    {
        "bom": (
            *_attributes("serialNumber", "version"),
            _one("metadata", "metadata"),
            _COMPONENTS,
            _SERVICES,
            _REFERENCES,
            Member("dependencies", Form.DEPENDENCIES),
            _list("compositions", "composition", "composition"),
            _PROPERTIES,
            _list("vulnerabilities", "vulnerability", "vulnerability"),
            _list("annotations", "annotation", "annotation"),
        ),
        "metadata": (
            *_texts("timestamp"),
            _list("lifecycles", "lifecycle", "lifecycle"),
            Member("tools", Form.TOOLS),
            _list("authors", "author", "contact"),
            _one("component", "component"),
            _one("manufacturer", "organization"),
            _one("manufacture", "organization"),
            _one("supplier", "organization"),
            _LICENSES,
            _PROPERTIES,
            _one("distributionConstraints", "constraints"),
        ),
        "constraints": _texts("tlp"),
        "lifecycle": _texts("phase", "name", "description"),
        "organization": (
            *_attributes("bom-ref"),
            *_texts("name"),
            _one("address", "address"),
            _flat("url"),
            _flat("contact", "contact"),
        ),
        "address": (
            *_attributes("bom-ref"),
            *_texts("country", "region", "locality", "postOfficeBoxNumber", "postalCode", "streetAddress"),
        ),
        "contact": (*_attributes("bom-ref"), *_texts("name", "email", "phone")),
        "tool": (*_texts("vendor", "name", "version"), _HASHES, _REFERENCES),
        "component": (
            *_attributes("type", "mime-type"),
            Member("isExternal", Form.FLAG_ATTRIBUTE),
            *_attributes("bom-ref"),
            _one("supplier", "organization"),
            _one("manufacturer", "organization"),
            _list("authors", "author", "contact"),
            *_texts("author", "publisher", "group", "name", "version", "versionRange", "description", "scope"),
            _HASHES,
            _LICENSES,
            *_texts("copyright", "cpe", "purl"),
            _flat("omniborId"),
            _flat("swhid"),
            _one("swid", "swid"),
            Member("modified", Form.FLAG),
            _one("pedigree", "pedigree"),
            _REFERENCES,
            _PROPERTIES,
            _COMPONENTS,
            _one("evidence", "evidence"),
            _one("releaseNotes", "release notes"),
            _TAGS,
        ),
        "service": (
            *_attributes("bom-ref"),
            _one("provider", "organization"),
            *_texts("group", "name", "version", "description"),
            _list("endpoints", "endpoint"),
            Member("authenticated", Form.FLAG),
            Member("x-trust-boundary", Form.FLAG),
            *_texts("trustZone"),
            _LICENSES,
            _REFERENCES,
            _PROPERTIES,
            _SERVICES,
            _one("releaseNotes", "release notes"),
            _TAGS,
        ),
        "hash": (Member("alg", Form.ATTRIBUTE), Member("content", Form.CONTENT)),
        "property": (Member("name", Form.ATTRIBUTE), Member("value", Form.CONTENT)),
        "reference": (*_attributes("type"), *_texts("url", "comment"), _HASHES, _PROPERTIES),
        "attachment": (
            Member("contentType", Form.ATTRIBUTE, xml="content-type"),
            *_attributes("encoding"),
            Member("content", Form.CONTENT),
        ),
        "license": (
            *_attributes("bom-ref", "acknowledgement"),
            *_texts("id", "name"),
            _one("text", "attachment"),
            *_texts("url"),
            _PROPERTIES,
        ),
        "expression": (*_attributes("bom-ref", "acknowledgement"), Member("expression", Form.CONTENT)),
        "swid": (
            *_attributes("tagId", "name", "version"),
            _one("text", "attachment"),
            *_texts("url"),
        ),
        "pedigree": (
            _list("ancestors", "component", "component"),
            _list("descendants", "component", "component"),
            _list("variants", "component", "component"),
            _list("commits", "commit", "commit"),
            _list("patches", "patch", "patch"),
            *_texts("notes"),
        ),
        "commit": (*_texts("uid", "url"), _one("author", "action"), _one("committer", "action"), *_texts("message")),
        "action": _texts("timestamp", "name", "email"),
        "patch": (*_attributes("type"), _one("diff", "diff"), _list("resolves", "issue", "issue")),
        "diff": (_one("text", "attachment"), *_texts("url")),
        "issue": (
            *_attributes("type"),
            *_texts("id", "name", "description"),
            _one("source", "source"),
            _list("references", "url"),
        ),
        "source": _texts("name", "url"),
        "evidence": (
            _flat("identity", "identity"),
            _list("occurrences", "occurrence", "occurrence"),
            _one("callstack", "callstack"),
            _LICENSES,
            _list("copyright", "text", "copyright"),
        ),
        "copyright": (Member("text", Form.CONTENT),),
        "identity": (
            *_texts("field"),
            Member("confidence", Form.NUMBER),
            *_texts("concludedValue"),
            _list("methods", "method", "method"),
            _refs("tools", "tool"),
        ),
        "method": (*_texts("technique"), Member("confidence", Form.NUMBER), *_texts("value")),
        "occurrence": (
            *_attributes("bom-ref"),
            *_texts("location"),
            Member("line", Form.WHOLE),
            Member("offset", Form.WHOLE),
            *_texts("symbol", "additionalContext"),
        ),
        "callstack": (_list("frames", "frame", "frame"),),
        "frame": (
            *_texts("package", "module", "function"),
            _list("parameters", "parameter"),
            Member("line", Form.WHOLE),
            Member("column", Form.WHOLE),
            *_texts("fullFilename"),
        ),
        "release notes": (
            *_texts("type", "title", "featuredImage", "socialImage", "description", "timestamp"),
            _list("aliases", "alias"),
            _TAGS,
            _list("resolves", "issue", "issue"),
            _list("notes", "note", "note"),
            _PROPERTIES,
        ),
        "note": (*_texts("locale"), _one("text", "attachment")),
        "composition": (
            *_attributes("bom-ref"),
            *_texts("aggregate"),
            _refs("assemblies", "assembly"),
            _refs("dependencies", "dependency"),
            _refs("vulnerabilities", "vulnerability"),
        ),
        "annotation": (
            *_attributes("bom-ref"),
            _refs("subjects", "subject"),
            _one("annotator", "annotator"),
            *_texts("timestamp", "text"),
        ),
        "annotator": (
            _one("organization", "organization"),
            _one("individual", "contact"),
            _one("component", "component"),
            _one("service", "service"),
        ),
        "vulnerability": (
            *_attributes("bom-ref"),
            *_texts("id"),
            _one("source", "source"),
            _list("references", "reference", "vulnerability reference"),
            _list("ratings", "rating", "rating"),
            Member("cwes", Form.LIST, item="cwe", shape="#"),
            *_texts("description", "detail", "recommendation", "workaround"),
            _list("advisories", "advisory", "advisory"),
            *_texts("created", "published", "updated", "rejected"),
            Member("tools", Form.TOOLS),
            _one("analysis", "analysis"),
            _list("affects", "target", "target"),
            _PROPERTIES,
        ),
        "vulnerability reference": (*_texts("id"), _one("source", "source")),
        "rating": (
            _one("source", "source"),
            Member("score", Form.NUMBER),
            *_texts("severity", "method", "vector", "justification"),
        ),
        "advisory": _texts("title", "url"),
        "analysis": (
            *_texts("state", "justification"),
            Member("response", Form.LIST, xml="responses", item="response"),
            *_texts("detail", "firstIssued", "lastUpdated"),
        ),
        "target": (*_texts("ref"), _list("versions", "version", "affected version")),
        "affected version": _texts("version", "range", "status"),
    }
)
