"""Where the makers of a component can be reached, when no file gives their e-mail.

TR-03183-2 §5.2.2 of the BSI: "If no email address is available this MUST be a URL, e.g. the creator's home page or the
project's web page." The page of a purl's repository is such a page; it names nobody, and neither do we.
"""

from __future__ import annotations

from packageurl import PackageURL

from scanner.inventory import Component
from scanner.sbom.document import Contact

_WEB = ("https://", "http://")
_PAGES_OF_VERSIONS = frozenset({"maven"})  # whose repositories have none for all versions
_NO_PAGES = frozenset({"cran"})  # what is told of these is a file


def creator_of(component: Component, authors: tuple[Contact, ...]) -> tuple[Contact | None, str]:
    """The makers without a name but with an address, and where that was read; None when an author has an e-mail."""
    if any(author.email for author in authors):
        return None, ""
    for page, origin in ((component.homepage, "homepage"), (component.vcs_url, "vcs")):
        address = page.removeprefix("git+").partition("#")[0]  # of the project, not of a commit
        if address.startswith(_WEB):
            return Contact("", urls=(address,)), origin
    page = _repository_page(component.purl)
    return (Contact("", urls=(page,)), "purl") if page else (None, "")


def _repository_page(purl: str) -> str:
    """The page of a package, of any version, in the repository that its purl's type stands for."""
    from packageurl.contrib import purl2url

    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return ""
    if "repository_url" in (parsed.qualifiers or {}) or parsed.type in _NO_PAGES:
        return ""
    version = parsed.version if parsed.type in _PAGES_OF_VERSIONS else None
    page = purl2url.get_repo_url(PackageURL(parsed.type, parsed.namespace, parsed.name, version).to_string())  # type: ignore[no-untyped-call]
    return page if isinstance(page, str) and page.startswith(_WEB) else ""
