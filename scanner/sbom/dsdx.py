"""DSDX 1.0 of OpenSCA and others, in JSON and in lines of tags → SBOM document.

The shape is that of OpenSCA-cli (https://github.com/XmirrorSecurity/OpenSCA-cli, model and parser of DSDX).
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from packageurl import PackageURL

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.formats.dsdx import LANGUAGES
from scanner.sbom.document import Document, LicenseClaim, Part, Relation, Tool
from scanner.sbom.members import MOST_PARTS, Members, json_object
from scanner.sbom.times import utc_seconds

_TYPES = {language: purl_type for purl_type, language in LANGUAGES.items()}
_HEADS = {
    "Name": "name",
    "DSDXID": "dsdx_id",
    "Creator": "creator",
    "CreateTime": "create_time",
    "ProjectName": "project_name",
    "DSDXVersion": "dsdx_version",
}
_TAGS = {
    "ComponentName": "name",
    "ComponentGroup": "group",
    "ComponentVersion": "version",
    "ComponentID": "id",
    "ComponentLanguage": "language",
}


def read_dsdx(members: Members, form: str = "JSON") -> Document:
    """The document that a DSDX file states.

    Raises:
        InputUnreadable: a member of the wrong type, or too many components.
    """
    parts = {part.ref: part for part in map(_part, members.many("components"))}
    if len(parts) > MOST_PARTS:
        raise InputUnreadable(text("it has too many components, or too deeply nested ones"))
    edges = members.one("dependencies") or Members("dependencies", {})
    relations = tuple(Relation(source, target) for source in edges.values for target in edges.texts(source))
    root = _root(members.text("project_name"), parts, {relation.target for relation in relations})
    stated = members.text("dsdx_id") or msgspec.json.encode(members.values, order="sorted").decode()
    return Document(
        serial=uuid5(NAMESPACE_URL, stated).urn,
        root=root,
        parts=tuple(parts[ref] for ref in sorted(parts) if root is None or ref != root.ref),
        relations=relations,
        name=members.text("name"),
        created=utc_seconds(members.text("create_time")),
        tools=(Tool(members.text("creator")),) if members.text("creator") else (),
        origin=f"DSDX 1.0 {form}",
    )


def _part(member: Members) -> Part:
    group, name, version = member.text("group"), member.text("name"), member.text("version")
    purl = (
        member.text("id")
        if member.text("id").startswith("pkg:")
        else _purl(member.text("language"), group, name, version)
    )
    return Part(
        ref=member.text("id") or purl or member.place,
        name=name,
        group=group,
        version=version,
        purl=purl,
        licenses=tuple(_claim(written) for written in member.texts("license") if written),
    )


def _purl(language: str, group: str, name: str, version: str) -> str:
    purl_type = _TYPES.get(language)
    if purl_type is None or not name:
        return ""
    try:
        return PackageURL(purl_type, group or None, name, version or None).to_string()
    except ValueError:
        return ""


def _claim(written: str) -> LicenseClaim:
    from scanner.sbom.expression import is_expression

    return LicenseClaim(expression=written) if is_expression(written) else LicenseClaim(name=written)


def _root(project: str, parts: dict[str, Part], needed: set[str]) -> Part | None:
    """The component that is the project itself: named like it, and needed by none."""
    named = [part for ref, part in parts.items() if part.name == project and ref not in needed]
    return named[0] if len(named) == 1 else None


def read_dsdx_tags(written: str) -> Document:
    """The document in its other form, lines of `Tag: value`.

    Raises:
        InputUnreadable: the dependencies or licences are not JSON of the right shape.
    """
    document: dict[str, Any] = {"components": []}
    for line in written.splitlines():
        tag, mark, value = line.partition(":")
        if mark and not line.startswith("#"):
            _take(document, tag.strip(), value.strip())
    return read_dsdx(Members("", document), "tags")


def _take(document: dict[str, Any], tag: str, value: str) -> None:
    if tag == "ComponentName":
        document["components"].append({})
    component = document["components"][-1] if document["components"] else {}
    if tag in _HEADS:
        document[_HEADS[tag]] = value
    elif tag in _TAGS:
        component[_TAGS[tag]] = value
    elif tag == "ComponentLicense":
        component["license"] = json_object(b'{"license":' + value.encode() + b"}").values["license"]
    elif tag == "Dependencies":
        document["dependencies"] = json_object(value.encode()).values
