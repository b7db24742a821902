"""DSDX 1.0 (Digital Supply-chain Data Exchange) of the OpenSCA community, in JSON and in lines of tags.

The format is what OpenSCA-cli reads and writes (https://github.com/XmirrorSecurity/OpenSCA-cli): name, creator, time,
and for each component group, name, version, language and licences, with edges between their ids. Times are UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scanner.formats.interface import Rendering, sbom_format

if TYPE_CHECKING:
    from scanner.sbom.document import Document, Part

Json = dict[str, Any]

VERSION = "DSDX-1.0"
# OpenSCA's names of languages by purl type
LANGUAGES = {
    "cargo": "Rust",
    "composer": "Php",
    "gem": "Ruby",
    "golang": "Golang",
    "hex": "Erlang",
    "maven": "Java",
    "npm": "JavaScript",
    "pypi": "Python",
}


def _json(document: Document) -> Rendering:
    from scanner.sbom.encoding import json_bytes
    from scanner.sbom.loss import losses_without_fields

    return Rendering(json_bytes(dsdx(document)), losses_without_fields(document, VERSION, ("licenses",)))


def _tags(document: Document) -> Rendering:
    from scanner.sbom.loss import losses_without_fields

    lines = "\n".join(_lines(dsdx(document))) + "\n"
    losses = losses_without_fields(document, VERSION, ("licenses",))
    return Rendering(lines.encode("utf-8", "replace"), losses)


def dsdx(document: Document) -> Json:
    """The document in DSDX's JSON."""
    from scanner.sbom.document import RelationKind

    moment = (document.created or "1970-01-01T00:00:00Z").replace("T", " ").rstrip("Z")
    parts = (*((document.root,) if document.root else ()), *document.parts)
    edges: dict[str, list[str]] = {}
    for relation in document.relations:
        if relation.kind is RelationKind.DEPENDS_ON:
            edges.setdefault(relation.source, []).append(relation.target)
    return {
        "name": document.name,
        "creator": ", ".join(f"{tool.name} {tool.version}".strip() for tool in document.tools),
        "dsdx_version": VERSION,
        "create_time": moment,
        "dsdx_id": f"DSDX-{document.name}-{VERSION}-{moment}",
        "project_name": document.root.name if document.root else document.name,
        "components": [_component(part) for part in parts],
        "dependencies": {source: sorted(set(targets)) for source, targets in sorted(edges.items())},
    }


def _component(part: Part) -> Json:
    component = {
        "id": part.ref,
        "group": part.group,
        "name": part.name,
        "version": part.version or part.requirement,
        "language": LANGUAGES.get(part.purl.removeprefix("pkg:").split("/", 1)[0], ""),
        "license": list(dict.fromkeys(claim.expression or claim.name for claim in part.licenses)),
    }
    return {name: value for name, value in component.items() if value or name in ("id", "name", "version")}


def _lines(document: Json) -> list[str]:
    import msgspec

    heads = (
        ("Name", "name"),
        ("DSDXVersion", "dsdx_version"),
        ("DSDXID", "dsdx_id"),
        ("Creator", "creator"),
        ("CreateTime", "create_time"),
        ("ProjectName", "project_name"),
    )
    tags = (
        ("ComponentName", "name"),
        ("ComponentGroup", "group"),
        ("ComponentVersion", "version"),
        ("ComponentID", "id"),
        ("ComponentLanguage", "language"),
    )
    lines = [f"{tag}: {_line(document[name])}" for tag, name in heads]
    for component in document["components"]:
        licenses = msgspec.json.encode(component.get("license", [])).decode()
        lines.append("")
        lines.extend(f"{tag}: {_line(component.get(name, ''))}" for tag, name in tags)
        lines.append(f"ComponentLicense: {licenses}")
    return [*lines, "", f"Dependencies: {msgspec.json.encode(document['dependencies']).decode()}"]


def _line(written: str) -> str:
    return " ".join(written.split())


FORMATS = (
    sbom_format("dsdx", "DSDX 1.0 JSON", media_type="application/json", extension=".dsdx.json", render=_json),
    sbom_format("dsdx-tags", "DSDX 1.0", media_type="text/plain", extension=".dsdx", render=_tags),
)
