"""Cargo (Rust): the sparse index. https://doc.rust-lang.org/cargo/reference/registry-index.html"""

from __future__ import annotations

import msgspec
from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_json, asked_lines, base, missing


class _Config(msgspec.Struct):
    dl: str


class _Crate(msgspec.Struct):
    vers: str
    cksum: str  # sha256, hex


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The crate's line in the index, and the address that the index's configuration makes of it."""
    place, name, version = base(pool, "cargo"), wanted.name, str(wanted.version)
    for line in asked_lines(pool, f"{place}/{_path(name.lower())}"):
        crate = _crate(line)
        if crate and crate.vers == version:
            config = asked_json(pool, f"{place}/config.json", _Config)
            return Found(_address(config.dl, name, version, crate.cksum), "sha256", crate.cksum.lower())
    raise missing(wanted)


def _crate(line: str) -> _Crate | None:
    try:
        return msgspec.json.decode(line.encode(), type=_Crate)
    except msgspec.MsgspecError:
        return None  # a line of a later form, which the index's rules tell readers to pass over


def _path(name: str) -> str:
    return f"{_prefix(name)}/{name}"


def _prefix(name: str) -> str:
    if len(name) < 4:
        return f"3/{name[0]}" if len(name) == 3 else str(len(name))
    return f"{name[:2]}/{name[2:4]}"


def _address(template: str, name: str, version: str, checksum: str) -> str:
    marks = {
        "{crate}": name,
        "{version}": version,
        "{prefix}": _prefix(name),
        "{lowerprefix}": _prefix(name.lower()),
        "{sha256-checksum}": checksum,
    }
    if not any(mark in template for mark in marks):
        return f"{template.rstrip('/')}/{name}/{version}/download"
    for mark, value in marks.items():
        template = template.replace(mark, value)
    return template
