"""An inventory as bytes, for the way from a worker on another machine to the pool."""

from __future__ import annotations

import msgspec
import zstandard

from scanner.inventory import Inventory

LARGEST = 2 * 1024**3  # bytes, unpacked


def pack(inventory: Inventory) -> bytes:
    """Msgpack, compressed."""
    return zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(inventory))


def unpack(packed: bytes) -> Inventory:
    """The inventory again.

    Raises:
        ValueError: it is not one.
    """
    try:
        plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST)
        return msgspec.msgpack.decode(plain, type=Inventory)
    except (zstandard.ZstdError, msgspec.MsgspecError) as wrong:
        raise ValueError(str(wrong)) from wrong
