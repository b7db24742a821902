"""Where a local repository was cloned from, as its own configuration says: the address of its remote `origin`.

The file is read as text; nothing that it includes is followed, and no program that it names is run. It is what the
clone says of itself, no proof.
"""

from __future__ import annotations

import re

from scanner.manifest.credentials import without_credentials
from scanner.source.shadow import Layout, small_text

_SECTION = re.compile(r"^[ \t]*\[[ \t]*([^\]\n]*?)[ \t]*\]", re.MULTILINE)
_URL = re.compile(r'^[ \t]*url[ \t]*=[ \t]*"?([^"\n]+?)"?[ \t]*$', re.MULTILINE | re.IGNORECASE)
_FORGE = re.compile(r"(?:ssh://)?(?:[\w.-]+@)(github\.com|gitlab\.com|gitee\.com|bitbucket\.org|gitcode\.com)[:/](.+)")
_PUBLIC = re.compile(r"(?:https?|ssh|git)://[^\s]+|[\w.-]+@[\w.-]+:[^\s]+")


def origin_address(layout: Layout | None) -> str:
    """The address without credentials, on a forge that of its pages; "" when it is none that others can reach."""
    if layout is None:
        return ""
    config = small_text(layout.common_dir / "config")
    sections = list(_SECTION.finditer(config))
    for number, found in enumerate(sections):
        if re.sub(r"\s+", " ", found[1]) == 'remote "origin"':
            end = sections[number + 1].start() if number + 1 < len(sections) else len(config)
            stated = _URL.search(config, found.end(), end)
            return _shown(stated[1].strip()) if stated else ""
    return ""


def _shown(written: str) -> str:
    if not written.isprintable() or not _PUBLIC.fullmatch(written):
        return ""
    forge = _FORGE.fullmatch(written)
    return f"https://{forge[1]}/{forge[2]}" if forge else without_credentials(written)
