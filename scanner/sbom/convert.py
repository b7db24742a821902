"""Which formats an SBOM document can be written in, whoever made it."""

from __future__ import annotations

from collections.abc import Callable

from licenses.errors import BadUsage
from licenses.language import text
from scanner.formats.interface import Rendering, format_named, formats
from scanner.sbom.document import Document


def sbom_format_named(name: str) -> Callable[[Document], Rendering]:
    """The function that writes documents in that format.

    Raises:
        BadUsage: there is no such format, or it is no SBOM format.
    """
    render = format_named(name).render
    if render is None:
        known = ", ".join(each.name for each in formats().values() if each.render)
        raise BadUsage(
            text("{name} is not an SBOM format", name=name), hint=text("the formats are: {names}", names=known)
        )
    return render
