"""What a release is called, in its project and as a file."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Project, Release
from registry.services.submission import Submission


def free_label(session: Session, project_id: int | None, submission: Submission) -> str:
    """The submission's label, made longer when the project has another commit of that label."""
    for label in (submission.label, f"{submission.label}+{submission.commit[:7]}"):
        taken = select(Release.id).where(Release.project_id == project_id, Release.label == label)
        if project_id is None or session.scalars(taken).first() is None:
            return label
    return submission.commit


def project_name(session: Session, project_id: int | None, submission: Submission) -> str:
    """The name of the project that it goes into: an origin may have joined one of another name."""
    return submission.name if project_id is None else session.get_one(Project, project_id).name


def base_name(project: str, label: str) -> str:
    """Of a release's archives and of the folder in them."""
    return f"{project}-{label}"
