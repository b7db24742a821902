"""Manifests inside copies of other people's code: what they describe is contained, what they ask for is not asked for
here.

A folder counts as such a copy by the names that package managers and customs give it (`node_modules`, `vendor`,
`third_party`, …). Lists of what is vendored, such as Go's `vendor/modules.txt`, lie directly in such a folder and are
the project's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from scanner.manifest.declaration import Fact
from scanner.package import Dependency, Package

_COPY = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|oh_modules|site-packages|vendor|vendored|deps|third[_-]?party|3rdparty|Pods"
    r"|Carthage/Checkouts)/[^/]+/",
    re.IGNORECASE,
)
_LISTS = re.compile(r"(?:^|/)vendor/composer/installed\.json\Z")


def is_vendored(path: str) -> bool:
    """Whether a manifest belongs to somebody else's code that is kept in the tree."""
    return _COPY.search(path) is not None and _LISTS.search(path) is None


def root_of_copy(path: str) -> str:
    """The folder of the copy that a file belongs to, the innermost; "" when it belongs to none."""
    found = list(_COPY.finditer(path)) if is_vendored(path) else []
    return path[: found[-1].end()].rstrip("/") if found else ""


def contained(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of a vendored manifest that hold for the project: the packages it describes, as third-party code."""
    for fact in facts:
        if isinstance(fact, Package) and fact.first_party:
            yield replace(fact, first_party=False, direct=None, scope=None)
        elif not isinstance(fact, Package | Dependency):
            yield fact
