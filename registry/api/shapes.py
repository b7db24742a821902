"""How the pool's rows look as JSON. Moments are RFC 3339 in UTC; empty strings mean not stated."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import url_for

from licenses.language import Language, Text
from registry.models.document import DocumentKind
from registry.services.labels import base_name
from registry.services.pages import Page
from registry.services.projects import ClassCount, OriginRow, ProjectDetail, ProjectRow, ReleaseRow
from registry.services.release_rows import ComponentRow, DocumentRow, EdgeRow, ProblemRow, ReleaseDetail, VerdictRow
from registry.services.review import EventRow
from registry.services.visits import VisitRow
from registry.store.archive.formats import ArchiveFormat

Json = dict[str, Any]
ENDINGS = {
    DocumentKind.SBOM: "sbom.cdx.json",
    DocumentKind.ATTESTATION: "attestation.dsse.json",
    DocumentKind.REPORT: "report.json",
    DocumentKind.NOTICE: "NOTICE.txt",
    DocumentKind.NOTICE_ZH: "NOTICE.zh-CN.txt",
}


def clone_url(project: str) -> str:
    """What `git clone` takes."""
    return url_for("git.refs", project=project, _external=True).removesuffix("/info/refs")


def origin_clone_url(project: str, key: str) -> str:
    """What `git clone` takes to get one origin's view of a project."""
    return url_for("git.origin_refs", project=project, origin=key, _external=True).removesuffix("/info/refs")


