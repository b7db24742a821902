"""The files that settings name: a rule pack, waivers, a baseline. They are read out of the tree that was judged by.

The readers of packs and waivers open paths, so the files are laid into a scratch folder under the names that they have
in the tree; errors and origins are given those names back. Nothing outside the tree can be reached from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from licenses.errors import InputUnreadable, TrustpoolError
from licenses.language import text
from licenses.policy import RulePack, load_pack
from licenses.waiver import Waiver, read_waivers
from licenses.waiver_baseline import MAX_SIZE, Baseline, read_baseline
from licenses.yaml_lines import parse_document
from scanner.settings import Settings, content_of
from scanner.source.closest import closest
from scanner.tree import Mode, Tree

_PACKS = 50  # YAML files beside a pack


class SettingsFiles:
    """The files of one tree that its settings name."""

    def __init__(self, tree: Tree, settings: Settings, scratch: Path) -> None:
        self._settings = settings
        self._tree = tree
        self._scratch = scratch
        self._blobs = {entry.path: entry.blob for entry in tree.entries if entry.mode in (Mode.FILE, Mode.EXECUTABLE)}

    def complete(self) -> bool:
        """Whether the tree holds all of them."""
        named = (self._settings.waivers, self._settings.baseline, self._pack_path())
        return all(str(PurePosixPath(name)) in self._blobs for name in named if name)

    def pack(self) -> RulePack:
        """The pack that the settings name, `default` when they name none.

        Raises:
            InputUnreadable: the tree does not hold it, or it or a pack that it extends is wrong.
            BadUsage: trustpool brings no pack of that name.
        """
        name = self._settings.pack or "default"
        if not self._pack_path():
            return load_pack(name)
        path = self._laid(name)
        self._lay_neighbours(str(PurePosixPath(name).parent))
        with self._named():
            return load_pack(str(path))

    def _pack_path(self) -> str:
        """The pack's path in the tree; "" for one that trustpool brings."""
        name = self._settings.pack
        return name if "/" in name or name.endswith((".yaml", ".yml")) else ""

    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers in the file that the settings name; none when they name none.

        Raises:
            InputUnreadable: the tree does not hold it, or it is wrong.
        """
        if not self._settings.waivers:
            return ()
        path = self._laid(self._settings.waivers)
        with self._named():
            found = read_waivers(path)
        return tuple(replace(waiver, origin=self._shown(waiver.origin)) for waiver in found)

    def baseline(self) -> Baseline | None:
        """The baseline that the settings name.

        Raises:
            InputUnreadable: the tree does not hold it, or it is wrong.
        """
        if not self._settings.baseline:
            return None
        path = self._laid(self._settings.baseline)
        with self._named():
            return read_baseline(path)

    def _laid(self, name: str) -> Path:
        """A file of the tree, in the scratch folder."""
        written = str(PurePosixPath(name))
        if written not in self._blobs:
            close = closest(written, list(self._blobs))
            raise InputUnreadable(
                text("the settings name a file that the source does not hold: {path}", path=name),
                where=self._settings.path,
                hint=text("did you mean {name}?", name=close[0]) if close else None,
            )
        content = content_of(self._tree, self._blobs[written], written)
        if len(content) > MAX_SIZE:
            raise InputUnreadable(text("the file is larger than {limit} bytes", limit=MAX_SIZE), where=written)
        path = self._scratch / written
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def _lay_neighbours(self, folder: str) -> None:
        """A pack may extend others of its folder; paths that lead elsewhere are refused before anything opens them."""
        names = [name for name in self._blobs if str(PurePosixPath(name).parent) == folder]
        for name in [name for name in names if name.endswith((".yaml", ".yml"))][:_PACKS]:
            path = self._laid(name)
            with self._named():
                _refuse_far(path)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Errors speak of the tree's paths, not of the scratch folder's."""
        try:
            yield
        except TrustpoolError as error:
            error.where = self._shown(error.where)
            raise

    def _shown(self, where: str) -> str:
        return where.removeprefix(f"{self._scratch}/")


def _refuse_far(path: Path) -> None:
    try:
        keys = dict(parse_document(path.read_bytes(), str(path)).pairs())
        extended = keys["extends"].items() if "extends" in keys else []
        names = [(item, item.string()) for item in extended]
    except InputUnreadable:
        return  # not a pack; if the pack that is used extends it, its reader says what is wrong
    for item, name in names:
        if "/" in name:
            item.refuse(text("a pack in a source extends packs of its own folder, or those of trustpool, by name"))
