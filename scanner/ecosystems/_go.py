"""What the Go formats share."""

from __future__ import annotations

from scanner.purl import purl


def module_purl(path: str, version: str = "") -> str:
    """The purl of a Go module; versions keep their "v"."""
    namespace, _, name = path.strip("/").rpartition("/")
    return purl("golang", name, version, namespace)
