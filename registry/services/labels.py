"""What a release is called, in its project and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Project, Release


def free_label(session: Session, project_id: int | None, wished: str, commit: str) -> str:
    """The label wished for, made longer when the project has another commit of that label."""
    return next(
        it for it in _labels(wished, commit) if project_id is None or not _taken(session, project_id, it, commit)
    )


def project_name(session: Session, project_id: int | None, wished: str) -> str:
    """The name of the project that it goes into: an origin may have joined one of another name."""
    return wished if project_id is None else session.get_one(Project, project_id).name


def base_name(project: str, label: str) -> str:
    """Of a release's archives and of the folder in them."""
    return f"{project}-{label}"


def _labels(wished: str, commit: str) -> Iterator[str]:
    yield wished
    yield f"{wished}+{commit[:7]}"
    yield commit


def _taken(session: Session, project_id: int, label: str, commit: str) -> bool:
    another = select(Release.id).where(Release.project_id == project_id, Release.label == label)
    return session.scalars(another.where(Release.commit != commit)).first() is not None
