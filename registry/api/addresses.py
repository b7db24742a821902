"""Where things are: addresses for `git clone`, for browsers and for programs, and names of downloaded files."""

from __future__ import annotations

from typing import Any

from flask import url_for

from registry.api.blueprints import pool
from registry.models.document import DocumentKind
from registry.services.release_rows import ReleaseDetail
from registry.store.archive.formats import ArchiveFormat

ENDINGS = {
    DocumentKind.SBOM: "sbom.cdx.json",
    DocumentKind.ATTESTATION: "attestation.dsse.json",
    DocumentKind.REPORT: "report.json",
    DocumentKind.NOTICE: "NOTICE.txt",
    DocumentKind.NOTICE_ZH: "NOTICE.zh-CN.txt",
    DocumentKind.CONCLUSIONS: "conclusions.json",
}


def external(endpoint: str, **values: Any) -> str:
    """A whole address of ours: by the name that the settings give the pool, else by the one that it was asked by."""
    address = pool().settings.pool.address.rstrip("/")
    return f"{address}{url_for(endpoint, **values)}" if address else url_for(endpoint, _external=True, **values)


def clone_url(project: str) -> str:
    """What `git clone` takes."""
    return external("git.refs", project=project).removesuffix("/info/refs")


def origin_clone_url(project: str, key: str) -> str:
    """What `git clone` takes to get one origin's view of a project."""
    return external("git.origin_refs", project=project, origin=key).removesuffix("/info/refs")


def archive_url(of: ReleaseDetail, form: ArchiveFormat) -> str:
    """Where an archive is downloaded."""
    return external("downloads.archive", name=of.project, release_id=of.commit, form=form.value)


def document_url(of: ReleaseDetail, kind: DocumentKind) -> str:
    """Where a document is downloaded."""
    return external("downloads.document", name=of.project, release_id=of.commit, kind=kind.value)


def file_name(of: ReleaseDetail, kind: DocumentKind) -> str:
    """What a downloaded document is called."""
    return f"{of.project}-{of.commit[:12]}.{ENDINGS[kind]}"
