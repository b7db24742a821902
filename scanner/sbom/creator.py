"""Where the makers of a component can be reached, when no file gives their e-mail.

TR-03183-2 §5.2.2 of the BSI: "If no email address is available this MUST be a URL, e.g. the creator's home page or the
project's web page." The page of a purl's repository is such a page; it names nobody, and neither do we.
"""

from __future__ import annotations

from scanner.inventory import Component
from scanner.sbom.document import Contact
from scanner.sbom.pages import page_of

_WEB = ("https://", "http://")


def creator_of(component: Component, authors: tuple[Contact, ...]) -> tuple[Contact | None, str]:
    """The makers without a name but with an address, and where that was read; None when an author has an e-mail."""
    if any(author.email for author in authors):
        return None, ""
    for page, origin in ((component.homepage, "homepage"), (component.vcs_url, "vcs")):
        address = page.removeprefix("git+").partition("#")[0]  # of the project, not of a commit
        if address.startswith(_WEB):
            return Contact("", urls=(address,)), origin
    # a project of the tree is at home there: a package of its name in a registry may be anybody's
    page = "" if component.first_party else page_of(component.purl)
    return (Contact("", urls=(page,)), "purl") if page else (None, "")
