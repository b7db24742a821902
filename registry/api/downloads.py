"""Bytes to take away: documents as they were signed, archives as they were attested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request

from licenses.language import text
from registry.api.addresses import file_name
from registry.api.blueprints import part, pool
from registry.api.documented import Parameter, documented
from registry.api.ranges import asked_range, partial
from registry.models import DocumentKind
from registry.services import archives, releases
from registry.services.projects import NotFound
from registry.store.archive.formats import ArchiveFormat

blueprint = part("downloads", "/projects/<name>/releases/<release_id>")

KIND = Parameter("kind", {"enum": [it.value for it in DocumentKind]}, "Which document.", required=True)
FORM = Parameter("form", {"enum": [it.value for it in ArchiveFormat]}, "Which kind of archive.", required=True)
DOCUMENTS = (
    "application/vnd.cyclonedx+json",
    "application/vnd.dsse.envelope.v1+json",
    "application/json",
    "text/plain",
)
ARCHIVES = tuple(it.media_type for it in ArchiveFormat)


@blueprint.get("/documents/<kind>")
@documented(path={"kind": KIND}, errors=(404, 503), produces=DOCUMENTS, ranges=True)
def document(name: str, release_id: str, kind: str) -> Response:
    """A document's bytes, exactly as they were signed; or a range of them."""
    if kind not in set(DocumentKind):
        raise NotFound(text("the release has no such document"), where=kind[:50])
    found = releases.release(pool(), name, release_id)
    row, content = releases.document(pool(), found, DocumentKind(kind))
    file = _File(file_name(found, row.kind), row.media_type, row.sha256, len(content))
    return _download(file, lambda part: content[part.start : part.stop])


@blueprint.get("/archives/<form>")
@documented(path={"form": FORM}, errors=(404, 410, 503), produces=ARCHIVES, ranges=True)
def archive(name: str, release_id: str, form: str) -> Response:
    """The release's files as `tar.gz`, `zip` or `tar`: the same bytes each time, or a range of them."""
    if form not in set(ArchiveFormat):
        raise NotFound(text("there is no archive of this format"), where=form[:50])
    found = archives.download(pool(), name, release_id, ArchiveFormat(form))
    return _download(_File(found.name, found.form.media_type, found.sha256, found.size), found.read)


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of it before its first byte."""

    name: str
    media_type: str
    sha256: str  # hex
    size: int  # bytes


def _download(file: _File, read: Callable[[range], bytes | Iterator[bytes]]) -> Response:
    """The whole, or the part that is asked for, or nothing when the client has it."""
    answer = Response(content_type=file.media_type)
    answer.set_etag(file.sha256)
    answer.headers["Cache-Control"] = "public, no-cache"  # it may be withdrawn
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    answer.make_conditional(request.environ)
    if answer.status_code != HTTPStatus.OK:
        return answer
    part = asked_range(file.size, file.sha256)
    if request.method == "GET":
        answer.response = _pieces(read(part or range(file.size)))
    answer.content_length = file.size
    if part is not None:
        partial(answer, part, file.size)
    return answer


def _pieces(content: bytes | Iterator[bytes]) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content
