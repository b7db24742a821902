"""What a package index states of one version of a package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from packageurl import PackageURL

from scanner.manifest.files import as_it_came
from scanner.manifest.run import read_packages
from scanner.package import Hash, Package
from scanner.tree import Blob, blob_id


class RegisteredFile(Struct, frozen=True):
    """One file that the index hands out for the version."""

    name: str  # without a path
    url: str
    hashes: tuple[Hash, ...] = ()


class Registered(Struct, frozen=True):
    """The version, as its index describes it. Empty means that the index does not say."""

    page: str  # the address that was asked
    declared_license: str = ""  # as written, not normalised
    files: tuple[RegisteredFile, ...] = ()  # the one that is installed by default first
    homepage: str = ""
    vcs_url: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    supplier: str = ""
    concluded_license: str = ""  # SPDX expression, found in the file itself


class Answer(Struct, frozen=True):
    """What an address answered."""

    address: str
    content: bytes

    def json(self) -> dict[str, Any]:
        """The answer as a JSON object; empty when it is something else."""
        try:
            document = msgspec.json.decode(self.content)
        except msgspec.DecodeError:
            return {}
        return document if isinstance(document, dict) else {}


# An address, and the media types that are understood; None when the index has nothing there.
Get = Callable[[str, str], Answer | None]
# A version's purl and the index's address without a slash at its end; None when the index does not know it.
Ask = Callable[[PackageURL, str, Get], Registered | None]


def described(files: Mapping[str, bytes], first: str) -> Package | None:
    """The package that a manifest describes, read by its own parser in a tree of these files and nothing else."""
    ids = {path: blob_id(content) for path, content in files.items()}
    contents = {ids[path]: content for path, content in files.items()}
    facts = read_packages(
        ids,
        lambda wanted: (Blob(blob, len(contents[blob]), contents[blob]) for blob in wanted),
        candidates=[first],
        whole=as_it_came,
    )
    return next((package for package in facts.packages if package.first_party), None)


def registered(page: str, package: Package | None, files: tuple[RegisteredFile, ...]) -> Registered:
    """The facts of a manifest that came from an index, and the files beside it."""
    if package is None:
        return Registered(page, files=files)
    return Registered(
        page,
        declared_license=package.declared_license,
        files=files,
        homepage=package.homepage,
        vcs_url=package.vcs_url,
        description=package.description,
        authors=package.authors,
        supplier=package.supplier,
    )
