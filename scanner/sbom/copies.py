"""What the files of a copy say of it: the licence and the copyright of a library that is carried in the tree.

Its manifest, where it has one at all, may declare nothing; the licence files in its folder do, or its header itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from scanner.conclusion import conclusion_at, is_key_file, stated_in
from scanner.inventory import Component, FileRecord, Inventory
from scanner.manifest.vendored import root_of_copy

_GO_LIST = re.compile(r"(?:(.*)/)?vendor/modules\.txt")
_SOURCE = re.compile(r".*\.(?:h|hh|hpp|hxx|c|cc|cpp|js|mjs|css)", re.IGNORECASE)


class Copy(Struct, frozen=True):
    """What a copy's own files state."""

    concluded: str = ""  # SPDX expression
    copyrights: tuple[str, ...] = ()


def copies(inventory: Inventory) -> dict[str, Copy]:
    """By purl, what is known of the components that lie in the tree and are not its own."""
    places = {component.purl: tuple(_places(component)) for component in inventory.components}
    folders = {folder for found in places.values() for folder, _ in found if folder}
    inside = _inside(inventory.files, folders) if folders else {}
    by_path = {file.path: file for file in inventory.files} if any(places.values()) else {}
    found = {purl: _copy(each, inside, by_path) for purl, each in places.items() if each}
    return {purl: copy for purl, copy in found.items() if copy != Copy()}


def _places(component: Component) -> Iterator[tuple[str, str]]:
    """The folder of each copy, "" when only one file is known to be of it, and the file that tells of it."""
    if component.first_party:
        return
    for seen in component.evidence:
        if folder := root_of_copy(seen.path):
            yield folder, seen.path
        elif (listed := _GO_LIST.fullmatch(seen.path)) and component.purl.startswith("pkg:golang/"):
            yield "/".join(filter(None, (listed[1], "vendor", component.name))), ""
        elif component.purl.startswith("pkg:generic/") and _SOURCE.fullmatch(seen.path):
            yield "", seen.path


def _inside(files: Iterable[FileRecord], folders: set[str]) -> Mapping[str, list[FileRecord]]:
    """The files of each folder that are not of a copy within it."""

    @cache
    def place_of(folder: str) -> str:
        return folder if folder in folders or not folder else place_of(folder.rpartition("/")[0])

    found: dict[str, list[FileRecord]] = defaultdict(list)
    for file in files:
        if place := place_of(file.path.rpartition("/")[0]):
            found[place].append(file)
    return found


def _copy(
    places: Iterable[tuple[str, str]], inside: Mapping[str, list[FileRecord]], by_path: Mapping[str, FileRecord]
) -> Copy:
    """Of several copies the first that states a licence speaks, for all are the same version."""
    copyrights: set[str] = set()
    concluded = ""
    for folder, path in places:
        told = [by_path[path]] if path in by_path else []
        files = inside.get(folder, told)
        key_files = [file for file in files if is_key_file(file.path, folder)] if folder else []
        copyrights |= {each.statement for file in (*key_files, *told) for each in file.copyrights}
        concluded = concluded or _concluded(folder, files, told)
    return Copy(concluded, tuple(sorted(copyrights)))


def _concluded(folder: str, files: Iterable[FileRecord], told: Iterable[FileRecord]) -> str:
    """As of any place of the tree; where other code may lie in the same folder, as of the one file."""
    chosen = files if folder else told
    counted = Counter(expression for file in chosen for expression in stated_in(file))
    return conclusion_at(folder, None, chosen, counted).concluded
