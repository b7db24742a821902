"""Who supplied a component, when no file says so: the place that its purl stands for.

CycloneDX 1.6 §component.supplier: "may also be a distributor"; SPDX 2.3 §7.5: "the actual distribution source". A purl
of a type names that type's default repository (ECMA-427), so this is read from the purl, not guessed; a property of
the component says that it was.
"""

from __future__ import annotations

import re

from packageurl import PackageURL

from scanner.sbom.document import Contact

# purl type → the name of its default repository, as it calls itself
REPOSITORIES = {
    "cargo": "crates.io",
    "clojars": "Clojars",
    "cocoapods": "CocoaPods",
    "composer": "Packagist",
    "conan": "ConanCenter",
    "conda": "Anaconda",
    "cpan": "CPAN",
    "cran": "CRAN",
    "gem": "RubyGems.org",
    "hackage": "Hackage",
    "hex": "Hex",
    "huggingface": "Hugging Face",
    "julia": "Julia General Registry",
    "luarocks": "LuaRocks",
    "maven": "Maven Central",
    "npm": "npm",
    "nuget": "NuGet Gallery",
    "ohpm": "OpenHarmony ohpm",
    "opam": "opam repository",
    "pub": "pub.dev",
    "pypi": "Python Package Index",
    "swift": "Swift Package Index",
    "vcpkg": "vcpkg",
}
# SDKs that a project is built with, by the name of their system: who publishes them
_SDKS = {"OpenHarmony-SDK": "OpenAtom Foundation", "HarmonyOS-SDK": "Huawei"}
# types whose namespace is whoever publishes there
FORGES = {"github": "GitHub", "gitlab": "GitLab", "bitbucket": "Bitbucket", "gitee": "Gitee", "docker": "Docker Hub"}
# types whose namespace is the distribution or the module's home
NAMED_BY_NAMESPACE = frozenset({"golang", "deb", "rpm", "apk", "alpm", "swift", "oci", "bitnami", "githubactions"})


_PLACE = re.compile(r"(?:://(?:[^/@]*@)?|@)([^/:]+)(?::[0-9]+)?[:/](?:(.+)/)?[^/]+/?$")


def owner_at(address: str) -> Contact | None:
    """Who has a repository at an address: the folders that it stands in, and the host; None when it is no address."""
    found = _PLACE.search(address)
    if found is None:
        return None
    host, group = found.groups()
    return Contact(f"{group} ({host})" if group else host)


def host_at(address: str) -> Contact | None:
    """Who hands a file out: the host of its address."""
    found = _PLACE.search(address)
    return Contact(found[1]) if found else None


def supplier_of(purl: str) -> Contact | None:
    """The supplier that a purl implies; None when it implies none."""
    purl_type = purl.removeprefix("pkg:").partition("/")[0]
    if purl_type in REPOSITORIES and purl_type not in NAMED_BY_NAMESPACE and "?" not in purl:
        return Contact(REPOSITORIES[purl_type])  # nearly all of a large document: not worth parsing
    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return None
    if parsed.type == "generic" and parsed.name in _SDKS:
        return Contact(_SDKS[parsed.name])
    if repository := dict(parsed.qualifiers or {}).get("repository_url"):
        return Contact(str(repository))
    if parsed.type in FORGES:
        where = FORGES[parsed.type]
        return Contact(f"{parsed.namespace} ({where})" if parsed.namespace else where)
    if parsed.type in NAMED_BY_NAMESPACE and parsed.namespace:
        return Contact(parsed.namespace)
    if parsed.type == "golang":
        return Contact(parsed.name)
    return Contact(REPOSITORIES[parsed.type]) if parsed.type in REPOSITORIES else None
