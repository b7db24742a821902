"""Who asks, and what they agreed to."""

from __future__ import annotations

from msgspec import Struct

from registry.api.answers.envelope import Moment
from registry.models import Role


class Me(Struct, frozen=True):
    """Whom a token belongs to, and what it allows at most."""

    login: str
    administrator: bool  # of the whole pool
    limit: Role


class Issued(Struct, frozen=True):
    """A new token. It is shown this once."""

    token: str


class Agreement(Struct, frozen=True):
    """An organisation's usage agreement, the version in force."""

    organisation: str
    version: str
    text: str  # Markdown, in the language of the request
    published_at: Moment
    accepted_at: Moment | None  # by whoever asks
