"""Package URLs (ECMA-427), normalised for their type by packageurl-python, with a fast way for plain names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from packageurl import PackageURL

from scanner.manifest.malformed import Malformed

# Types whose names keep their case and spelling, so that plain pieces need no normalisation at all.
_VERBATIM = frozenset({"cargo", "conda", "conan", "cran", "gem", "hackage", "julia", "maven", "nuget", "ohpm"})
_GROUPED = frozenset({"maven"})  # as those, with one namespace
_LOWERED = frozenset({"npm", "composer", "pypi", "bitbucket", "github"})
_PLAIN = re.compile(r"[a-z0-9.-]+")
_PLAIN_CASED = re.compile(r"[A-Za-z0-9._-]+")


@lru_cache(maxsize=65536)
def purl(kind: str, name: str, version: str = "", namespace: str = "") -> str:
    """The canonical purl of a package without qualifiers.

    Raises:
        Malformed: the name is nothing but slashes and blanks.
        ValueError: there is no name.
    """
    if namespace and kind in _GROUPED:
        if (
            _PLAIN_CASED.fullmatch(namespace)
            and _PLAIN_CASED.fullmatch(name)
            and _PLAIN_CASED.fullmatch(version or "0")
        ):
            return f"pkg:{kind}/{namespace}/{name}@{version}" if version else f"pkg:{kind}/{namespace}/{name}"
    elif not namespace and _PLAIN_CASED.fullmatch(version or "0"):
        plain = kind in _VERBATIM and _PLAIN_CASED.fullmatch(name)
        if plain or (kind in _LOWERED and _PLAIN.fullmatch(name)):
            return f"pkg:{kind}/{name}@{version}" if version else f"pkg:{kind}/{name}"
    return qualified(kind, name, version, namespace)


def qualified(
    kind: str,
    name: str,
    version: str = "",
    namespace: str = "",
    qualifiers: Mapping[str, str] | None = None,
    subpath: str = "",
) -> str:
    """The canonical purl of a package.

    Raises:
        Malformed: the name is nothing but slashes and blanks.
        ValueError: there is no name.
    """
    if name and not name.strip().strip("/"):
        raise Malformed(f"{name!r} is no package name")
    return PackageURL(
        kind, namespace or None, name, version or None, dict(qualifiers or {}), subpath or None
    ).to_string()


@lru_cache(maxsize=65536)
def _split(identifier: str) -> tuple[str, str]:
    plain = identifier.partition("#")[0].partition("?")[0]
    head, at, version = plain.rpartition("@")
    return (head, version) if at and "/" in head else (plain, "")


def without_version(identifier: str) -> str:
    """The same package, any version; qualifiers and subpath go with the version."""
    return _split(identifier)[0]


def version_of(identifier: str) -> str:
    """The version in a purl, percent-encoded as it stands there; "" when it has none."""
    return _split(identifier)[1]


def with_version(identifier: str, version: str) -> str:
    """A purl without a version, at `version`; unchanged when that is empty. Qualifiers and subpath stay."""
    if not version:
        return identifier
    parsed = PackageURL.from_string(identifier)
    namespace, qualifiers = parsed.namespace or "", parsed.qualifiers
    return qualified(
        parsed.type,
        parsed.name,
        version,
        namespace,
        qualifiers if isinstance(qualifiers, dict) else {},
        parsed.subpath or "",
    )


def at_commit(url: str, commit: str) -> str:
    """A repository's address with the commit that is used of it, as `git` installers and SPDX write it."""
    return f"{url}#{commit}" if url and commit and "#" not in url else url


_FORGES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
_REPOSITORY = re.compile(
    r"(?:git\+)?(?:\w+://(?:[^@/]*@)?|git@)([\w.-]+)(?::\d+)?[/:]([^?#]+?)(?:\.git)?/?(?:[?#].*)?\Z"
)


def source_purl(url: str, ref: str = "") -> str:
    """The purl of a source repository at a tag or commit, for code that is taken from it and has no registry.

    A forge with a purl type of its own gives that type, any other host `generic` with the address; "" when `url` is
    none.
    """
    found = _REPOSITORY.match(url.strip())
    namespace, _, name = found[2].rpartition("/") if found else ("", "", "")
    if found is None or not name:
        return ""
    if found[1] in _FORGES and namespace:
        return purl(_FORGES[found[1]], name, ref, namespace)
    address = re.sub(r"(://)[^/@\s]*@", r"\1", url.strip())  # never with a user name or password
    return qualified("generic", name, ref, qualifiers={"vcs_url": address})


_RELEASE = re.compile(
    r"(https?://(?:github|gitlab)\.com/[^/\s]+/[^/\s]+)/(?:-/)?"
    r"(?:archive/(?:refs/(?:tags|heads)/(\S+?)|([^/\s]+?)(?:/[^/\s]+)?)(?:\.tar\.\w+|\.zip|\.tgz)"
    r"|releases/download/([^/\s]+)/.*)\Z"
)
_ARCHIVE = re.compile(
    r"https?://\S+/([A-Za-z][\w+.-]*?)[-_]v?(\d[\w.+-]*?)(?:[-_.](?:src|source|orig|all|dist|full))?\.(?:tar\.\w+|tgz|tbz2?|txz|zip)\Z"
)


def archive_purl(url: str) -> str:
    """The purl of a source archive: its repository's when a forge serves it, else `generic` by the archive's name; ""
    if neither tells.
    """
    plain = url.strip().partition("?")[0]
    if released := _RELEASE.match(plain):
        return source_purl(released[1], released[2] or released[3] or released[4])
    named = _ARCHIVE.match(plain)
    return qualified("generic", named[1], named[2], qualifiers={"download_url": url.strip()}) if named else ""
