"""One release: licences, packages, dependency edges, verdict, problems, documents."""

from __future__ import annotations

from flask import Blueprint, request

from registry.api.blueprints import pool
from registry.models import State
from registry.services import contents, permissions, releases, review
from registry.services.overrules import OPEN, overrules_page
from registry.services.permissions import Permission
from registry.services.signing import key_facts
from registry.services.workflow import TRANSITIONS
from web.rendering import render
from web.session import viewer

blueprint = Blueprint("release", __name__, url_prefix="/projects/<name>/releases/<release_id>")

SHOWN = 40  # rows of a long list on the release's own page; the rest has its own page


@blueprint.get("")
def show(name: str, release_id: str) -> str:
    """Everything that a person decides by, on one page."""
    release = releases.release(pool(), name, release_id)
    return render(
        "release.html",
        release=release,
        licenses=contents.licenses_of(pool(), release.id),
        components=contents.components_of(pool(), release.id, limit=SHOWN),
        edges=contents.dependencies_of(pool(), release.id, limit=SHOWN),
        problems=contents.problems_of(pool(), release.id, limit=SHOWN),
        key=key_facts(pool()),
        events=review.events_of(pool(), release.id),
        may=_may(name, release.state),
        question=review.open_question(pool(), release.id),
        overrules=overrules_page(pool(), release.id).items,
    )


def _may(name: str, state: State) -> frozenset[str]:
    """What the viewer can do now: what their role allows and the release's state admits."""
    next_states = TRANSITIONS[state]
    can = {it for it in Permission if permissions.may(pool(), viewer(), it, name)}
    decisions = {
        "publish": Permission.REVIEW in can and (State.PUBLISHED in next_states or state is State.REJECTED),
        "reject": Permission.REVIEW in can and State.REJECTED in next_states,
        "withdraw": Permission.WITHDRAW in can and State.WITHDRAWN in next_states,
        "comment": Permission.COMMENT in can,
        "ask": Permission.REVIEW in can,
        "waive": Permission.WAIVE in can and state in OPEN,
        "overrule": Permission.REVIEW in can and state in OPEN,
    }
    return frozenset(name for name, possible in decisions.items() if possible)


@blueprint.get("/packages")
def packages(name: str, release_id: str) -> str:
    """All packages."""
    release = releases.release(pool(), name, release_id)
    page = contents.components_of(pool(), release.id, cursor=_cursor())
    return render("packages.html", release=release, components=page)


@blueprint.get("/dependencies")
def dependencies(name: str, release_id: str) -> str:
    """All dependency edges."""
    release = releases.release(pool(), name, release_id)
    page = contents.dependencies_of(pool(), release.id, cursor=_cursor())
    return render("dependencies.html", release=release, edges=page)


@blueprint.get("/problems")
def problems(name: str, release_id: str) -> str:
    """All problems."""
    release = releases.release(pool(), name, release_id)
    page = contents.problems_of(pool(), release.id, cursor=_cursor())
    return render("problems.html", release=release, problems=page)


def _cursor() -> str:
    return request.args.get("cursor", "")[:500]
