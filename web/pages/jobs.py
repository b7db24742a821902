"""What the pool does in the background: a list, one job with its progress, and the buttons that end or repeat it."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from registry.api.blueprints import pool
from registry.models import JobKind, JobState
from registry.services import jobs
from registry.services.permissions import require_known
from web.rendering import render
from web.session import from_our_page, viewer

blueprint = Blueprint("work", __name__, url_prefix="/jobs")

SECONDS = 5  # between two looks at a job that one watches


@blueprint.get("")
def index() -> str:
    """Jobs that concern whoever looks, the newest first, narrowed by `state`, `kind` and `project`."""
    who = require_known(viewer())
    state, kind, project = (request.args.get(name, "").strip()[:100] for name in ("state", "kind", "project"))
    page = jobs.find_jobs(
        pool(),
        state=JobState(state) if state in set(JobState) else None,
        kind=JobKind(kind) if kind in set(JobKind) else None,
        project=project,
        who=who,
        cursor=request.args.get("cursor", "")[:500],
    )
    asked = {"state": state, "kind": kind, "project": project}
    return render("jobs.html", page=page, asked=asked, states=list(JobState), kinds=list(JobKind))


@blueprint.get("/<int:number>")
def show(number: int) -> str:
    """One job; with `watch`, a page that looks again by itself until the job is over."""
    who = require_known(viewer())
    found = jobs.job(pool(), number, who)
    again = SECONDS if "watch" in request.args and found.ended_at is None else None
    return render("job.html", job=found, may=jobs.possible(pool(), number, who), again=again)


@blueprint.post("/<int:number>/cancel")
def cancel(number: int) -> AnyResponse:
    """End it."""
    from_our_page()
    who = require_known(viewer())
    jobs.cancel(pool(), number, actor=who.login, who=who)
    return _seen(number)


@blueprint.post("/<int:number>/retry")
def retry(number: int) -> AnyResponse:
    """Ask for it again."""
    from_our_page()
    who = require_known(viewer())
    return _seen(jobs.try_again(pool(), number, actor=who.login, who=who))


def _seen(number: int) -> AnyResponse:
    return Response(status=303, headers={"Location": url_for("work.show", number=number)})
