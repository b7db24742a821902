"""What a kind of job is: what it does, how often it is tried, what follows when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from licenses.language import Text
from registry.jobs.claims import Claim
from registry.models import JobKind
from registry.pool import Pool

Report = Callable[[str, int, int], None]  # (step, done, total)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker process keeps from job to job, by name: opening the licence index takes longer than most jobs."""

    kept: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """One job in a worker's hands."""

    pool: Pool
    claim: Claim
    report: Report
    scratch: Path  # an empty folder, removed afterwards
    at_home: bool  # the pool's folder is here: git storage, documents, key
    tools: Tools = field(default_factory=Tools)


class Kind(Protocol):
    """A module of this package that does one kind of job. Doing it twice has the effect of doing it once."""

    ATTEMPTS: int  # times that it is tried before it is given up
    AT_HOME: bool  # it needs the pool's folder, so it is never sent to another machine

    def run(self, work: Work) -> None:
        """Do it.

        Raises:
            TrustpoolError: it cannot be done; whether another try may help, `Lasting` says.
        """

    def unfinished(self, pool: Pool, session: Session, claim: Claim, problem: Text | None) -> None:
        """It was given up (with its problem) or cancelled (without): put down what it had begun."""


class Lasting(Exception):
    """Another try would fail in the same way."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.english())
        self.problem = problem


def kind_of(kind: JobKind) -> Kind:
    """The module that does this kind of job; only that one is imported."""
    import importlib

    found: Kind = importlib.import_module(f"registry.jobs.{kind.value}")
    return found


def kinds(*, at_home: bool | None = None) -> tuple[JobKind, ...]:
    """All kinds, or those that do, or do not, need the pool's folder."""
    return tuple(it for it in JobKind if at_home is None or kind_of(it).AT_HOME is at_home)


def nothing_begun(pool: Pool, session: Session, claim: Claim, problem: Text | None) -> None:
    """`unfinished` of a kind that leaves nothing to be put down."""


Arguments = Mapping[str, object]
