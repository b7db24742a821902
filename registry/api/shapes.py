"""The pool's rows as the API's answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import url_for

from licenses.language import Language, Text
from registry.api import answers
from registry.api.addresses import archive_url, clone_url, document_url, file_name, origin_clone_url
from registry.api.language import request_language
from registry.models.project import OriginRelation
from registry.models.verdict import Outcome
from registry.services.agreements import AgreementRow
from registry.services.compare import Comparison
from registry.services.jobs import JobRow
from registry.services.labels import base_name
from registry.services.overrules import OverruleRow
from registry.services.pages import Page
from registry.services.projects import ClassCount, OriginRow, ProjectDetail, ProjectRow, ReleaseRow
from registry.services.release_rows import (
    ComponentRow,
    DocumentRow,
    EdgeRow,
    LicenseRow,
    ProblemRow,
    ReleaseDetail,
    VerdictRow,
    ViolationRow,
)
from registry.services.review import EventRow
from registry.services.usage import FileRow, UseRow
from registry.services.visits import VisitRow
from registry.store.archive.formats import ArchiveFormat
from scanner.inventory import SourceKind
from scanner.package import Scope

R = TypeVar("R")
A = TypeVar("A")


def moment(at: datetime) -> datetime:
    """In UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0)


def _maybe(at: datetime | None) -> datetime | None:
    return moment(at) if at else None


def listed(page: Page[R], shape: Callable[[R], A]) -> answers.Listed[A]:
    """A page of a list."""
    return answers.Listed([shape(it) for it in page.items], page.next or None)


def project_row(row: ProjectRow) -> answers.ProjectRow:
    """A project in a list."""
    return answers.ProjectRow(
        name=row.name,
        description=row.description,
        clone_url=clone_url(row.name),
        published=row.cloneable,
        url=url_for("api.one_project", name=row.name, _external=True),
        latest_release=release_row(row.latest),
    )


def release_row(row: ReleaseRow) -> answers.ReleaseRow:
    """A release in a list."""
    return answers.ReleaseRow(
        project=row.project,
        id=row.commit,
        label=row.label,
        swhid=f"swh:1:rev:{row.commit}",
        state=row.state,
        changed_at=moment(row.changed_at),
        committed_at=_maybe(row.committed_at),
        files=row.files,
        components=row.components,
        problems=row.problems,
        license_classes=[class_count(it) for it in row.classes],
        reason=sentence(row.reason, request_language()),
        url=url_for("api.one_release", name=row.project, release_id=row.commit, _external=True),
    )


def project_detail(detail: ProjectDetail) -> answers.Project:
    """One project."""
    return answers.Project(
        name=detail.name,
        description=detail.description,
        homepage=detail.homepage,
        clone_url=clone_url(detail.name),
        published=detail.cloneable,
        origins=[origin(detail.name, it) for it in detail.origins],
        releases=listed(detail.releases, release_row),
    )


def origin(project: str, it: OriginRow) -> answers.OriginRow:
    """A place that the code comes from."""
    return answers.OriginRow(
        key=it.key,
        kind=SourceKind(it.kind),
        relation=OriginRelation(it.relation),
        location=it.location,
        visited_at=_maybe(it.visited_at),
        found=it.found,
        clone_url=origin_clone_url(project, it.key),
    )


def class_count(it: ClassCount) -> answers.ClassCount:
    """How much of a release has licences of one class."""
    return answers.ClassCount(it.license_class, it.files, it.components)


def release_detail(it: ReleaseDetail, language: Language, question: Text | None) -> answers.Release:
    """One release and the addresses of its lists and documents."""
    place: dict[str, Any] = {"name": it.project, "release_id": it.commit, "_external": True}
    published = it.state == "published"
    return answers.Release(
        id=it.commit,
        project=it.project,
        label=it.label,
        swhid=f"swh:1:rev:{it.commit}",
        tree=f"swh:1:dir:{it.tree}",
        ref=it.ref,
        origin=it.origin,
        archive_sha256=it.archive_sha256,
        state=it.state,
        reason=sentence(it.reason, language),
        open_question=sentence(question, language),
        committed_at=_maybe(it.committed_at),
        submitted_at=moment(it.submitted_at),
        changed_at=moment(it.changed_at),
        analyser=it.analyser,
        files=it.files,
        components=it.components,
        dependencies=it.dependencies,
        problems=it.problems,
        license_classes=[class_count(each) for each in it.classes],
        clone_url=clone_url(it.project) if published else None,
        components_url=url_for("api.components", **place),
        dependencies_url=url_for("api.dependencies", **place),
        licenses_url=url_for("api.licenses", **place),
        problems_url=url_for("api.problems", **place),
        verdict_url=url_for("api.verdict", **place),
        overrules_url=url_for("overrules.listed", **place),
        documents=[document(each, it) for each in it.documents],
        archives=[archive(form, it) for form in ArchiveFormat] if published else [],
    )


