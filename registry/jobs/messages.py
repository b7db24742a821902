"""What a runner and its worker process tell each other: one JSON document a line.

To the worker: a claim. From it: steps on the way, and one ending.
"""

from __future__ import annotations

import msgspec

from licenses.language import Text
from registry.jobs.ending import End, Ending

OUT_OF_MEMORY = 77  # exit code of a worker that could not even say so


class Sentence(msgspec.Struct, frozen=True):
    """A `Text` on its way."""

    template: str
    values: dict[str, str | int]


class Step(msgspec.Struct, frozen=True, tag=True):
    """How far the worker is."""

    step: str
    done: int
    total: int


class Ended(msgspec.Struct, frozen=True, tag=True):
    """How the try ended."""

    end: str
    problem: Sentence | None = None


Message = Step | Ended
READ = msgspec.json.Decoder(Message)


def ended(ending: Ending) -> Ended:
    """An ending, as it is sent."""
    said = ending.problem
    return Ended(ending.end.value, Sentence(said.template, dict(said.values)) if said else None)


def ending(message: Ended) -> Ending:
    """An ending, as it was meant."""
    said = message.problem
    return Ending(End(message.end), Text(said.template, tuple(sorted(said.values.items()))) if said else None)


def line(message: object) -> bytes:
    """A document and the end of its line."""
    return msgspec.json.encode(message) + b"\n"
