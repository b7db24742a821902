"""Projects, where their code comes from, and visits there."""

from __future__ import annotations

from msgspec import Struct

from registry.api.answers.envelope import Listed, Moment
from registry.api.answers.release import ReleaseRow
from registry.models.project import OriginRelation
from registry.models.visit import Found
from scanner.inventory import SourceKind


class ProjectRow(Struct, frozen=True):
    """A project in a list."""

    name: str
    description: str
    clone_url: str
    published: bool
    url: str
    latest_release: ReleaseRow


class OriginRow(Struct, frozen=True):
    """A place that the code comes from, and how to clone what was published from there."""

    key: str
    kind: SourceKind
    relation: OriginRelation
    location: str
    visited_at: Moment | None
    found: str  # how the last visit ended; "" when there was none
    clone_url: str


class Project(Struct, frozen=True):
    """One project with its origins and a page of its releases, the newest first."""

    name: str
    description: str
    homepage: str
    clone_url: str
    published: bool
    origins: list[OriginRow]
    releases: Listed[ReleaseRow]


class Visit(Struct, frozen=True):
    """One look at an origin."""

    location: str
    at: Moment
    found: Found
    refs: int
    problem: str | None
    changed: list[str]  # branches and tags that are new, elsewhere or gone since the last answer