def document(each: DocumentRow, of: ReleaseDetail) -> answers.Document:
    """A document and where it is downloaded."""
    return answers.Document(
        kind=each.kind,
        media_type=each.media_type,
        file_name=file_name(of, each.kind),
        sha256=each.sha256,
        size=each.size,
        url=document_url(of, each.kind),
    )


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


def component(it: ComponentRow) -> answers.Component:
    """One package of a release."""
    return answers.Component(
        purl=it.purl,
        name=it.name,
        version=it.version,
        requirement=it.requirement,
        type=it.type,
        scope=Scope(it.scope),
        direct=it.direct,
        first_party=it.first_party,
        declared_license=it.declared_license,
        declared_as=it.declared_as,
        license_class=it.license_class,
        evidence=[answers.Evidence(path, line) for path, line in it.evidence],
    )


def edge(it: EdgeRow) -> answers.Edge:
    """One dependency edge."""
    return answers.Edge(it.dependent, it.dependency, Scope(it.scope), it.requirement)


def license_row(it: LicenseRow) -> answers.License:
    """One licence expression of a release."""
    return answers.License(it.expression, it.license_class, it.files, it.components, list(it.paths))


def problem(it: ProblemRow, language: Language) -> answers.ScanProblem:
    """One problem, in the reader's language."""
    return answers.ScanProblem(it.code, it.path, it.line, it.message.to(language))


def verdict(it: VerdictRow, language: Language) -> answers.Verdict:
    """One verdict with its reasons, in the reader's language."""
    return answers.Verdict(
        pack=it.pack,
        pack_version=it.pack_version,
        scenario=it.scenario,
        outbound=it.outbound,
        outcome=Outcome(it.outcome),
        judged_at=moment(it.judged_at),
        violations=[_violation(each, language) for each in it.violations],
    )


def _violation(it: ViolationRow, language: Language) -> answers.Violation:
    return answers.Violation(
        rule=it.rule,
        severity=it.severity,
        decided=it.decided,
        subject=it.subject,
        line=it.line,
        expression=it.expression,
        reason=it.reason.to(language),
        remedy=sentence(it.remedy, language),
        waived=it.waived,
    )


def event(it: EventRow, language: Language) -> answers.Event:
    """One entry of an audit trail."""
    return answers.Event(moment(it.at), it.actor, it.action, it.before, it.after, sentence(it.reason, language))


def visit(it: VisitRow, language: Language) -> answers.Visit:
    """One visit to an origin."""
    problem = sentence(it.problem, language)
    return answers.Visit(it.location, moment(it.at), it.found, it.refs, problem, list(it.changed))


def use(it: UseRow) -> answers.Use:
    """A release that has a package."""
    return answers.Use(it.project, it.label, it.commit, it.state, it.purl, Scope(it.scope), it.direct, list(it.path))


def holder(it: FileRow) -> answers.Holder:
    """A release that contains a file."""
    return answers.Holder(it.project, it.label, it.commit, it.state, it.path)


def comparison(it: Comparison) -> answers.Comparison:
    """What the later of two releases has differently."""
    return answers.Comparison(
        before=it.before,
        after=it.after,
        packages=[answers.PackageChange(each.package, list(each.before), list(each.after)) for each in it.packages],
        licenses_gone=list(it.licenses_gone),
        licenses_new=list(it.licenses_new),
        files_gone=list(it.files_gone),
        files_new=list(it.files_new),
        files_changed=list(it.files_changed),
    )


def overrule(it: OverruleRow) -> answers.Overrule:
    """A licence that a reviewer concluded."""
    return answers.Overrule(it.subject, it.before, it.concluded, it.reason, it.actor, moment(it.at))


def agreement(it: AgreementRow, language: Language) -> answers.Agreement:
    """The version in force."""
    return answers.Agreement(
        it.organisation, it.version, it.text(language), moment(it.published_at), _maybe(it.accepted_at)
    )


def job(it: JobRow, language: Language) -> answers.Job:
    """Work that the pool does."""
    return answers.Job(
        id=it.id,
        kind=it.kind,
        subject=it.subject,
        state=it.state,
        step=it.step,
        done=it.done,
        total=it.total,
        problem=sentence(it.problem, language),
        created_at=moment(it.created_at),
        ended_at=_maybe(it.ended_at),
    )


def sentence(it: Text | None, language: Language) -> str | None:
    """A sentence in the reader's language."""
    return it.to(language) if it else None
