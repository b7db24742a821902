"""People and robots, and how they prove who they are. No secret is kept: passwords as argon2, tokens as sha256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base


class User(Base):
    """Somebody who can be told apart. The row stays when they leave: the audit trail names them."""

    __tablename__ = "user_account"  # `user` is a reserved word in SQL
    __table_args__ = (
        UniqueConstraint("login"),
        CheckConstraint("login = lower(login) AND length(login) BETWEEN 1 AND 64", name="login_form"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    password: Mapped[str] = mapped_column(default="")  # argon2id, PHC string; "" for none: no login by password
    administrator: Mapped[bool] = mapped_column(default=False)  # of the whole pool
    robot: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # wrong passwords since the last right one
    locked_until: Mapped[datetime | None]


class Token(Base):
    """A secret for programs, shown once, limited in what it may do and for how long."""

    __tablename__ = "token"
    __table_args__ = (
        # The digest is how a token is found.
        UniqueConstraint("sha256"),
        # The owner revokes it by its name.
        UniqueConstraint("user_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str]
    sha256: Mapped[str]
    role: Mapped[str]  # the most that it may do, whatever its owner may
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Session(Base):
    """A browser that logged in."""

    __tablename__ = "session"

    sha256: Mapped[str] = mapped_column(primary_key=True)  # of the cookie's secret
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    family: Mapped[str] = mapped_column(default="", server_default="")  # stays while its secret is replaced

    user: Mapped[User] = relationship()


class Identity(Base):
    """Who a user is at an OpenID provider; the primary key lets one identity be one user."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)  # URL
    subject: Mapped[str] = mapped_column(primary_key=True)  # the provider's id, which it never gives to another
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    since: Mapped[datetime]

    user: Mapped[User] = relationship()
