"""A release's way: which state may follow which, and the record that each step leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from licenses.language import text
from registry.models import AuditEvent, Origin, OriginRelation, Project, Release, State
from registry.pool import Pool, open_pool
from registry.services.workflow import TRANSITIONS, BadTransition, submitted, transition
from scanner.inventory import SourceKind
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, repository

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
WHY = text("because")
CRASHING = select(Release).where(Release.label == "crashing")


def new_release(label: str = "1.0") -> Release:
    project = Project(name=label, name_key=label, store=label, search_text="", created_at=NOW)
    origin = Origin(
        project=project,
        key=label,
        kind=SourceKind.GIT,
        relation=OriginRelation.PRIMARY,
        location=label,
        created_at=NOW,
    )
    return Release(
        project=project,
        origin=origin,
        label=label,
        commit="a" * 40,
        tree="b" * 40,
        state=State.SUBMITTED,
        submitted_at=NOW,
        changed_at=NOW,
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Iterator[Pool]:
    """A pool without the licence index: nothing here scans."""
    with open_pool(new_home(tmp_path_factory.mktemp("empty") / "pool")) as opened:
        yield opened


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_only_the_listed_transitions_are_possible(empty: Pool, before: State, after: State) -> None:
    with empty.database.writing() as session:
        release = new_release(f"{before}-{after}")
        submitted(session, release, actor="tester", at=NOW)
        release.reason = WHY
        release.state = before

        if after in TRANSITIONS[before]:
            transition(session, release, after, actor="tester", at=NOW, reason=WHY)
            assert release.state is after
        else:
            with pytest.raises(BadTransition):
                transition(session, release, after, actor="tester", at=NOW, reason=WHY)
            assert release.state is before


def test_a_published_release_has_an_event_for_each_step_with_who_did_it(
    pool: Pool, publish: Publish, tmp_path: Path
) -> None:
    publish(repository(tmp_path / "lantern", MIT_PROJECT))

    with pool.database.reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(it.actor, it.before, it.after) for it in events] == [
        ("tester", "", "submitted"),
        ("tester", "submitted", "scanning"),
        ("tester", "scanning", "scanned"),
        ("tester", "scanned", "in review"),
        ("pack:default@1.0.0", "in review", "published"),
    ]


def test_a_state_and_its_event_are_written_together_or_not_at_all(empty: Pool) -> None:
    with empty.database.writing() as session:
        submitted(session, new_release("crashing"), actor="tester", at=NOW)

    def crash_after_transition() -> None:
        with empty.database.writing() as session:
            transition(session, session.scalars(CRASHING).one(), State.SCANNING, actor="tester", at=NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crash_after_transition()

    with empty.database.reading() as session:
        release = session.scalars(CRASHING).one()
        events = session.scalars(select(AuditEvent).where(AuditEvent.release_id == release.id)).all()
        assert release.state is State.SUBMITTED
        assert [it.after for it in events] == ["submitted"]


def test_rejecting_without_a_reason_is_refused(empty: Pool) -> None:
    with empty.database.writing() as session:
        release = new_release()
        submitted(session, release, actor="tester", at=NOW)
        with pytest.raises(BadTransition, match="needs a reason"):
            transition(session, release, State.REJECTED, actor="tester", at=NOW)


def test_the_database_itself_holds_a_rejection_to_its_reason(empty: Pool) -> None:
    release = new_release()
    release.state = State.REJECTED

    with pytest.raises(IntegrityError), empty.database.writing() as session:
        session.add(release)
