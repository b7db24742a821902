"""Which trustpool this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """The installed version; "0" when run from a source tree that is not installed."""
    try:
        return version("trustpool")
    except PackageNotFoundError:
        return "0"
