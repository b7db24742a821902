"""What the Go formats share."""

from __future__ import annotations

import re

from scanner.purl import purl

_PATH = re.compile(r"(?:\.*[\w~-][\w.~-]*)(?:/\.*[\w~-][\w.~-]*)*")


def is_path(path: str) -> bool:
    """Whether `path` can be a module's: elements of letters, digits and `-._~`, none of them empty or dots alone."""
    return _PATH.fullmatch(path) is not None


def module_purl(path: str, version: str = "") -> str:
    """The purl of a Go module; versions keep their "v"."""
    namespace, _, name = path.strip("/").rpartition("/")
    return purl("golang", name, version, namespace)
