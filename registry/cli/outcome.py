"""What became of a publication, told to a person."""

from __future__ import annotations

from licenses.language import Language, Text, text
from registry.models.release import State
from registry.services.publish import Published

_SENTENCES = {
    (State.PUBLISHED, True): text("published"),
    (State.PUBLISHED, False): text("published before, unchanged"),
    (State.IN_REVIEW, True): text("waits for a reviewer"),
    (State.IN_REVIEW, False): text("still waits for a reviewer"),
    (State.WITHDRAWN, False): text("was withdrawn"),
    (State.REJECTED, True): text("rejected"),
    (State.REJECTED, False): text("rejected before, unchanged"),
}


def lines(done: Published, language: Language) -> list[str]:
    """One line for the outcome, then the reason when there is one."""
    outcome = _SENTENCES.get((done.state, done.new), Text(done.state.value)).to(language)
    told = [f"{done.project} {done.label} ({done.commit[:12]}): {outcome}"]
    if done.reason:
        told.append(f"  {done.reason.to(language)}")
    return told
