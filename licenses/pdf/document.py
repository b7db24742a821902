"""The objects of a PDF document by their numbers, and its pages in order (ISO 32000-2, 7.5 and 7.7).

Objects are found where they stand (`12 0 obj`) and not by the tables at the end, which damaged documents have wrong and
hostile ones make endless; of several with one number the last counts, as in a document that was saved again.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from typing import Any

from licenses.pdf.crypt import Cipher, cipher
from licenses.pdf.filters import unpacked
from licenses.pdf.syntax import Reference, parse

_OBJECT = re.compile(rb"(\d{1,10})[\0\t\n\f\r ]++\d{1,5}+[\0\t\n\f\r ]++obj(?![A-Za-z])")
_ROOT = re.compile(rb"/Root[\0\t\n\f\r ]*+(\d{1,10}+)[\0\t\n\f\r ]++\d{1,5}+[\0\t\n\f\r ]++R")
_PACKED_OBJECTS = re.compile(rb"/Type[\0\t\n\f\r ]*+/ObjStm")
_STREAM = re.compile(rb"[\0\t\n\f\r ]*+stream(?:\r\n|\n|\r)?+")
_ENCRYPT = re.compile(rb"/Encrypt[\0\t\n\f\r ]*+(?=\d|<<)")
_IDENTIFIER = re.compile(rb"/ID[\0\t\n\f\r ]*+(?=\[)")
_MOST_OBJECTS = 100_000
_MOST_PACKS = 256  # streams with objects in them
_NODES = 2000  # of the tree of pages
_DEEPEST = 32  # of it, and of references to references
_AN_OBJECT = 64  # bytes of the budget that reading an object takes at the least
_SCANNED = 16  # bytes that may be searched for one of the budget


class Stream:
    """A stream's dictionary and its bytes as they are stored."""

    __slots__ = ("about", "packed")

    def __init__(self, about: dict[str, Any], packed: bytes) -> None:
        self.about = about
        self.packed = packed


class Document:
    """One document. `budget` is how many bytes may be read of its objects and unpacked of its streams, all together."""

    def __init__(self, content: bytes, budget: int) -> None:
        self.budget = budget
        self._content = content
        self._places: dict[int, tuple[bytes, int]] = {}
        self._known: dict[int, Any] = {}
        self._cipher: Cipher | None = None
        for found in _OBJECT.finditer(content):
            self._places[int(found[1])] = (content, found.end())
            if len(self._places) >= _MOST_OBJECTS:
                break
        self._cipher = self._opened()
        self._unpack_objects()

    def get(self, item: Any) -> Any:
        """An object, or the one that a reference is to; None when there is none."""
        for _ in range(_DEEPEST):
            if not isinstance(item, Reference):
                return item
            item = self._object(item.number)
        return None

    def entry(self, item: Any, key: str) -> Any:
        """An entry of a dictionary or of a stream's; None when there is none."""
        found = self.get(item)
        about = found.about if isinstance(found, Stream) else found
        return self.get(about.get(key)) if isinstance(about, dict) else None

    def table(self, item: Any, key: str) -> dict[str, Any]:
        """An entry that is a dictionary, empty when it is none."""
        found = self.entry(item, key)
        return found if isinstance(found, dict) else {}

    def content(self, stream: Stream) -> bytes:
        """What a stream unpacks to, as far as the budget goes."""
        filters = self._list(stream.about.get("Filter", stream.about.get("F")))
        options = self._list(stream.about.get("DecodeParms", stream.about.get("DP")))
        # one stream leaves some of the budget to what it needs: a page to its fonts
        data = unpacked(stream.packed, [str(each) for each in filters], options, max(0, self.budget) * 3 // 4)
        self.budget -= len(data)
        return data

    def pages(self) -> Iterator[dict[str, Any]]:
        """The pages, each with the resources that it inherits."""
        roots = _ROOT.findall(self._content)
        root = self.get(Reference(int(roots[-1]))) if roots else None
        waiting: list[tuple[Any, dict[str, Any], int]] = [(self.entry(root, "Pages"), {}, 0)]
        for _ in range(_NODES):
            if not waiting:
                return
            node, inherited, depth = waiting.pop()
            if not isinstance(node, dict) or depth > _DEEPEST:
                continue
            resources = self.table(node, "Resources") or inherited
            kids = self.entry(node, "Kids")
            if isinstance(kids, list):
                waiting += [(self.get(kid), resources, depth + 1) for kid in reversed(kids[:_NODES])]
            else:
                yield {**node, "Resources": resources}

    def _list(self, item: Any) -> list[Any]:
        found = self.get(item)
        if isinstance(found, list):
            return [self.get(each) for each in found[:8]]
        return [] if found is None else [found]

    def _object(self, number: int) -> Any:
        if number not in self._known:
            place = self._places.get(number)
            self._known[number] = None  # of an object that refers to itself
            if place and self.budget > 0:
                self._known[number] = self._read(number, *place)
        return self._known[number]

    def _read(self, number: int, data: bytes, at: int) -> Any:
        item, end = parse(data, at)
        self.budget -= _AN_OBJECT + end - at
        stream = _STREAM.match(data, end) if isinstance(item, dict) and data is self._content else None
        if stream is None:
            return item
        packed = self._stored(item, stream.end())
        if self._cipher and item.get("Type") != "XRef":
            packed = self._cipher.decrypted(packed, number)
        return Stream(item, packed)

    def _stored(self, about: dict[str, Any], start: int) -> bytes:
        """A stream's bytes by its length or, where no `endstream` follows them, up to the next one."""
        length = self.get(about.get("Length"))
        end = start + length if isinstance(length, int) and length >= 0 else -1
        if end < 0 or b"endstream" not in self._content[end : end + 16]:
            end = self._content.find(b"endstream", start)
            self.budget -= ((end if end >= 0 else len(self._content)) - start) // _SCANNED
        return self._content[start:end] if end >= 0 else self._content[start:]

    def _opened(self) -> Cipher | None:
        found = _ENCRYPT.search(self._content)
        if not found:
            return None
        about = self.get(parse(self._content, found.end())[0])
        identifier = _IDENTIFIER.search(self._content)
        first = parse(self._content, identifier.end())[0] if identifier else []
        known = first[0] if isinstance(first, list) and first and isinstance(first[0], bytes) else b""
        return cipher({key: self.get(item) for key, item in about.items()} if isinstance(about, dict) else {}, known)

    def _unpack_objects(self) -> None:
        """Objects that stand in streams together (7.5.7)."""
        owners = sorted((at, number) for number, (_, at) in self._places.items())
        for found in list(_PACKED_OBJECTS.finditer(self._content))[:_MOST_PACKS]:
            stream = self._owner(owners, found.start())
            if not isinstance(stream, Stream) or stream.about.get("Type") != "ObjStm":
                continue
            data = self.content(stream)
            count, first = self.get(stream.about.get("N")), self.get(stream.about.get("First"))
            if isinstance(count, int) and isinstance(first, int) and 0 <= first <= len(data):
                numbers = [int(each) for each in data[:first].split()[: 2 * count] if each.isdigit() and len(each) < 11]
                for number, offset in zip(numbers[0::2], numbers[1::2], strict=False):
                    self._places.setdefault(number, (data, first + offset))

    def _owner(self, owners: list[tuple[int, int]], at: int) -> Any:
        place = bisect(owners, (at, 0)) - 1
        return self._object(owners[place][1]) if place >= 0 else None
