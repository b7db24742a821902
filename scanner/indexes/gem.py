"""RubyGems' API. Source: https://guides.rubygems.org/rubygems-org-api-v2/"""

from __future__ import annotations

from urllib.parse import quote, urljoin

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile
from scanner.manifest.digests import sha256
from scanner.manifest.shape import array, string, strings

TYPE = "gem"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The version's document, for the platform that the purl names."""
    platform = (package.qualifiers or {}).get("platform", "")
    place = f"{base}/api/v2/rubygems/{quote(package.name)}/versions/{quote(package.version or '', safe='')}.json"
    answer = get(f"{place}?platform={quote(platform)}" if platform else place, "application/json")
    document = answer.json() if answer else {}
    if answer is None or document.get("name") != package.name:
        return None
    written = string(document.get("number") or document.get("version"))
    suffix = "" if string(document.get("platform")) in ("", "ruby") else f"-{document['platform']}"
    address = string(document.get("gem_uri")) or f"/gems/{package.name}-{written}{suffix}.gem"
    file = RegisteredFile(
        f"{package.name}-{written}{suffix}.gem", urljoin(answer.address, address), sha256(string(document.get("sha")))
    )
    authors = string(document.get("authors"))
    return Registered(
        answer.address,
        declared_license=" OR ".join(strings(array(document.get("licenses")))),
        files=(file,),
        homepage=string(document.get("homepage_uri")),
        vcs_url=string(document.get("source_code_uri")),
        description=" ".join(string(document.get("summary") or document.get("info")).split()),
        authors=tuple(filter(None, (each.strip() for each in authors.split(",")))),
    )


def canonical(page: str, _: str) -> str:
    """The index's own address, of what packageurl-python has for a package of it: its page."""
    return page.partition("/gems/")[0]
