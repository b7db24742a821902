"""Where a component is taken from, and whether what comes can be held against something, as its purl and lockfile say.

The purl specification's qualifiers: https://github.com/package-url/purl-spec/blob/main/docs/common-qualifiers.md
"""

from __future__ import annotations

import re

from licenses.subject import Origin
from scanner.inventory import Component

_VERSION_CONTROL = frozenset({"github", "gitlab", "bitbucket", "gitee", "git"})
_UNNAMED = frozenset({"generic", ""})
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def origin_of(component: Component) -> Origin:
    """Where the component is taken from."""
    if component.first_party:
        return Origin.LOCAL
    kind = component.purl.removeprefix("pkg:").partition("/")[0]
    # many packages name their repository; it is where they come from when no artifact is named beside it
    fetched = component.vcs_url and not component.download_url and not component.hashes
    if fetched or "vcs_url=" in component.purl or kind in _VERSION_CONTROL:
        return Origin.VERSION_CONTROL
    if "download_url=" in component.purl or (kind in _UNNAMED and component.download_url):
        return Origin.ADDRESS
    return Origin.UNKNOWN if kind in _UNNAMED else Origin.REGISTRY


def is_hashed(component: Component) -> bool | None:
    """Whether a digest of the content is stated: by the lockfile, or as the commit or image digest that is its version.

    None for the project's own packages: their content is what was scanned.
    """
    if component.first_party:
        return None
    version = component.version.removeprefix("sha256:").lower()
    commit = re.split("[#@]", component.vcs_url)[-1].lower()
    return bool(component.hashes) or any(_COMMIT.fullmatch(one) for one in (version, commit))
