"""What a rule pack said about a release, and why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from licenses.language import Text
from licenses.policy_severity import Severity
from licenses.scenario import Scenario
from licenses.subject import SubjectKind
from registry.models.base import Base, words
from registry.models.waiver import Waiver


class Outcome(StrEnum):
    """What a verdict comes to."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class ReleaseVerdict(Base):
    """One judgement of a release. A later one does not erase it."""

    __tablename__ = "verdict"
    __table_args__ = (
        # Judging again with the same version of a pack, for the same use, of the same conclusions, says nothing new.
        UniqueConstraint("release_id", "pack_sha256", "scenario", "overrules"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    pack: Mapped[str]
    pack_version: Mapped[str]
    pack_sha256: Mapped[str]  # hex
    scenario: Mapped[Scenario] = mapped_column(words(Scenario, "scenario"))
    outbound: Mapped[str]  # SPDX expression that the whole is passed on under; "" when none is stated
    outcome: Mapped[Outcome] = mapped_column(words(Outcome, "outcome"))
    judged_at: Mapped[datetime]
    overrules: Mapped[int] = mapped_column(default=0, server_default="0")  # how many it takes into account

    violations: Mapped[list[ReleaseViolation]] = relationship(order_by="ReleaseViolation.id")


class ReleaseViolation(Base):
    """One reason of a verdict that is not a plain yes."""

    __tablename__ = "violation"

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str]
    severity: Mapped[Severity] = mapped_column(words(Severity, "severity"))
    decided: Mapped[bool]  # false when a fact that the rule asks for is missing
    subject_kind: Mapped[SubjectKind] = mapped_column(words(SubjectKind, "subject_kind"))
    subject: Mapped[str]  # path, purl or the project's name
    line: Mapped[int | None]  # 1-based, of the file
    expression: Mapped[str]  # the licence that breaks the rule
    reason: Mapped[Text]
    remedy: Mapped[Text | None]
    waiver_id: Mapped[int | None] = mapped_column(ForeignKey("waiver.id"))  # what lifts it; it then refuses nothing

    waiver: Mapped[Waiver | None] = relationship()
