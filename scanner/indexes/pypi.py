"""Python's simple interface as JSON, with the metadata beside the files.
Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

from packageurl import PackageURL

from scanner.indexes.registered import Answer, Get, Registered, RegisteredFile, described, registered
from scanner.manifest.digests import from_hex
from scanner.manifest.shape import Table, pairs, string, table, tables

TYPE = "pypi"
_JSON = "application/vnd.pypi.simple.v1+json"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The version's files, the one for every machine first, and the core metadata of the first that has some."""
    place = f"{base}/{quote(re.sub(r'[-_.]+', '-', package.name).lower())}/"
    answer = get(place, _JSON)
    listed = [entry for entry in tables(answer.json().get("files")) if _is_of(entry, package)] if answer else []
    if answer is None or not listed:
        return None
    listed.sort(key=lambda entry: _rank(string(entry.get("filename"))))
    files = tuple(_file(entry, answer) for entry in listed)
    told = next((file for entry, file in zip(listed, files, strict=True) if _has_metadata(entry)), None)
    metadata = get(f"{told.url}.metadata", "*/*") if told else None
    manifest = described({"PKG-INFO": metadata.content}, "PKG-INFO") if metadata else None
    return registered(answer.address, manifest, files)


def canonical(page: str, _: str) -> str:
    """The index's own address, of what packageurl-python has for a package of it: its page."""
    return f"{page.partition('/project/')[0]}/simple"


def _is_of(entry: Table, package: PackageURL) -> bool:
    name = r"[-_.]+".join(re.escape(part) for part in re.split(r"[-_.]+", package.name))
    version = re.escape(package.version or "")
    pattern = rf"(?i){name}-v?{version}(?:\.tar\.gz|\.tar\.bz2|\.zip|-[^/]+\.whl)"
    return re.fullmatch(pattern, string(entry.get("filename"))) is not None


def _rank(name: str) -> tuple[int, str]:
    return (0 if name.endswith("-none-any.whl") else 1 if not name.endswith(".whl") else 2, name)


def _file(entry: Table, answer: Answer) -> RegisteredFile:
    hashes = {it for name, value in pairs(entry.get("hashes")) for it in from_hex(name, string(value))}
    url = urljoin(answer.address, string(entry.get("url"))).partition("#")[0]
    return RegisteredFile(string(entry.get("filename")), url, tuple(sorted(hashes)))


def _has_metadata(entry: Table) -> bool:
    told = entry.get("core-metadata", entry.get("dist-info-metadata"))
    return told is True or bool(table(told))
