"""How the pool's rows look as JSON. Moments are RFC 3339 in UTC; empty strings mean not stated."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import url_for

from licenses.language import Language, Text
from registry.models.document import DocumentKind
from registry.services.pages import Page
from registry.services.projects import ClassCount, ProjectDetail, ProjectRow, ReleaseRow
from registry.services.releases import ComponentRow, DocumentRow, EdgeRow, ProblemRow, ReleaseDetail, VerdictRow
from registry.services.review import EventRow
from registry.services.visits import VisitRow

Json = dict[str, Any]
ENDINGS = {
    DocumentKind.SBOM: "sbom.cdx.json",
    DocumentKind.ATTESTATION: "attestation.dsse.json",
    DocumentKind.REPORT: "report.json",
}


def clone_url(project: str) -> str:
    """What `git clone` takes."""
    return url_for("git.refs", project=project, _external=True).removesuffix("/info/refs")


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
        "origins": [{**asdict(it), "visited_at": moment(it.visited_at)} for it in detail.origins],
        "releases": listed(detail.releases, [release_row(it) for it in detail.releases.items]),
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
    }


def file_name(of: ReleaseDetail, kind: DocumentKind) -> str:
    """What a downloaded document is called."""
    return f"{of.project}-{of.commit[:12]}.{ENDINGS[kind]}"


def document(each: DocumentRow, of: ReleaseDetail) -> Json:
    """A document and where it is downloaded."""
    url = url_for("api.document", name=of.project, release_id=of.commit, kind=each.kind.value, _external=True)
    return {
        "kind": each.kind.value,
        "media_type": each.media_type,
        "sha256": each.sha256,
        "size": each.size,
        "url": url,
    }


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
