"""Packages across the pool, their use in a release, and the edges between them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.models.base import Base, words
from scanner.package import Scope


class Package(Base):
    """A package of an ecosystem, without version: one row however many releases use it."""

    __tablename__ = "package"
    __table_args__ = (
        # The versionless purl is the package's identity (ECMA-427).
        UniqueConstraint("purl"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purl: Mapped[str]  # canonical, without version, qualifiers and subpath
    type: Mapped[str]  # "npm", "pypi", …
    name: Mapped[str]  # with its namespace, as its ecosystem writes it
    name_key: Mapped[str] = mapped_column(index=True)  # case-folded


class Component(Base):
    """One package, in one version, as a release has it."""

    __tablename__ = "component"
    __table_args__ = (
        # The inventory unifies statements of one purl; the database holds it to that.
        UniqueConstraint("release_id", "purl"),
        # "Who uses this package, in which version?", the newest first.
        Index("ix_component_package_id_version_id", "package_id", "version", "id"),
        # The same, the newest first, whatever the version.
        Index("ix_component_package_id_id", "package_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    purl: Mapped[str]
    version: Mapped[str]  # "" when no file pins it
    requirement: Mapped[str]
    scope: Mapped[Scope] = mapped_column(words(Scope, "scope"))
    direct: Mapped[bool]
    first_party: Mapped[bool]
    declared_license: Mapped[str]  # SPDX expression; "" when not stated
    declared_as: Mapped[str]  # as the file words it
    license_class: Mapped[str]  # licenses.catalogue's word for the declared licence; "" when not stated
    description: Mapped[str]
    evidence: Mapped[list[Any]] = mapped_column(JSON)  # [[path, line or null], …]

    package: Mapped[Package] = relationship()


class Dependency(Base):
    """`dependent` needs `dependency`; both are components of the same release."""

    __tablename__ = "dependency"

    # The pair is the edge: an edge stated by two files is one edge.
    dependent_id: Mapped[int] = mapped_column(ForeignKey("component.id", ondelete="CASCADE"), primary_key=True)
    dependency_id: Mapped[int] = mapped_column(
        # Walked backwards by "who uses this?".
        ForeignKey("component.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    scope: Mapped[Scope] = mapped_column(words(Scope, "scope"))
    requirement: Mapped[str]
    # It is the last step of a shortest way from the release's own packages to `dependency`: one edge for each component
    # that such a way leads to, so that the way is read backwards without looking at any other edge.
    shortest: Mapped[bool] = mapped_column(default=False, server_default=false())

    dependent: Mapped[Component] = relationship(foreign_keys=[dependent_id])
    dependency: Mapped[Component] = relationship(foreign_keys=[dependency_id])
