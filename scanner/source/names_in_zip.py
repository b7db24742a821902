"""The name of a ZIP member as bytes in UTF-8, whatever wrote it.

Bit 11 says UTF-8. Without it the standard says CP437, but Chinese Windows writes GBK and many Unix tools write UTF-8.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

_UTF8 = 0x800  # general purpose bit 11, APPNOTE section 4.4.4
_UNICODE_PATH = 0x7075  # APPNOTE section 4.6.9
_DOS = (0, 10, 14)  # "version made by": FAT, NTFS, VFAT


def member_name(info: zipfile.ZipInfo) -> bytes:
    """The member's path, `/` between its parts."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        raw = name.encode("utf-8", "surrogateescape")
    else:
        stated = name.encode("cp437")
        raw = _unicode_path(info.extra, stated) or guess(stated)
    # zip programs of Windows wrote “\”; a path that also has “/” means it
    return raw.replace(b"\\", b"/") if info.create_system in _DOS and b"/" not in raw else raw


def guess(name: bytes) -> bytes:
    """A name of unknown encoding in UTF-8: ASCII and UTF-8 stay, then GBK if it reads like Chinese, else CP437."""
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        decoded = _as_gbk(name)
        return (decoded if decoded is not None else name.decode("cp437")).encode()
    return name


def _as_gbk(name: bytes) -> str | None:
    """The name decoded, if at least half of its characters beyond ASCII lie where GB 2312 has its hanzi and symbols.

    A single accented CP437 letter (0x80..0xA5) before an ASCII letter also decodes as a rare GBK character; GB 2312's
    have both bytes in 0xA1..0xFE.
    """
    try:
        decoded = name.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = [char.encode("gb18030") for char in decoded if not char.isascii()]
    common = sum(len(char) == 2 and char[0] >= 0xA1 and char[1] >= 0xA1 for char in wide)
    return decoded if common * 2 >= len(wide) else None


def _unicode_path(extra: bytes, stated: bytes) -> bytes:
    """The Info-ZIP Unicode Path field, if there is one and it belongs to this name."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        body = extra[place + 4 : place + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(stated):
            return body[5:]
        place += 4 + size
    return b""
