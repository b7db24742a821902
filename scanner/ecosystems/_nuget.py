"""What the .NET formats share: purls, version ranges, MSBuild properties.

Source: https://learn.microsoft.com/nuget/concepts/package-versioning
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.xml_text import children, local
from scanner.purl import purl

if TYPE_CHECKING:
    from lxml.etree import _Element

_EXACTLY = re.compile(r"\[\s*([^,\[\]()\s]+)\s*\]")
_PROPERTY = re.compile(r"\$\((\w[\w.]*)\)")
_ABOVE = ("Directory.Packages.props", "Directory.Build.props")
_DEEPEST = 10


def nuget_purl(name: str, version: str = "") -> str:
    """The purl of a NuGet package."""
    return purl("nuget", name, version)


def split_version(text: str) -> tuple[str, str]:
    """A version as stated, to (exact version, range): "[1.0]" is exact, "[1.0,2.0)" and "1.*" are ranges."""
    text = text.strip()
    if exactly := _EXACTLY.fullmatch(text):
        return exactly[1], ""
    return ("", text) if re.search(r"[*\[\](),$]", text) or not text[:1].isdigit() else (text, "")


def is_name(text: str) -> bool:
    """Whether `text` can be a package's name."""
    return re.fullmatch(r"[\w.-]+", text) is not None


class Properties:
    """MSBuild properties that a project file sees: its own, over those of the props files of the folders above."""

    def __init__(self, file: ManifestFile, root: _Element) -> None:
        self._known: dict[str, str] = {}
        self.central: dict[str, str] = {}  # package name in lower case: centrally managed version, properties open
        for up in range(min(file.path.count("/"), 20), -1, -1):
            for name in _ABOVE:
                self._learn(_root(file.open("../" * up + name)))
        self._learn(root)

    def filled(self, text: str) -> str:
        """`text` with its properties filled as far as they are known."""
        for _ in range(_DEEPEST):
            if "$(" not in text or len(text) > 1000:
                break
            text = _PROPERTY.sub(lambda found: self._known.get(found[1].lower(), found[0]), text)
        return text

    def get(self, *names: str) -> str:
        """The first of these properties that is set."""
        return next((self.filled(value) for name in names if (value := self._known.get(name.lower()))), "")

    def _learn(self, root: _Element | None) -> None:
        for group in children(root, "PropertyGroup"):
            for entry in children(group):
                self._known[local(entry).lower()] = (entry.text or "").strip()
        for group in children(root, "ItemGroup"):
            for entry in children(group, "PackageVersion", "GlobalPackageReference"):
                self.central[(entry.get("Include") or entry.get("Update") or "").lower()] = stated_version(entry)


def stated_version(entry: _Element) -> str:
    """A reference's version: an attribute or a child element."""
    for name in ("VersionOverride", "Version"):
        told = entry.get(name) or next(((each.text or "").strip() for each in children(entry, name)), "")
        if told:
            return str(told)
    return ""


def _root(file: ManifestFile | None) -> _Element | None:
    try:
        return file.xml() if file is not None else None
    except Malformed:  # reported where that file is read itself
        return None
