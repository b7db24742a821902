"""tar, written by hand so that the bytes depend on nothing but the commit.

POSIX.1-2017, pax: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_01. Plain ustar
headers, with a pax record only for what they cannot hold. The commit's id is in the global header, where
`git get-tar-commit-id` finds it. Owner 0, no names, the commit's own time for every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from registry.store.archive.leaves import OpenLeaf
from scanner.tree import Mode

BLOCK = 512
RECORD = 20 * BLOCK  # a tar file is padded to this
_PERMISSIONS = {Mode.FILE: 0o644, Mode.EXECUTABLE: 0o755, Mode.SYMLINK: 0o777, Mode.SUBMODULE: 0o755}
_KINDS = {Mode.FILE: b"0", Mode.EXECUTABLE: b"0", Mode.SYMLINK: b"2", Mode.SUBMODULE: b"5"}
_LARGEST = 8**11  # what eleven octal digits cannot say any more


def tar(leaves: Iterable[OpenLeaf], *, prefix: bytes, commit: str, mtime: int) -> Iterator[bytes]:
    """The whole archive; `prefix` ends with a slash, `mtime` is in seconds since the epoch."""
    written = 0
    for part in _parts(leaves, prefix, commit, max(mtime, 0)):
        written += len(part)
        yield part
    end = 2 * BLOCK
    yield bytes(end + -(written + end) % RECORD)


def _parts(leaves: Iterable[OpenLeaf], prefix: bytes, commit: str, mtime: int) -> Iterator[bytes]:
    yield from _extended(b"g", b"pax_global_header", {b"comment": commit.encode("ascii")})
    for opened in leaves:
        mode, path = opened.leaf.mode, prefix + opened.leaf.path
        name = path + b"/" if mode is Mode.SUBMODULE else path
        target = b"".join(opened.chunks) if mode is Mode.SYMLINK else b""
        size = 0 if mode is Mode.SYMLINK else opened.size
        if records := _records(name, target, size, mtime):
            yield from _extended(b"x", b"PaxHeaders/" + name[-80:], records)
        yield _header(name, _KINDS[mode], size=size, mtime=mtime, mode=_PERMISSIONS[mode], target=target)
        if mode is not Mode.SYMLINK:
            yield from opened.chunks
        yield bytes(-size % BLOCK)


def _records(name: bytes, target: bytes, size: int, mtime: int) -> dict[bytes, bytes]:
    """What a ustar header cannot hold."""
    found: dict[bytes, bytes] = {}
    if len(name) > 100 or not name.isascii():
        found[b"path"] = name
    if len(target) > 100 or not target.isascii():
        found[b"linkpath"] = target
    if size >= _LARGEST:
        found[b"size"] = b"%d" % size
    if mtime >= _LARGEST:
        found[b"mtime"] = b"%d" % mtime
    return found  # names that are not UTF-8 stand as they are, as git and GNU tar write and read them


def _extended(kind: bytes, name: bytes, records: dict[bytes, bytes]) -> Iterator[bytes]:
    content = b"".join(_record(key, value) for key, value in records.items())
    yield _header(name, kind, size=len(content), mtime=0, mode=0o644)
    yield content
    yield bytes(-len(content) % BLOCK)


def _record(key: bytes, value: bytes) -> bytes:
    """`length key=value` and a newline; the length counts itself."""
    rest = b" %s=%s\n" % (key, value)
    length = len(rest) + len(str(len(rest)))
    if len(str(length)) > len(str(len(rest))):
        length += 1
    return b"%d%s" % (length, rest)


def _header(name: bytes, kind: bytes, *, size: int, mtime: int, mode: int, target: bytes = b"") -> bytes:
    fields = b"".join(
        (
            name[:100].ljust(100, b"\0"),
            b"%07o\0" % mode,
            b"0000000\0" * 2,  # owner and group
            b"%011o\0" % (size % _LARGEST),
            b"%011o\0" % (mtime % _LARGEST),
            b" " * 8,  # the checksum is counted as if it were spaces
            kind,
            target[:100].ljust(100, b"\0"),
            b"ustar\x0000",
            bytes(64),  # names of owner and group
            b"0000000\0" * 2,  # device
            bytes(167),
        )
    )
    return fields[:148] + b"%06o\0 " % sum(fields) + fields[156:]
