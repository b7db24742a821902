"""Bytes to take away: documents as they were signed, archives as they were attested."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from licenses.errors import TrustpoolError
from licenses.language import text
from registry.api import problems, shapes
from registry.models import DocumentKind
from registry.pool import Pool
from registry.services import archives, releases
from registry.services.projects import NotFound
from registry.store.archive.formats import ArchiveFormat

blueprint = Blueprint("downloads", __name__, url_prefix="/api/v1/projects/<name>/releases/<release_id>")
blueprint.register_error_handler(TrustpoolError, problems.of_trustpool)
blueprint.register_error_handler(HTTPException, problems.of_http)


@blueprint.get("/documents/<kind>")
def document(name: str, release_id: str, kind: str) -> Response:
    """A document's bytes, exactly as they were signed."""
    if kind not in set(DocumentKind):
        raise NotFound(text("the release has no such document"), where=kind[:50])
    found = releases.release(_pool(), name, release_id)
    row, content = releases.document(_pool(), found, DocumentKind(kind))
    answer = Response(content, content_type=row.media_type)
    return _download(answer, shapes.file_name(found, row.kind), row.sha256)


@blueprint.get("/archives/<form>")
def archive(name: str, release_id: str, form: str) -> Response:
    """The release's files as `tar.gz`, `zip` or `tar`: the same bytes each time, with the attested sha256."""
    if form not in set(ArchiveFormat):
        raise NotFound(text("there is no archive of this format"), where=form[:50])
    found = archives.download(_pool(), name, release_id, ArchiveFormat(form))
    answer = Response(found.chunks, content_type=found.form.media_type)
    answer.content_length = found.size
    return _download(answer, found.name, found.sha256)


def _download(answer: Response, name: str, sha256: str) -> Response:
    answer.set_etag(sha256)
    answer.headers["Cache-Control"] = "public, no-cache"  # it may be withdrawn
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.make_conditional(request.environ)
    return answer


def _pool() -> Pool:
    found: Pool = current_app.extensions["trustpool"]
    return found
