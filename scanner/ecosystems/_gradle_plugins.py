"""Gradle's plugins, by the marker artifact that each is published with: `id:id.gradle.plugin:version`.

Source: https://docs.gradle.org/current/userguide/plugins.html#sec:plugin_markers
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._gradle import Coordinates, Values, filled, module
from scanner.ecosystems._gradle_catalog import Catalog
from scanner.ecosystems._gradle_values import value_of

_PLUGIN = re.compile(
    r"""\b(id|kotlin)\s*\(?\s*["']([\w.-]+)["']\s*\)?(?:\s*\.?version\s*\(?\s*(?:["']([^"'\n]+)["']|([\w.]+)))?"""
    r"""|\balias\s*\(?\s*([\w.]+)"""
)


def plugins(block: str, values: Values, catalog: Catalog) -> Iterator[tuple[int, Coordinates]]:
    """Offset and marker of each plugin of a `plugins { … }` block that has a version; those without one are Gradle's
    own, or get theirs elsewhere.
    """
    for found in _PLUGIN.finditer(block):
        kind, name, literal, reference, alias = found.groups()
        if alias:
            yield from ((found.start(), wanted) for wanted in catalog.modules(alias))
            continue
        version = filled(literal, values) if literal else ""
        if reference:
            version = value_of(reference, values) or values.get(reference, f"${reference}")
        if version:
            yield found.start(), marker(f"org.jetbrains.kotlin.{name}" if kind == "kotlin" else name, version)


def marker(plugin: str, version: str) -> Coordinates:
    """The marker artifact of a plugin."""
    return module(plugin, f"{plugin}.gradle.plugin", version)
