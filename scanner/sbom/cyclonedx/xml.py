"""CycloneDX JSON ↔ XML by the table in `shape`. Reading accepts no document type and no entity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from licenses.errors import InputUnreadable
from licenses.language import text
from scanner.sbom.cyclonedx.shape import SHAPES, Form, Member
from scanner.sbom.loss import Loss

Json = dict[str, Any]
Element = etree._Element

NAMESPACE = "http://cyclonedx.org/schema/bom/"
# XML 1.0 §2.2: what may stand in a document at all
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OUTSIDE = frozenset({"$schema", "bomFormat", "specVersion"})


def to_xml(bom: Json) -> tuple[bytes, tuple[Loss, ...]]:
    """The document as XML of the same version, and which members have no counterpart in it."""
    return _XmlWriter(bom["specVersion"]).write(bom)


class _XmlWriter:
    """Holds the namespace and collects the losses while one document is written."""

    def __init__(self, version: str) -> None:
        self.space = f"{{{NAMESPACE}{version}}}"
        self.losses: dict[tuple[str, str], Loss] = {}

    def write(self, bom: Json) -> tuple[bytes, tuple[Loss, ...]]:
        root = etree.Element(f"{self.space}bom", nsmap={None: self.space[1:-1]})  # type: ignore[dict-item]
        self._fill(root, {key: value for key, value in bom.items() if key not in _OUTSIDE}, "bom", "")
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return content, tuple(self.losses.values())

    def _fill(self, element: Element, members: Json, shape: str, subject: str) -> None:
        subject = str(members.get("bom-ref", subject)) if shape == "component" else subject
        table = SHAPES[shape]
        for member in table:
            if (value := members.get(member.json)) is None:
                continue
            if _fits(member, value):
                self._write(element, member, value, subject)
            else:
                self._lose(subject, f"{shape}.{member.json}")
        for name in members.keys() - {member.json for member in table}:
            self._lose(subject, f"{shape}.{name}")

    def _lose(self, subject: str, fact: str) -> None:
        self.losses[subject, fact] = Loss(subject, fact, text("CycloneDX XML has no place for it here"))

    def _write(self, element: Element, member: Member, value: Any, subject: str) -> None:
        match member.form:
            case Form.ATTRIBUTE | Form.FLAG_ATTRIBUTE:
                element.set(member.element, _written(value))
            case Form.CONTENT:
                element.text = _written(value)
            case Form.TEXT | Form.WHOLE | Form.NUMBER | Form.FLAG:
                self._child(element, member.element).text = _written(value)
            case Form.ONE:
                self._item(element, member.element, value, member.shape, subject)
            case Form.LIST:
                wrapper = self._child(element, member.element)
                for each in value:
                    self._item(wrapper, member.item, each, member.shape, subject)
            case Form.FLAT:
                for each in value if isinstance(value, list) else [value]:
                    self._item(element, member.element, each, member.shape, subject)
            case Form.REFS:
                wrapper = self._child(element, member.element)
                for each in value:
                    self._child(wrapper, member.item).set("ref", _written(each))
            case _:
                self._special(element, member, value, subject)

    def _special(self, element: Element, member: Member, value: Any, subject: str) -> None:
        wrapper = self._child(element, member.element)
        if member.form is Form.LICENSES:
            for choice in value:
                shape, held = ("license", choice["license"]) if "license" in choice else ("expression", choice)
                self._fill(self._child(wrapper, shape), held, shape, subject)
        elif member.form is Form.DEPENDENCIES:
            for node in value:
                self._dependency(wrapper, node)
        elif isinstance(value, list):
            for tool in value:
                self._fill(self._child(wrapper, "tool"), tool, "tool", subject)
        else:
            for name, shape in (("components", "component"), ("services", "service")):
                if value.get(name):
                    inner = self._child(wrapper, name)
                    for each in value[name]:
                        self._fill(self._child(inner, shape), each, shape, subject)

    def _dependency(self, wrapper: Element, node: Json) -> None:
        element = self._child(wrapper, "dependency")
        element.set("ref", _written(node["ref"]))
        for member, name in (("dependsOn", "dependency"), ("provides", "provides")):
            for ref in node.get(member, ()):
                self._child(element, name).set("ref", _written(ref))

    def _item(self, element: Element, name: str, value: Any, shape: str, subject: str) -> None:
        child = self._child(element, name)
        if shape in SHAPES:
            self._fill(child, value, shape, subject)
        else:
            child.text = _written(value)

    def _child(self, element: Element, name: str) -> Element:
        return etree.SubElement(element, self.space + name)


def _fits(member: Member, value: Any) -> bool:
    """Whether a value has the form that the table expects: other tools' members were kept as they were."""
    match member.form:
        case Form.ONE:
            return isinstance(value, dict)
        case Form.LIST | Form.FLAT:
            items = [value] if member.form is Form.FLAT and not isinstance(value, list) else value
            return isinstance(items, list) and all(isinstance(each, dict) == (member.shape in SHAPES) for each in items)
        case Form.REFS:
            return isinstance(value, list)
        case Form.LICENSES | Form.DEPENDENCIES:
            return _objects(value) and all(isinstance(each.get("license", {}), dict) for each in value)
        case Form.TOOLS:
            return _objects(value) or (isinstance(value, dict) and all(_objects(each) for each in value.values()))
    return not isinstance(value, dict | list)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNWRITABLE.sub("�", str(value))


