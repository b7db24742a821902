"""RubyGems (Ruby): the compact index. https://guides.rubygems.org/rubygems-org-compact-index-api/"""

from __future__ import annotations

import re
from urllib.parse import quote

from packageurl import PackageURL

from registry.pool import Pool
from registry.services.package_index.interface import Found, asked_lines, base, missing

_CHECKSUM = re.compile(r"[|,]checksum:([0-9a-f]{64})(,|$)")


def find(pool: Pool, wanted: PackageURL) -> Found:
    """The gem for every platform: a tar, in which `data.tar.gz` is the source."""
    place, version = base(pool, "gem"), str(wanted.version)
    for line in asked_lines(pool, f"{place}/info/{quote(wanted.name)}"):
        if line.split(" ")[0] == version and (found := _CHECKSUM.search(line)):
            url = f"{place}/gems/{quote(wanted.name)}-{quote(version)}.gem"
            return Found(url, "sha256", found[1], member="data.tar.gz")
    raise missing(wanted)
