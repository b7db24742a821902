"""Bring code into the pool: the address of a git repository, a package of a registry, a list of either, an archive."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from flask import abort, request
from msgspec import Meta, Struct

from licenses.errors import BadUsage, TrustpoolError
from licenses.language import text
from registry.api import answers, shapes
from registry.api.asked import json_body, query, word
from registry.api.authentication import known
from registry.api.blueprints import part, pool
from registry.api.documented import Parameter, documented
from registry.api.language import request_language
from registry.services.accounts import Somebody
from registry.services.packages import read_purl, submit_package
from registry.services.permissions import NotAllowed
from registry.services.place import NAME
from registry.services.sources_list import read_list
from registry.services.submit import submit
from registry.services.submitters import require_submitter
from registry.services.upload import FILE_NAME, Parcel, upload
from scanner.source.spec import RemoteSpec, parse_spec

blueprint = part("submissions")

CHUNK = 1024 * 1024
LONGEST_LIST = 1000  # sources that one request submits
_LABEL = r"[A-Za-z0-9][A-Za-z0-9-]*"
_PORT = r"(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_+-]{0,40}(?:\.[A-Za-z0-9_+-]{1,20}){0,2}"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
SOURCE = rf"^https?://{_HOST}{_PORT}/(?:[A-Za-z0-9_~+-][A-Za-z0-9._~+-]*/)*{_NAME}(?:@[A-Za-z0-9_][A-Za-z0-9._/+-]*)?$"
_NPM = r"npm/(?:(?:%40|@)[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9._-]*"
_PLAIN = r"(?:pypi/[a-z0-9][a-z0-9-]*|(?:cargo|gem|nuget)/[A-Za-z][A-Za-z0-9_-]*)"
_NESTED = r"(?:maven|composer|golang)/[a-z][a-z0-9.-]*[a-z0-9]/[a-z][a-z0-9-]*"
PACKAGE = rf"^pkg:(?:{_NPM}|{_PLAIN}|{_NESTED})@[A-Za-z0-9][A-Za-z0-9.+-]*$"
Source = Annotated[str, Meta(min_length=10, max_length=2000, pattern=SOURCE)]
ProjectName = Annotated[str, Meta(max_length=100, pattern=r"^(?:\w(?:\.?[\w+-])*)?$")]
OrganisationName = Annotated[str, Meta(max_length=100)]
ARCHIVES = ("application/octet-stream", "application/gzip", "application/zip", "application/x-tar", "application/zstd")

LISTS = ("text/plain", "text/csv")

PROJECT = Parameter(
    "project",
    {"type": "string", "maxLength": 100, "pattern": r"^\w(?:\.?[\w+-])*$"},
    "The project that it belongs to.",
    required=True,
)
ORGANISATION = word("organisation", "The organisation that a new project belongs to.", most=100)
FILE = word("file", "The archive's name.", most=200)
TAG = word("version", "What people call this release.", most=64)


class SubmissionBody(Struct, forbid_unknown_fields=True):
    """The address of a git repository, with an optional @REF."""

    source: Source
    name: ProjectName = ""  # of the project; by default the source's own
    organisation: OrganisationName = ""  # that a new project belongs to


class PackageBody(Struct, forbid_unknown_fields=True):
    """A package, and the project that it belongs to."""

    purl: Annotated[str, Meta(max_length=500, pattern=PACKAGE)]
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^\w(?:\.?[\w+-])*$")]
    organisation: OrganisationName = ""


@blueprint.post("/submissions")
@documented(answers.Submitted, status=202, body=SubmissionBody, errors=(403, 404, 409), needs_token=True)
def submit_source() -> answers.Submitted:
    """Submit the address of a git repository: a job fetches, scans and judges it."""
    who = known(pool())
    asked = json_body(SubmissionBody)
    return _submitted(who, asked.source, asked.name, asked.organisation)


@blueprint.post("/submissions/package")
@documented(answers.Submitted, status=202, body=PackageBody, errors=(403, 404, 409), needs_token=True)
def submit_registry_package() -> answers.Submitted:
    """Submit a package of a registry by its purl with version: a job asks the index that the operator configured."""
    who = known(pool())
    asked = json_body(PackageBody)
    return _submitted(who, asked.purl, asked.name, asked.organisation)


@blueprint.post("/submissions/list")
@documented(
    answers.ListSubmitted,
    status=202,
    query=(ORGANISATION,),
    errors=(403, 404),
    needs_token=True,
    consumes=LISTS,
)
def submit_list() -> answers.ListSubmitted:
    """Submit a list of addresses: one a line, or as forges export them in CSV or JSON (`clone_url`, …)."""
    who, organisation = known(pool()), query(ORGANISATION)
    if request.mimetype not in {"", *LISTS}:
        abort(415)
    if not request.content_length:
        raise BadUsage(text("there is no source to submit"))
    sources = read_list(request.get_data(cache=False).decode("utf-8", "replace"))
    if len(sources) > LONGEST_LIST:
        raise BadUsage(text("a list has at most {most} sources", most=LONGEST_LIST))
    done, refused = [], []
    for source in sources:
        try:
            done.append(_submitted(who, source, "", organisation))
        except TrustpoolError as wrong:
            refused.append(answers.NotSubmitted(source[:500], wrong.what.to(request_language())))
    return answers.ListSubmitted(done, refused)


@blueprint.post("/uploads")
@documented(
    answers.Uploaded,
    status=202,
    query=(PROJECT, ORGANISATION, FILE, TAG),
    errors=(403, 404, 409),
    needs_token=True,
    consumes=ARCHIVES,
)
def upload_archive() -> answers.Uploaded:
    """Upload an archive (tar, plain or compressed, or zip); a job scans and judges it."""
    who = known(pool())
    project, organisation, version = query(PROJECT), query(ORGANISATION), query(TAG)
    file = query(FILE) or f"{project}.archive"
    if request.mimetype not in {"", *ARCHIVES}:
        abort(415)
    if not NAME.fullmatch(project) or not FILE_NAME.fullmatch(file):
        raise BadUsage(text("this cannot be a project's name: letters, digits, and then also . _ + -"), where=project)
    require_submitter(pool(), who, project, organisation)
    with tempfile.TemporaryDirectory(prefix="trustpool-upload-") as folder:
        path = Path(folder) / "archive"
        _receive(path, pool().settings.fetch.max_bytes)
        parcel = Parcel(path, f"upload:{project}/{file}", project, organisation, who.login, version)
        done = upload(pool(), parcel)
    return answers.Uploaded(done.project, done.commit, done.sha256, done.job, _job_url(done.job))


def _submitted(who: Somebody, source: str, name: str, organisation: str) -> answers.Submitted:
    if source.startswith("pkg:"):
        require_submitter(pool(), who, name or read_purl(source).name, organisation)
        package = submit_package(pool(), source, actor=who.login, name=name, organisation=organisation)
        return answers.Submitted(package.location, package.project, package.job, _job_url(package.job))
    if not source.startswith(("https://", "http://")):
        raise BadUsage(text("only the address of a git repository can be submitted"), where=source[:200])
    spec = parse_spec(source)
    if not isinstance(spec, RemoteSpec):
        raise BadUsage(text("only the address of a git repository can be submitted"), where=source[:200])
    if spec.protocol not in pool().settings.fetch.protocols:
        raise NotAllowed(text("the protocol {protocol} is not allowed here", protocol=spec.protocol), where=spec.shown)
    require_submitter(pool(), who, name or spec.name, organisation)
    done = submit(pool(), source, actor=who.login, name=name, organisation=organisation)
    return answers.Submitted(done.location, done.project, done.job, _job_url(done.job))


def _receive(path: Path, most: int) -> None:
    """The request's body, as it comes, onto the disk; never more than is allowed."""
    request.max_content_length = most
    received = 0
    with path.open("wb") as stream:
        while chunk := request.stream.read(CHUNK):
            received += len(chunk)
            if received > most:
                abort(413)
            stream.write(chunk)


def _job_url(number: int | None) -> str | None:
    return shapes.job_url(number) if number else None
