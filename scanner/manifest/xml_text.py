"""XML within limits: no entities, no DTD, no network; libxml2's own bounds on depth and text stay on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.manifest.malformed import Malformed

if TYPE_CHECKING:
    from lxml import etree


def parse_xml(content: bytes) -> etree._Element:
    """The root element of the document in `content`.

    Raises:
        Malformed: not well-formed, nested too deeply, or it declares entities.
    """
    from lxml import etree  # not before a tree has XML: many parsers of other formats share a module with one

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(content.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed(str(error), getattr(error, "lineno", None) or None) from None
    if b"<!ENTITY" in content:
        raise Malformed("the document declares entities")
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The child elements with one of these names, in any namespace; all children when no name is given."""
    return iter(()) if element is None else element.iterchildren(*(f"{{*}}{name}" for name in names or ("*",)))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element below `element` along a path of names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """The stripped text of `child(element, *path)`, "" when absent."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""


def texts_of(element: etree._Element) -> dict[str, str]:
    """The stripped text of each child element by its name without namespace; of several with one name the first's."""
    found: dict[str, str] = {}
    for each in element:
        found.setdefault(local(each), (each.text or "").strip())
    return found


def source_line(element: etree._Element | None) -> int | None:
    """The 1-based line that an element starts on."""
    line: object = element.sourceline if element is not None else None
    return line if isinstance(line, int) else None
