"""Bytes to take away: documents as they were signed, archives as they were attested."""

from __future__ import annotations

from flask import Response, request

from licenses.language import text
from registry.api.addresses import file_name
from registry.api.blueprints import part, pool
from registry.api.documented import Parameter, documented
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
@documented(path={"kind": KIND}, errors=(404,), produces=DOCUMENTS)
def document(name: str, release_id: str, kind: str) -> Response:
    """A document's bytes, exactly as they were signed."""
    if kind not in set(DocumentKind):
        raise NotFound(text("the release has no such document"), where=kind[:50])
    found = releases.release(pool(), name, release_id)
    row, content = releases.document(pool(), found, DocumentKind(kind))
    answer = Response(content, content_type=row.media_type)
    return _download(answer, file_name(found, row.kind), row.sha256)


@blueprint.get("/archives/<form>")
@documented(path={"form": FORM}, errors=(404, 410, 503), produces=ARCHIVES)
def archive(name: str, release_id: str, form: str) -> Response:
    """The release's files as `tar.gz`, `zip` or `tar`: the same bytes each time, with the attested sha256."""
    if form not in set(ArchiveFormat):
        raise NotFound(text("there is no archive of this format"), where=form[:50])
    found = archives.download(pool(), name, release_id, ArchiveFormat(form))
    answer = Response(found.chunks, content_type=found.form.media_type)
    answer.content_length = found.size
    return _download(answer, found.name, found.sha256)


def _download(answer: Response, name: str, sha256: str) -> Response:
    answer.set_etag(sha256)
    answer.headers["Cache-Control"] = "public, no-cache"  # it may be withdrawn
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.make_conditional(request.environ)
    return answer
