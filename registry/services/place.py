"""Where a source belongs in the pool: its project, the project's storage, its own prefix there."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from licenses.errors import BadUsage
from licenses.language import text
from registry.models import Origin, Project
from registry.store.repositories import store_name

NAME = re.compile(r"\w[\w.+-]{0,99}")  # letters of any script


@dataclass(frozen=True, slots=True)
class Place:
    """Found before anything is written."""

    project_id: int | None
    store: str
    origin_key: str
    origin_known: bool


def place_of(session: Session, location: str, name: str) -> Place:
    """The project and origin that a source belongs to: by its location, else by its name.

    Raises:
        BadUsage: a new project cannot have this name.
    """
    origin = session.scalars(select(Origin).where(Origin.location == location)).one_or_none()
    if origin:
        return Place(origin.project_id, origin.project.store, origin.key, origin_known=True)
    name_key = name.casefold()
    project = session.scalars(select(Project).where(Project.name_key == name_key)).one_or_none()
    key = hashlib.sha256(location.encode()).hexdigest()[:16]
    if project:
        return Place(project.id, project.store, key, origin_known=False)
    if not NAME.fullmatch(name) or ".." in name:
        raise BadUsage(
            text("this cannot be a project's name: letters, digits, and then also . _ + -"),
            where=name,
            hint=text("name the project with --name"),
        )
    return Place(None, store_name(name_key, location), key, origin_known=False)
