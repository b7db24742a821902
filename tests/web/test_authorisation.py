"""Who may do what: every route of the application, asked by everybody there is.

The routes come from the application itself: one that is not in the table fails the first test, so nobody adds a way in
without saying for whom it is. `OWN` asks about a project or organisation of harbour, where the members are; `hill` has
nothing to do with it. Where the answer to those who may is no 2xx, the request was made so that it changes nothing:
409 and 404 are said after, 401 and 403 before.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as of_pool  # noqa: TID251  a Pool is a dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from registry.jobs.claims import take
from registry.jobs.ending import End, Ending, settle
from registry.models import Admission, JobKind, Role
from registry.pool import Pool, open_pool
from registry.services import accounts, agreements, organisations
from registry.services.projects import project
from registry.services.sessions import family_of
from registry.services.submit import submit
from registry.settings import RateSettings, Settings
from tests.registry.pool import MIT_PROJECT, NewHome, publisher, repository
from tests.registry.test_submissions import BOAT, tar_of
from web.app import create_app
from web.session import COOKIE

TOMORROW = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011  the pool's clock runs too
VERSION = "1.0"

# Columns: nobody | reader, contributor, reviewer, maintainer, administrator of the organisation | anybody of another
# one | administrator of the pool. A row of one column is for everybody.
API: dict[str, str] = {
    "GET agreements.current": "200",
    "POST agreements.accept": "401 201 201 201 201 201 403 201",
    "GET api.all_projects": "200",
    "GET api.one_project": "200",
    "GET api.one_release": "200",
    "GET api.components": "200",
    "GET api.dependencies": "200",
    "GET api.licenses": "200",
    "GET api.problems": "200",
    "GET api.verdict": "200",
    "GET api.visits": "200",
    "GET downloads.archive": "200",
    "GET downloads.document": "200",
    "POST identity.issue": "403",  # by a wrong password
    "GET identity.me": "401 200 200 200 200 200 200 200",
    "GET identity.waiting": "200",
    "POST jobs.cancel": "401 403 403 403 409 409 404 409",
    "GET jobs.job": "401 200 200 200 200 200 404 200",
    "GET jobs.listed": "401 200 200 200 200 200 200 200",  # each their own
    "POST jobs.retry": "401 403 202 202 202 202 404 202",
    "GET openapi.openapi": "200",
    "GET overrules.listed": "200",
    "POST overrules.overrule": "401 403 403 409 409 409 403 409",
    "GET questions.compare": "200",
    "GET questions.containing": "200",
    "GET questions.uses": "200",
    "POST review.comment": "401 403 201 201 201 201 403 201",
    "POST review.decide": "401 403 403 409 409 409 403 409",
    "GET review.events": "200",
    "DELETE review.revoke": "401 403 403 403 404 404 403 404",
    "POST review.waive": "401 403 403 403 201 201 403 201",
    "POST submissions.submit_list": "401 202 202 202 202 202 202 202",  # what one may not submit is refused by itself
    "POST submissions.submit_registry_package": "401 403 404 404 404 404 403 404",
    "POST submissions.submit_source": "401 403 202 202 202 202 403 202",
    "POST submissions.upload_archive": "401 403 202 202 202 202 403 202",
}
ELSEWHERE: dict[str, str] = {
    "POST git.upload_pack_for_job": "403",  # for the worker that has the job, and nobody else
    "GET git.refs_for_job": "403",
    "GET git.receive_pack": "403",
    "POST git.receive_pack": "403",
    "POST git.upload_pack": "415",
    "GET git.refs": "200",
    "POST git.origin_upload_pack": "415",
    "GET git.origin_refs": "200",
    "GET health.healthz": "200",
    "GET health.readyz": "200",
    "GET metrics.metrics": "200",  # from this machine
    "GET schemas.listed": "200",
    "GET schemas.schema": "200",
    "GET static": "200",
}
PAGES: dict[str, str] = {
    "GET projects.index": "200",
    "GET project.show": "200",
    "GET release.show": "200",
    "GET release.packages": "200",
    "GET release.dependencies": "200",
    "GET release.problems": "200",
    "GET usage.show": "200",
    "GET verify.how": "200",
    "GET verify.key": "200",
    "GET agreement.show": "200",
    "POST agreement.accept": "401 303 303 303 303 303 403 303",
    "GET login.form": "200",
    "POST login.enter": "403",  # by a wrong password
    "POST login.leave": "303",
    "GET oidc.begin": "400",  # no provider is configured
    "GET oidc.finish": "403",
    "GET reviewing.queue": "200",
    "POST reviewing.decide": "401 403 403 409 409 409 403 409",
    "POST reviewing.overrule": "401 403 403 409 409 409 403 409",
    "POST reviewing.waive": "401 403 403 403 303 303 403 303",
    "GET work.index": "401 200 200 200 200 200 200 200",
    "GET work.show": "401 200 200 200 200 200 404 200",
    "POST work.cancel": "401 403 403 403 409 409 404 409",
    "POST work.retry": "401 403 303 303 303 303 404 303",
}
TABLE = {**API, **ELSEWHERE, **PAGES}
DECISION = {"decision": "publish", "reason": "read it"}
OVERRULE = {"subject": "index.js", "license": "MIT", "reason": "so it says"}
WAIVER = {"rule": "any", "subject": "index.js", "reason": "ours", "until": TOMORROW}
SENT: dict[str, dict[str, Any]] = {
    "POST agreements.accept": {"json": {"version": VERSION}},
    "POST identity.issue": {"json": {"login": "root", "password": "wrong", "name": "x"}},
    "POST overrules.overrule": {"json": OVERRULE},
    "GET questions.uses": {"query_string": "purl=pkg:npm/lodash"},
    "POST review.comment": {"json": {"comment": "why?"}},
    "POST review.decide": {"json": DECISION},
    "POST review.waive": {"json": WAIVER},
    "POST submissions.submit_list": {"data": "https://forge.example/lantern\n", "content_type": "text/plain"},
    "POST submissions.submit_registry_package": {"json": {"purl": "pkg:npm/lantern@1.0.0", "name": "lantern"}},
    "POST submissions.submit_source": {"json": {"source": "https://forge.example/lantern"}},
    "POST submissions.upload_archive": {
        "data": tar_of(BOAT),
        "query_string": "project=lantern&file=boat.tar.gz",
        "content_type": "application/gzip",
    },
    "GET git.refs": {"query_string": "service=git-upload-pack"},
    "GET git.origin_refs": {"query_string": "service=git-upload-pack"},
    "POST agreement.accept": {"data": {"version": VERSION}},
    "POST login.enter": {"data": {"login": "root", "password": "wrong"}},
    "POST reviewing.decide": {"data": DECISION},
    "POST reviewing.overrule": {"data": OVERRULE},
    "POST reviewing.waive": {"data": WAIVER},
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody, and the column that holds for them."""

    name: str
    column: int
    login: str = ""  # "" for nobody
    limit: Role | None = None  # of their token; None for a browser


