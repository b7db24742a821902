"""What an output format is, and which there are.

A format is a module of this folder with a tuple `FORMATS`; nothing else needs to know of it. Modules here import
nothing heavy until they write, so that listing the formats stays cheap.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from licenses.errors import BadUsage
from licenses.language import Language, text

if TYPE_CHECKING:
    from scanner.inventory import Inventory
    from scanner.sbom.artifact import Artifact
    from scanner.sbom.document import Document
    from scanner.sbom.loss import Loss

END_OF_9999 = 253_402_300_799  # seconds since the epoch; RFC 3339 has four digits for a year


class WriteContext(Struct, frozen=True):
    """What a writer may know beside the inventory. Nothing here changes between two runs on the same input."""

    language: Language = "en"  # for formats that hold sentences; SBOMs are always English
    source_date_epoch: int | None = None  # seconds since the epoch, UTC; None: the source's own time
    author: str = ""  # who has the SBOM made, `Name <mail or URL>`; "" is trustpool itself
    artifact: Artifact | None = None  # the file that is distributed, where there is one
    origin: str = ""  # where a local repository was cloned from, by its own word
    finish: Callable[[Document], Document] | None = None  # what else is done to an SBOM, such as asking indexes


class Rendering(Struct, frozen=True):
    """A document in some format, and what of it that format could not hold."""

    content: bytes
    losses: tuple[Loss, ...] = ()


class Format(Struct, frozen=True):
    """One way to write an inventory down."""

    name: str  # as `--format` takes it
    title: str  # as people call it, with its version
    media_type: str
    extension: str  # with the dot
    write: Callable[[Inventory, WriteContext], bytes]
    render: Callable[[Document], Rendering] | None = None  # SBOM formats: also from another tool's document


def sbom_format(
    name: str, title: str, *, media_type: str, extension: str, render: Callable[[Document], Rendering]
) -> Format:
    """A format that writes SBOM documents, and so inventories too."""

    def write(inventory: Inventory, context: WriteContext) -> bytes:
        from scanner.sbom.assemble import document_of

        document = document_of(inventory, context.source_date_epoch, context.author, context.artifact, context.origin)
        return render(context.finish(document) if context.finish else document).content

    return Format(name, title, media_type, extension, write, render)


@cache
def formats() -> Mapping[str, Format]:
    """Every format of this folder by name, sorted."""
    package = importlib.import_module("scanner.formats")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = (importlib.import_module(f"scanner.formats.{name}") for name in names)
    found = (each for module in modules for each in getattr(module, "FORMATS", ()))
    return MappingProxyType({each.name: each for each in sorted(found, key=lambda one: one.name)})


def format_named(name: str) -> Format:
    """The format that `--format name` asks for.

    Raises:
        BadUsage: there is none of that name.
    """
    try:
        return formats()[name]
    except KeyError:
        known = ", ".join(formats())
        raise BadUsage(
            text("there is no output format named {name}", name=name),
            hint=text("the formats are: {names}", names=known),
        ) from None


def source_date_epoch() -> int | None:
    """The time that the environment asks documents to carry (https://reproducible-builds.org/specs/source-date-epoch/).

    Raises:
        BadUsage: `SOURCE_DATE_EPOCH` is not a number of seconds within the years 1970 to 9999.
    """
    written = os.environ.get("SOURCE_DATE_EPOCH")
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", written) or int(written) > END_OF_9999:
        raise BadUsage(
            text("SOURCE_DATE_EPOCH is not a number of seconds since 1970"), where=f"SOURCE_DATE_EPOCH={written}"
        )
    return int(written)
