"""One file's bytes → a Blob: its id by git's rule, its content as far as the scan wants it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from scanner.tree import HUGE, HUGE_HEAD, Blob

Read = Callable[[int], bytes]  # up to so many bytes; b"" at the end


class WrongSize(Exception):
    """There are more or fewer bytes than announced."""


def read_blob(read: Read, size: int) -> Blob:
    """Read a file whose size is announced, as git's ids need it before the content.

    Raises:
        WrongSize: the announcement was false. At most `size` + 1 bytes have been read.
    """
    digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    kept: list[bytes] = []
    left = size
    room = HUGE_HEAD if size > HUGE else size
    while left:
        piece = read(min(left, HUGE_HEAD))
        if not piece:
            raise WrongSize
        digest.update(piece)
        left -= len(piece)
        if room:
            kept.append(piece[:room])
            room -= len(kept[-1])
    if read(1):
        raise WrongSize
    return Blob(digest.hexdigest(), size, b"".join(kept))
