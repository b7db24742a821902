"""A source is submitted: jobs visit it, scan it and bring it to the end of its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.errors import BadUsage
from registry.jobs.child import perform
from registry.jobs.claims import take
from registry.jobs.runner import work_off
from registry.jobs.work import Tools
from registry.models import JobKind, JobState, State
from registry.pool import Pool
from registry.services.check import check
from registry.services.jobs import find_jobs
from registry.services.projects import project
from registry.services.releases import release
from registry.services.review import Decision, decide, events_of
from registry.services.schedule import ask_for_visits
from registry.services.submit import submit
from registry.services.visits import visits_of
from registry.services.workflow import BadTransition
from tests.registry.jobs.conftest import work_here
from tests.registry.pool import MIT_PROJECT, commit, git, repository, serving


def test_a_submitted_source_is_visited_scanned_and_published(jobs_pool: Pool, elsewhere: str, tmp_path: Path) -> None:
    submitted = submit(jobs_pool, elsewhere, actor="anna")
    assert (submitted.project, submitted.location) == ("lantern", elsewhere)

    assert work_off(jobs_pool) == 2

    found = release(jobs_pool, "lantern", "1.0.0")
    assert found.state is State.PUBLISHED
    states = [(it.actor, it.after) for it in events_of(jobs_pool, found.id)]
    assert states[:4] == [("anna", "submitted"), ("anna", "scanning"), ("anna", "scanned"), ("anna", "in review")]
    assert states[4][1] == "published"
    assert [(it.kind, it.state) for it in find_jobs(jobs_pool).items] == [
        (JobKind.SCAN, JobState.DONE),
        (JobKind.VISIT, JobState.DONE),
    ]
    assert list(check(jobs_pool)) == []
    with serving(jobs_pool) as address:
        git("clone", f"{address}git/lantern.git", tmp_path / "clone")
    assert project(jobs_pool, "lantern").description == "河灯 float"


def test_asking_twice_is_asking_once(jobs_pool: Pool, elsewhere: str) -> None:
    first = submit(jobs_pool, elsewhere, actor="anna")

    assert submit(jobs_pool, elsewhere, actor="ben").job == first.job


def test_an_unchanged_origin_costs_one_visit_and_a_new_tag_becomes_a_release(
    jobs_pool: Pool, elsewhere: str, lantern: Path
) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    work_here(jobs_pool)

    ask_for_visits(jobs_pool, ("lantern",), actor="anna")
    assert work_here(jobs_pool) == 1

    commit(lantern, {"package.json": MIT_PROJECT["package.json"].replace("1.0.0", "1.1.0")})
    git("tag", "v1.1.0", at=lantern)
    ask_for_visits(jobs_pool, (), actor="anna")
    work_here(jobs_pool)

    visits = visits_of(jobs_pool, "lantern").items
    assert [it.found.value for it in visits] == ["changed", "unchanged", "changed"]
    assert [it.changed for it in visits] == [
        ("HEAD", "refs/heads/main", "refs/tags/v1.1.0"),
        (),
        ("HEAD", "refs/heads/main"),
    ]
    assert [it.label for it in project(jobs_pool, "lantern").releases.items] == ["1.1.0", "1.0.0"]
    assert list(check(jobs_pool)) == []


def test_an_origin_that_never_answers_is_kept_and_its_job_says_why(jobs_pool: Pool, elsewhere: str) -> None:
    silent = elsewhere.replace("lantern", "nobody")
    submit(jobs_pool, silent, actor="anna")

    assert work_here(jobs_pool) == 5

    (job,) = find_jobs(jobs_pool).items
    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert "git cannot fetch it" in (job.problem.to("en") if job.problem else "")
    assert [it.found.value for it in visits_of(jobs_pool, "nobody").items] == ["unreachable"] * 5
    assert [it.found for it in project(jobs_pool, "nobody").origins] == ["unreachable"]


def test_a_stranger_with_a_projects_name_is_refused_at_once(
    jobs_pool: Pool, elsewhere: str, lantern: Path, tmp_path: Path
) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    work_here(jobs_pool)
    repository(lantern.parent / "other" / "lantern", {"README": "mine\n"})
    submit(jobs_pool, elsewhere.replace("/lantern", "/other/lantern"), actor="mallory")

    assert work_here(jobs_pool) == 1

    job = find_jobs(jobs_pool).items[0]
    assert (job.state, job.actor) == (JobState.FAILED, "mallory")
    assert len(project(jobs_pool, "lantern").origins) == 1


@pytest.mark.parametrize(
    "source", ["https://anna:secret@forge.example/app.git", "git://forge.example/app.git", "https://forge.example/.git"]
)
def test_what_cannot_be_fetched_is_refused_before_it_becomes_a_job(jobs_pool: Pool, source: str) -> None:
    with pytest.raises(BadUsage):
        submit(jobs_pool, source, actor="anna")

    assert find_jobs(jobs_pool).items == ()


def test_a_release_that_was_never_scanned_cannot_be_published(jobs_pool: Pool, elsewhere: str) -> None:
    submit(jobs_pool, elsewhere, actor="anna")
    visit = take(jobs_pool, [JobKind.VISIT], "test")
    assert visit
    perform(jobs_pool, visit, lambda *_: None, at_home=True, tools=Tools())
    commit_id = project(jobs_pool, "lantern").releases.items[0].commit
    decide(jobs_pool, "lantern", commit_id, Decision.REJECT, actor="ben", reason="no")

    with pytest.raises(BadTransition):
        decide(jobs_pool, "lantern", commit_id, Decision.PUBLISH, actor="ben", reason="yes")
