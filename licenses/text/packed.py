"""Compressed and coded data, told from the first bytes: there is no text in it."""

from __future__ import annotations

# PNG, JPEG, GIF, icons, BMP, TIFF, zip, gzip, bzip2, xz, zstd, 7z, RAR, LZ4, WOFF, Ogg, MP3, FLAC, Matroska
_PACKED = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\0\0\x01\0",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x04\x22\x4d\x18",
    b"wOFF",
    b"wOF2",
    b"OggS",
    b"ID3",
    b"\xff\xfb",
    b"fLaC",
    b"\x1aE\xdf\xa3",
)
_RIFF = (b"WEBP", b"WAVE", b"AVI ")


def is_packed(content: bytes) -> bool:
    """Whether this is compressed or coded media or an archive: its bytes hold no text, only chance and colour profiles.

    Programs, libraries, documents and fonts without compression are not: their strings are worth reading.
    """
    return content.startswith(_PACKED) or content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] in _RIFF)
