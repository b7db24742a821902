"""What a blob's content is, told from its first bytes: text, binary, or a Git LFS pointer."""

from __future__ import annotations

import re

_SAMPLE = 8000  # bytes; git's own choice (xdiff-interface.c, FIRST_FEW_BYTES)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_BYTES = bytes(range(0x20, 0x7F)) + b"\t\n\r\f\v"

# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: keys sorted, `version` first, under 1024 bytes
_LFS_MAX = 1024
_LFS_POINTER = re.compile(
    rb"version https://(?:git-lfs|hawser)\.github\.com/spec/v1\n"
    rb"(?:ext-\d-[^ \n]+ [^\n]+\n)*"
    rb"oid sha256:[0-9a-f]{64}\n"
    rb"size \d+\n?"
)


def is_binary(content: bytes) -> bool:
    """Whether the first 8,000 bytes hold a NUL and are not UTF-16 text."""
    return content.find(b"\0", 0, _SAMPLE) >= 0 and not _is_utf16(content[:_SAMPLE])


def is_lfs_pointer(content: bytes) -> bool:
    """Whether this is a Git LFS pointer file, whose real content is on another server."""
    return len(content) < _LFS_MAX and content.startswith(b"version ") and _LFS_POINTER.fullmatch(content) is not None


def _is_utf16(sample: bytes) -> bool:
    """A byte order mark, or Latin text whose every other byte is NUL."""
    if sample.startswith(_BYTE_ORDER_MARKS):
        return True
    even, odd = sample[0::2], sample[1::2]
    return _is_latin(even, odd) or _is_latin(odd, even)


def _is_latin(letters: bytes, zeros: bytes) -> bool:
    return b"" not in (letters, zeros) and not zeros.strip(b"\0") and not letters.translate(None, _TEXT_BYTES)