def moment(at: datetime | None) -> str | None:
    """RFC 3339 with seconds, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def listed(page: Page[Any], items: list[Json]) -> Json:
    """A page of a list; `next` is the cursor to ask for, or null."""
    return {"items": items, "next": page.next or None}


def project_row(row: ProjectRow) -> Json:
    """A project in a list."""
    return {
        "name": row.name,
        "description": row.description,
        "clone_url": clone_url(row.name),
        "published": row.cloneable,
        "url": url_for("api.one_project", name=row.name, _external=True),
        "latest_release": release_row(row.latest),
    }


def release_row(row: ReleaseRow) -> Json:
    """A release in a list."""
    return {
        "id": row.commit,
        "label": row.label,
        "swhid": f"swh:1:rev:{row.commit}",
        "state": row.state.value,
        "changed_at": moment(row.changed_at),
        "committed_at": moment(row.committed_at),
        "files": row.files,
        "components": row.components,
        "problems": row.problems,
        "license_classes": [class_count(it) for it in row.classes],
        "url": url_for("api.one_release", name=row.project, release_id=row.commit, _external=True),
    }


def project_detail(detail: ProjectDetail) -> Json:
    """One project."""
    return {
        "name": detail.name,
        "description": detail.description,
        "homepage": detail.homepage,
        "clone_url": clone_url(detail.name),
        "published": detail.cloneable,
        "origins": [origin(detail.name, it) for it in detail.origins],
        "releases": listed(detail.releases, [release_row(it) for it in detail.releases.items]),
    }


def origin(project: str, it: OriginRow) -> Json:
    """A place that the code comes from, and how to clone what was published from there."""
    return {
        "key": it.key,
        "kind": it.kind,
        "relation": it.relation,
        "location": it.location,
        "visited_at": moment(it.visited_at),
        "found": it.found,
        "clone_url": origin_clone_url(project, it.key),
    }


def class_count(it: ClassCount) -> Json:
    """How much of a release has licences of one class."""
    return {"class": it.license_class, "files": it.files, "components": it.components}


def release_detail(it: ReleaseDetail, language: Language) -> Json:
    """One release and the addresses of its lists and documents."""
    place: Json = {"name": it.project, "release_id": it.commit, "_external": True}
    return {
        "id": it.commit,
        "project": it.project,
        "label": it.label,
        "swhid": f"swh:1:rev:{it.commit}",
        "tree": f"swh:1:dir:{it.tree}",
        "ref": it.ref,
        "origin": it.origin,
        "archive_sha256": it.archive_sha256,
        "state": it.state.value,
        "reason": sentence(it.reason, language),
        "committed_at": moment(it.committed_at),
        "submitted_at": moment(it.submitted_at),
        "changed_at": moment(it.changed_at),
        "analyser": it.analyser,
        "files": it.files,
        "components": it.components,
        "dependencies": it.dependencies,
        "problems": it.problems,
        "license_classes": [class_count(each) for each in it.classes],
        "clone_url": clone_url(it.project) if it.state == "published" else None,
        "components_url": url_for("api.components", **place),
        "dependencies_url": url_for("api.dependencies", **place),
        "licenses_url": url_for("api.licenses", **place),
        "problems_url": url_for("api.problems", **place),
        "verdict_url": url_for("api.verdict", **place),
        "documents": [document(each, it) for each in it.documents],
        "archives": [archive(form, it) for form in ArchiveFormat] if it.state == "published" else [],
    }


def file_name(of: ReleaseDetail, kind: DocumentKind) -> str:
    """What a downloaded document is called."""
    return f"{of.project}-{of.commit[:12]}.{ENDINGS[kind]}"


def document(each: DocumentRow, of: ReleaseDetail) -> Json:
    """A document and where it is downloaded."""
    url = url_for("downloads.document", name=of.project, release_id=of.commit, kind=each.kind.value, _external=True)
    return {
        "kind": each.kind.value,
        "media_type": each.media_type,
        "sha256": each.sha256,
        "size": each.size,
        "url": url,
    }


def archive(form: ArchiveFormat, of: ReleaseDetail) -> Json:
    """An archive and where it is downloaded; size and sha256 are null until it was measured."""
    known = next((it for it in of.archives if it.form is form), None)
    return {
        "format": form.value,
        "media_type": form.media_type,
        "file_name": f"{base_name(of.project, of.label)}.{form}",
        "sha256": known.sha256 if known else None,
        "size": known.size if known else None,
        "url": archive_url(of, form),
    }


def archive_url(of: ReleaseDetail, form: ArchiveFormat) -> str:
    """Where an archive is downloaded."""
    return url_for("downloads.archive", name=of.project, release_id=of.commit, form=form.value, _external=True)


def component(it: ComponentRow) -> Json:
    """One package of a release."""
    return {**asdict(it), "evidence": [{"path": path, "line": line} for path, line in it.evidence]}


def edge(it: EdgeRow) -> Json:
    """One dependency edge."""
    return asdict(it)


def problem(it: ProblemRow, language: Language) -> Json:
    """One problem, in the reader's language."""
    return {"code": it.code, "path": it.path, "line": it.line, "message": it.message.to(language)}


def verdict(it: VerdictRow, language: Language) -> Json:
    """One verdict with its reasons, in the reader's language."""
    return {
        "pack": it.pack,
        "pack_version": it.pack_version,
        "scenario": it.scenario.value,
        "outbound": it.outbound,
        "outcome": it.outcome,
        "judged_at": moment(it.judged_at),
        "violations": [
            {
                "rule": v.rule,
                "severity": v.severity.value,
                "decided": v.decided,
                "subject": v.subject,
                "line": v.line,
                "expression": v.expression,
                "reason": v.reason.to(language),
                "remedy": sentence(v.remedy, language),
                "waived": v.waived,
            }
            for v in it.violations
        ],
    }


def event(it: EventRow, language: Language) -> Json:
    """One entry of an audit trail."""
    return {
        "at": moment(it.at),
        "actor": it.actor,
        "action": it.action,
        "before": it.before,
        "after": it.after,
        "reason": sentence(it.reason, language),
    }


def visit(it: VisitRow, language: Language) -> Json:
    """One visit to an origin."""
    return {
        "location": it.location,
        "at": moment(it.at),
        "found": it.found.value,
        "refs": it.refs,
        "problem": sentence(it.problem, language),
    }


def sentence(it: Text | None, language: Language) -> str | None:
    """A sentence in the reader's language."""
    return it.to(language) if it else None