def from_xml(content: bytes) -> Json:
    """The document as CycloneDX JSON of the same version.

    Raises:
        InputUnreadable: not well-formed, has a document type, is not CycloneDX, or nests deeper than the parser's 256.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        raise InputUnreadable(text("it is not well-formed XML: {reason}", reason=str(reason))) from None
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise InputUnreadable(text("it has a document type declaration, which an SBOM never needs"))
    name = etree.QName(root)
    if name.localname != "bom" or not (name.namespace or "").startswith(NAMESPACE):
        raise InputUnreadable(text("its root element is not a CycloneDX bom"))
    version = str(name.namespace).removeprefix(NAMESPACE)
    bom = _read(root, "bom")
    if "version" in bom:
        bom["version"] = int(bom["version"]) if str(bom["version"]).isdecimal() else 1
    return {"bomFormat": "CycloneDX", "specVersion": version} | bom


def _read(element: Element, shape: str) -> Json:
    children: dict[str, list[Element]] = {}
    for child in element:
        children.setdefault(etree.QName(child).localname, []).append(child)
    found: Json = {}
    for member in SHAPES[shape]:
        value = _value(element, children.get(member.element, []), member)
        if value is not None:
            found[member.json] = value
    return found


def _value(element: Element, children: list[Element], member: Member) -> Any:
    match member.form:
        case Form.ATTRIBUTE:
            return element.get(member.element)
        case Form.FLAG_ATTRIBUTE:
            return _flag(element.get(member.element))
        case Form.CONTENT:
            return _text(element)
    if not children:
        return None
    first = children[0]
    match member.form:
        case Form.TEXT:
            return _text(first).strip()
        case Form.WHOLE | Form.NUMBER:
            return _number(_text(first).strip())
        case Form.FLAG:
            return _flag(_text(first).strip())
        case Form.FLAT:
            return [_item(child, member.shape) for child in children]
        case Form.ONE:
            return _read(first, member.shape)
        case Form.LIST:
            return [_item(child, member.shape) for child in first]
        case Form.REFS:
            return [child.get("ref", "") for child in first]
    return _SPECIAL[member.form](first)


def _item(element: Element, shape: str) -> Any:
    if shape == "#":
        return _number(_text(element).strip())
    return _read(element, shape) if shape else _text(element).strip()


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _number(written: str) -> int | float | None:
    try:
        return int(written) if re.fullmatch(r"[+-]?[0-9]{1,15}", written) else float(written)
    except ValueError:
        return None


def _flag(written: str | None) -> bool | None:
    return None if written is None else written in ("true", "1")


def _licenses(element: Element) -> list[Json]:
    found: list[Json] = []
    for child in element:
        kind = etree.QName(child).localname
        if kind == "license":
            found.append({"license": _read(child, "license")})
        elif kind == "expression":
            found.append(_read(child, "expression"))
        elif kind == "expression-detailed":
            found.append({"expression": child.get("expression", "")})
    return found


def _dependencies(element: Element) -> list[Json]:
    return [node for child in element for node in _dependency(child)]


def _dependency(element: Element) -> Iterator[Json]:
    """The graph is flat in JSON; XML allows it to nest."""
    ends: dict[str, list[str]] = {"dependency": [], "provides": []}
    nested = []
    for child in element:
        kind = etree.QName(child).localname
        ends.setdefault(kind, []).append(child.get("ref", ""))
        nested.extend([child] if len(child) else [])
    node: Json = {}
    node["ref"] = element.get("ref", "")
    node["dependsOn"] = ends["dependency"]
    yield node | ({"provides": ends["provides"]} if ends["provides"] else {})
    for child in nested:
        yield from _dependency(child)


def _tools(element: Element) -> Any:
    groups = {etree.QName(child).localname: child for child in element}
    if "components" in groups or "services" in groups:
        shapes = (("components", "component"), ("services", "service"))
        return {name: [_read(each, shape) for each in groups[name]] for name, shape in shapes if name in groups}
    return [_read(child, "tool") for child in element]


_SPECIAL: dict[Form, Callable[[Element], Any]] = {
    Form.LICENSES: _licenses,
    Form.DEPENDENCIES: _dependencies,
    Form.TOOLS: _tools,
}
