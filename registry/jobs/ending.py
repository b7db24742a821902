"""How a try of a job ended, and what follows: done, tried again after a pause, given up, cancelled."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from enum import StrEnum

from licenses.language import Text, text
from registry.jobs.claims import Claim, ClaimLost, end_cancelled, finish, give_back, give_up, silent
from registry.jobs.work import kind_of
from registry.pool import Pool

log = logging.getLogger("trustpool.jobs")
_SILENT = text("the worker that had it fell silent")


class End(StrEnum):
    """How one try ended."""

    DONE = "done"
    FAILED = "failed"  # another try may help
    LASTING = "lasting"  # it will not
    CANCELLED = "cancelled"
    LOST = "lost"  # the job is somebody else's by now


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one try."""

    end: End
    problem: Text | None = None


def settle(pool: Pool, claim: Claim, ending: Ending) -> None:
    """Write down how a try ended."""
    problem = ending.problem or _SILENT
    kind = kind_of(claim.kind)
    match ending.end:
        case End.DONE:
            _finish(pool, claim)
        case End.CANCELLED:
            with pool.database.writing() as session:
                if end_cancelled(session, claim, pool.now()):
                    kind.unfinished(pool, session, claim, None)
        case End.FAILED if claim.attempt < kind.ATTEMPTS:
            give_back(pool, claim, problem, pause=_pause(pool, claim.attempt))
        case End.FAILED | End.LASTING:
            with pool.database.writing() as session:
                if give_up(session, claim, pool.now(), problem):
                    kind.unfinished(pool, session, claim, problem)
        case End.LOST:
            pass
    log.info(
        "job %s",
        ending.end.value,
        extra={
            "job": claim.id,
            "kind": claim.kind.value,
            "attempt": claim.attempt,
            "problem": ending.problem.english() if ending.problem else "",
        },
    )


def take_back(pool: Pool) -> int:
    """Jobs whose worker fell silent go to somebody else, or are given up; how many."""
    lost = silent(pool)
    for claim in lost:
        settle(pool, claim, Ending(End.FAILED, _SILENT))
    return len(lost)


def _finish(pool: Pool, claim: Claim) -> None:
    try:
        with pool.database.writing() as session:
            finish(session, claim, pool.now())
    except ClaimLost:
        # somebody else had it meanwhile, and it had its effect once all the same
        log.warning("job lost", extra={"job": claim.id, "kind": claim.kind.value})


def _pause(pool: Pool, attempt: int) -> float:
    """Seconds: twice as long after each try, and never the same for two jobs that failed together."""
    longest: float = pool.settings.jobs.backoff * 2.0 ** (attempt - 1)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  no secret