@dataclass(frozen=True, slots=True)
class World:
    """The pool, its application, and what addresses are about."""

    pool: Pool
    client: FlaskClient
    words: dict[str, str]
    tokens: dict[str, str]

    def status(self, route: str, rule: Rule, asker: Asker, **more: Any) -> int:
        """The status of the answer to this asker."""
        sent = {**SENT.get(route, {}), **more}
        headers = {}
        if asker.limit:
            headers["Authorization"] = f"Bearer {self.tokens[asker.name]}"
        elif asker.login:
            secret = self.session(asker.login)
            headers["Cookie"] = f"{COOKIE}={secret}"
            if isinstance(data := sent.get("data", {}), dict) and "json" not in sent and "form" not in sent:
                family = family_of(self.pool, secret).encode()
                sent["data"] = {**data, "form_token": hmac.new(family, b"trustpool form", "sha256").hexdigest()}
        sent.pop("form", None)
        method = route.split(" ")[0]
        path = rule.build({**self.words, "name": self.name_in(rule)}, append_unknown=False)
        assert path
        if method == "GET":
            sent.pop("data", None)
        return self.client.open(path[1], method=method, headers=headers, **sent).status_code

    def session(self, login: str) -> str:
        """A new session, without its password's trouble."""
        with self.pool.database.writing() as session:
            return accounts.open_session(self.pool, session, accounts.user_named(session, login))

    def name_in(self, rule: Rule) -> str:
        """What `<name>` stands for."""
        if "/organisations/" in rule.rule:
            return "harbour"
        return "report-v1" if rule.rule.startswith("/schemas/") else "lantern"


