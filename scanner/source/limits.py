"""How large a source may be. The one place for these figures; `docs/bad-input.md` states them to users."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """Past `entries`, `total` or `ratio` the source is refused; what breaks another limit becomes a problem."""

    entries: int = 400_000  # leaves of one tree, and folders of one tree
    total: int = 8 * 1024**3  # bytes of one archive once unpacked; of all huge blobs read from one repository
    blob: int = 4 * 1024**3  # bytes of one file
    ratio: int = 250  # unpacked bytes for each packed byte, looked at from `ratio_from` unpacked bytes on
    ratio_from: int = 256 * 1024**2
    depth: int = 256  # folders above a file
    path: int = 4096  # bytes of a path: Linux's PATH_MAX
    link: int = 4096  # bytes of a symlink's target
    extension: int = 1024**2  # bytes of one pax or long-name header of a tar archive
    directory: int = 256 * 1024**2  # bytes of a zip archive's central directory
    problems: int = 200  # listed for each code; the rest is counted


LIMITS = Limits()
