"""Organisations: a city's alliance, an innovation centre, a community, a company; and who belongs to them as what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base, words
from registry.models.user import User


class Admission(StrEnum):
    """What follows when a rule pack does not refuse a release."""

    AUTOMATIC = "automatic"  # it is published
    REVIEWED = "reviewed"  # a reviewer decides


class Role(StrEnum):
    """What a member may do; each may do what those before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    MAINTAINER = "maintainer"
    ADMINISTRATOR = "administrator"


class Organisation(Base):
    """Who answers for some of the pool's projects."""

    __tablename__ = "organisation"
    __table_args__ = (
        # Its address, however its letters' case.
        UniqueConstraint("name_key"),
        CheckConstraint("length(name) BETWEEN 1 AND 100", name="name_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]  # the name, case-folded
    title: Mapped[str]  # as people call it
    pack: Mapped[str]  # rule pack that its projects are judged by
    admission: Mapped[Admission] = mapped_column(words(Admission, "admission"))
    created_at: Mapped[datetime]


class Membership(Base):
    """A user's role in an organisation; the primary key lets them have one."""

    __tablename__ = "membership"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    since: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship()
