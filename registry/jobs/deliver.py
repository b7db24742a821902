"""Tell a webhook of an event. A receiver may hear of one event twice, with the same webhook-id, and must not mind."""

from __future__ import annotations

from dataclasses import dataclass

from licenses.errors import BadUsage, InputUnreadable
from licenses.language import Text, text
from registry.jobs.work import Lasting, Work, nothing_begun
from registry.models import Delivery
from registry.services.outgoing import post
from registry.services.webhooks import signed_headers

ATTEMPTS = 8
AT_HOME = True
GONE = 410  # the receiver says that it never wants to hear again
unfinished = nothing_begun


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is sent to whom."""

    id: int
    url: str
    secret: str
    body: bytes


def run(work: Work) -> None:
    """Do it; nothing when it was delivered, or nobody wants it any more.

    Raises:
        InputUnreadable: no answer, or an answer that is no success.
        Lasting: the address may not be called, or said that it is gone.
    """
    letter = _letter(work)
    if letter is None:
        return
    settings = work.pool.settings.webhooks
    headers = signed_headers(letter.secret, f"msg_{letter.id}", work.pool.now(), letter.body)
    try:
        status = post(letter.url, letter.body, headers, private=settings.private_addresses, timeout=settings.timeout)
    except InputUnreadable as silent:
        _note(work, letter, None, silent.what)
        raise
    except BadUsage as refused:
        _note(work, letter, None, refused.what)
        raise Lasting(refused.what) from refused
    if 200 <= status < 300:
        _note(work, letter, status, None)
        return
    problem = text("it answered with status {status}", status=status)
    _note(work, letter, status, problem)
    if status == GONE:
        raise Lasting(problem)
    raise InputUnreadable(problem, where=letter.url)


def _letter(work: Work) -> _Letter | None:
    with work.pool.database.reading() as session:
        found = session.get(Delivery, int(work.claim.arguments["delivery"]))
        if found is None or found.delivered_at is not None or found.webhook.ended_at is not None:
            return None
        return _Letter(found.id, found.webhook.url, found.webhook.secret, found.body.encode())


def _note(work: Work, letter: _Letter, status: int | None, problem: Text | None) -> None:
    with work.pool.database.writing() as session:
        delivery = session.get_one(Delivery, letter.id)
        delivery.tries += 1
        delivery.status, delivery.problem = status, problem
        if problem is None:
            delivery.delivered_at = work.pool.now()
