"""YAML within limits, built from libyaml's events.

Tags are ignored, so no object is ever constructed; scalars stay text (a version `1.10` is not the number 1.1) except
the words true, false and null. Aliases share their value, so a document cannot grow in memory; what a walk over it
could visit is bounded too.
"""

from __future__ import annotations

import yaml

from scanner.manifest.malformed import Malformed

_DEEPEST = 100  # levels of nesting
_HEAVIEST = 5_000_000  # nodes, counting each alias as all it stands for
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}

Node = tuple[object, int]  # a value and its weight in nodes


def parse_yaml(text: str) -> list[object]:
    """The documents of a YAML stream.

    Raises:
        Malformed: not YAML, nested too deeply, or too many aliases.
    """
    try:
        return _Builder(text).documents()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Malformed(str(error.problem or error.context), mark.line + 1 if mark else None) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Malformed(f"not YAML: {error}") from None


class _Builder:
    """Builds plain values from the events of one stream."""

    def __init__(self, text: str) -> None:
        self._loader = yaml.CLoader(text)
        self._anchors: dict[str, Node] = {}

    def documents(self) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors.clear()
                found.append(self._node(self._next(), 0)[0])
        return found

    def _next(self) -> yaml.Event:
        event: yaml.Event | None = self._loader.get_event()
        if event is None:
            raise Malformed("the document ends early")
        return event

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):  # the most frequent first
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise _malformed(event, f"the alias {event.anchor} stands inside what it names, or for nothing")
            return self._anchors[event.anchor]
        if depth >= _DEEPEST:
            raise _malformed(event, f"nested more than {_DEEPEST} levels deep")
        is_sequence = isinstance(event, yaml.SequenceStartEvent)
        node = self._sequence(depth + 1) if is_sequence else self._mapping(depth + 1)
        if node[1] > _HEAVIEST:
            raise _malformed(event, "the aliases stand for too many nodes")
        if anchor := getattr(event, "anchor", None):
            self._anchors[anchor] = node
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        value: str = event.value
        plain = event.implicit[0] and not event.style
        node: Node = (_WORDS.get(value, value) if plain else value, 1)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _sequence(self, depth: int) -> Node:
        items: list[object] = []
        weight = 1
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            value, more = self._node(event, depth)
            items.append(value)
            weight += more
        return items, weight

    def _mapping(self, depth: int) -> Node:
        entries: dict[str, object] = {}
        weight = 1
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value, more = self._node(self._next(), depth)
            weight += 1 + more
            if key == "<<" and isinstance(value, dict):
                entries = {**value, **entries}
            elif key is not None:
                entries[key] = value
        return entries, weight

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        """A key as it is written, whatever word or number it looks like; None for one that is no scalar."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
            return str(event.value)
        value, _ = self._node(event, depth)
        return value if isinstance(value, str) else None


def _malformed(event: yaml.Event, reason: str) -> Malformed:
    mark = event.start_mark
    return Malformed(reason, mark.line + 1 if mark else None)
