"""Releases as answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from licenses.language import Text
from registry.api import answers
from registry.api.addresses import archive_url, clone_url, document_url, external, file_name
from registry.api.shapes.alike import alike, sentence
from registry.services.labels import base_name
from registry.services.projects import ClassCount, ReleaseRow
from registry.services.release_rows import DocumentRow, ReleaseDetail
from registry.store.archive.formats import ArchiveFormat


def release_row(row: ReleaseRow) -> answers.ReleaseRow:
    """A release in a list."""
    return alike(
        answers.ReleaseRow,
        row,
        id=row.commit,
        swhid=f"swh:1:rev:{row.commit}",
        license_classes=_classes(row.classes),
        url=external("api.one_release", name=row.project, release_id=row.commit),
    )


def release_detail(it: ReleaseDetail, question: Text | None) -> answers.Release:
    """One release and the addresses of its lists and documents."""
    place: dict[str, Any] = {"name": it.project, "release_id": it.commit}
    published = it.state == "published"
    lists = ("components", "dependencies", "licenses", "problems", "verdict")
    return alike(
        answers.Release,
        it,
        id=it.commit,
        swhid=f"swh:1:rev:{it.commit}",
        tree=f"swh:1:dir:{it.tree}",
        open_question=sentence(question),
        license_classes=_classes(it.classes),
        clone_url=clone_url(it.project) if published else None,
        **{f"{name}_url": external(f"api.{name}", **place) for name in lists},
        overrules_url=external("overrules.listed", **place),
        documents=[document(each, it) for each in it.documents],
        archives=[archive(form, it) for form in ArchiveFormat] if published else [],
    )


def document(each: DocumentRow, of: ReleaseDetail) -> answers.Document:
    """A document and where it is downloaded."""
    return alike(answers.Document, each, file_name=file_name(of, each.kind), url=document_url(of, each.kind))


def archive(form: ArchiveFormat, of: ReleaseDetail) -> answers.Archive:
    """An archive and where it is downloaded."""
    known = next((it for it in of.archives if it.form is form), None)
    return answers.Archive(
        format=form,
        media_type=form.media_type,
        file_name=f"{base_name(of.project, of.label)}.{form}",
        sha256=known.sha256 if known else None,
        size=known.size if known else None,
        url=archive_url(of, form),
    )


def _classes(counts: Iterable[ClassCount]) -> list[answers.ClassCount]:
    return [alike(answers.ClassCount, it) for it in counts]