ROLES = list(Role)
PEOPLE = [Asker(role.value, 1 + place, role.value) for place, role in enumerate(ROLES)]
STRANGERS = [Asker(f"hill-{role.value}", 6, f"hill-{role.value}") for role in ROLES]
NOBODY, ROOT = Asker("nobody", 0), Asker("root", 7, "root")
BROWSERS = [NOBODY, *PEOPLE, *STRANGERS, ROOT]
PROGRAMS = [
    NOBODY,
    *(Asker(f"{it.name} by token", it.column, it.login, Role.ADMINISTRATOR) for it in (*PEOPLE, *STRANGERS, ROOT)),
    # a personal token allows less than its owner may: like somebody with that role
    *(Asker(f"administrator as {role.value}", 1 + place, "administrator", role) for place, role in enumerate(ROLES)),
    # a robot's token allows what its owner may, at most
    *(Asker(f"robot {role.value}", 1 + place, f"robot-{role.value}", role) for place, role in enumerate(ROLES)),
    *(Asker(f"robot reader as {role.value}", 1, "robot-reader", role) for role in ROLES),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, on_sqlite: NewHome, license_index: Path) -> Iterator[World]:
    """Harbour with a published project, a job that failed, and all its people; hill with its own."""
    assert license_index.exists()
    folder = tmp_path_factory.mktemp("authorisation")
    with open_pool(on_sqlite(folder / "pool")) as opened:
        pool = of_pool(opened, settings=Settings(rates=RateSettings("", "")))
        for name in ("harbour", "hill"):
            organisations.create(pool, name, title="", pack="default", admission=Admission.AUTOMATIC, actor="t")
        texts = {"en": "Be kind.", "zh": "与人为善。"}
        agreements.publish_agreement(pool, "harbour", version=VERSION, texts=texts, actor="t")
        publisher(pool)(repository(folder / "lantern", MIT_PROJECT), organisation="harbour")
        job = submit(pool, "https://forge.example/lost", actor="zoe", organisation="harbour").job
        claim = take(pool, [JobKind.VISIT], "test")
        assert claim
        settle(pool, claim, Ending(End.LASTING))
        _people(pool)
        words = {
            "release_id": "1.0.0",
            "before": "1.0.0",
            "after": "1.0.0",
            "form": "tar",
            "kind": "sbom",
            "blob": "0" * 40,
            "number": str(job),
            "job_id": str(job),
            "project": "lantern",
            "filename": "pool.css",
            "origin": project(pool, "lantern").origins[0].key,
        }
        tokens = {it.name: _token(pool, it) for it in PROGRAMS if it.limit}
        yield World(pool, create_app(pool).test_client(use_cookies=False), words, tokens)


def _people(pool: Pool) -> None:
    accounts.add_user(pool, "root", password="", administrator=True, robot=False, actor="t")
    for role in Role:
        for login, organisation, robot in (
            (role.value, "harbour", False),
            (f"hill-{role.value}", "hill", False),
            (f"robot-{role.value}", "harbour", True),
        ):
            accounts.add_user(pool, login, password="", administrator=False, robot=robot, actor="t")
            organisations.admit(pool, organisation, login, role, actor="t")
            with pool.database.reading() as session:
                user = accounts.user_named(session, login).id
            agreements.accept(pool, "harbour", VERSION, user_id=user, login=login, language="en")


def _token(pool: Pool, asker: Asker) -> str:
    limit = asker.limit or Role.READER
    return accounts.issue_token(pool, asker.login, asker.name, role=limit, lasts=timedelta(days=1), actor="t")


def routes(world: World) -> dict[str, Rule]:
    """Every way in, by method and endpoint; of several addresses the last."""
    rules = world.client.application.url_map.iter_rules()
    return {
        f"{method} {rule.endpoint}": rule for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def expected(route: str, asker: Asker) -> int:
    columns = TABLE[route].split()
    return int(columns[asker.column] if len(columns) > 1 else columns[0])


def test_every_route_is_in_the_table_and_the_table_has_no_other(world: World) -> None:
    assert set(routes(world)) == set(TABLE)


@pytest.mark.parametrize("route", [*API, *ELSEWHERE])
def test_what_programs_may_do(world: World, route: str) -> None:
    rule = routes(world)[route]

    found = {it.name: world.status(route, rule, it) for it in PROGRAMS}

    assert found == {it.name: expected(route, it) for it in PROGRAMS}


@pytest.mark.parametrize("route", PAGES)
def test_what_people_may_do_in_a_browser(world: World, route: str) -> None:
    rule = routes(world)[route]

    found = {it.name: world.status(route, rule, it) for it in BROWSERS}

    assert found == {it.name: expected(route, it) for it in BROWSERS}


@pytest.mark.parametrize("route", [it for it in PAGES if it.startswith("POST")])
def test_no_form_of_another_site_does_anything(world: World, route: str) -> None:
    assert world.status(route, routes(world)[route], ROOT, form=False) == 403


@pytest.mark.parametrize("route", [it for it, row in API.items() if row.startswith("401")])
def test_a_browsers_session_is_no_token_for_programs(world: World, route: str) -> None:
    assert world.status(route, routes(world)[route], ROOT, form=False) == 401


@pytest.mark.parametrize("route", [it for it, row in PAGES.items() if row.startswith("401")])
def test_a_token_is_no_session_of_a_browser(world: World, route: str) -> None:
    (root,) = (it for it in PROGRAMS if it.name == "root by token")

    assert world.status(route, routes(world)[route], root) == 401
