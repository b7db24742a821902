"""Which messages our code and templates show to people, and what the Chinese catalogues hold for them."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

HOME = Path(__file__).resolve().parent.parent.parent
ROOMS = ("licenses", "scanner", "registry", "web")  # bottom first: a room may use the words of those before it
LOCALE = "zh_Hans_CN"
MARKERS = {"text": 0, "msgid": 0, "say": 0, "gettext": 0, "_": 0}  # function -> place of the English template
TEMPLATE_MARKERS = {"text": None, "msgid": None, "say": None, "gettext": None, "_": None, "t": None}


@dataclass(frozen=True, slots=True)
class Message:
    """An English template and where the code shows it."""

    template: str
    where: str  # "scanner/scan.py:12"


def messages_of(room: str) -> Iterator[Message]:
    """Every literal message in the room's Python files and Jinja templates."""
    for path in sorted((HOME / room).rglob("*.py")):
        for call in marked_calls(path):
            if isinstance(said := call.args[0], ast.Constant) and isinstance(said.value, str) and said.value:
                yield Message(said.value, f"{path.relative_to(HOME)}:{call.lineno}")
    for path in sorted((HOME / room).rglob("templates/**/*.html")):
        with path.open("rb") as stream:
            for line, _, said, _ in babel_extract(stream, TEMPLATE_MARKERS, (), {"encoding": "utf-8"}):
                yield Message(said[0] if isinstance(said, tuple) else said, f"{path.relative_to(HOME)}:{line}")


def marked_calls(path: Path) -> Iterator[ast.Call]:
    """The calls in a Python file that mark a message."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and node.args and called(node) in MARKERS:
            yield node


def called(call: ast.Call) -> str:
    """The bare name of the called function; "" for anything but a name or `gettext.gettext`."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="gettext"), attr="gettext"):
            return "gettext"
    return ""


def catalogue_path(room: str) -> Path:
    """The room's Chinese catalogue in the source tree."""
    return HOME / room / "translations" / LOCALE / "LC_MESSAGES" / f"{room}.po"


def chinese_of(room: str) -> Catalog:
    """The room's Chinese catalogue; empty when it has none."""
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as stream:
        return read_po(stream, locale=LOCALE, domain=room)


def placeholders(template: str) -> set[str]:
    """The names in braces and after percent signs that the template is filled with."""
    braced = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    percent = {part.split(")")[0] for part in template.split("%(")[1:]}
    return braced | percent
