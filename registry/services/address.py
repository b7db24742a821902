"""An origin's address as anyone may see it: a path on the pool's own machine is nobody else's business."""

from __future__ import annotations

from pathlib import PurePath


def shown(location: str) -> str:
    """An address on the network as it is; of a path only its last part."""
    return PurePath(location).name or location if location.startswith("/") else location
