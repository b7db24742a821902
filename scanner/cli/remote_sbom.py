"""The SBOM of a release that a pool has published, by the address of the release's page or of the document itself."""

from __future__ import annotations

import re
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from licenses.errors import InputUnreadable
from licenses.language import text

SECONDS = 60  # to wait for an answer
_RELEASE = re.compile(
    r"(https?://[^\s?#]*?)(?:/api/v1)?/projects/([^/\s?#]+)/releases/([^/\s?#]+)(?:/documents/sbom)?/?"
)


def sbom_address(named: str) -> str:
    """Where the SBOM of a release can be had, when `named` is the address of one; else ""."""
    found = _RELEASE.fullmatch(named)
    if found is None:
        return ""
    base, project, release = found.groups()
    words = (quote(unquote(word), safe="") for word in (project, release))
    return "{}/api/v1/projects/{}/releases/{}/documents/sbom".format(base, *words)


def fetch_sbom(address: str, limit: int) -> bytes:
    """The document's bytes.

    Raises:
        InputUnreadable: the pool does not answer, has no such release, or sends more than `limit` bytes.
    """
    opener = build_opener(_NoRedirects)
    try:
        with opener.open(Request(address, headers={"Accept": "*/*"}), timeout=SECONDS) as answer:  # noqa: S310  http(s) by the pattern
            content: bytes = answer.read(limit + 1)
    except HTTPError as error:
        raise _refused(address, f"HTTP {error.code}") from None
    except (URLError, HTTPException, OSError) as error:
        raise _refused(address, str(getattr(error, "reason", error))) from None
    if len(content) > limit:
        raise InputUnreadable(text("the file is larger than {limit} bytes", limit=limit), where=address)
    return content


class _NoRedirects(HTTPRedirectHandler):
    """A pool answers itself; whoever sends elsewhere is not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


def _refused(address: str, reason: str) -> InputUnreadable:
    return InputUnreadable(text("the pool does not give the SBOM: {reason}", reason=reason), where=address)
