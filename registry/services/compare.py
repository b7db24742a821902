"""What changed between two releases of a project: packages, licences, files."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Component, File, LicenseSummary, Package, Release
from registry.pool import Pool
from registry.services.projects import named
from registry.services.releases import find_release


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A package whose versions differ; "" where a release does not have it, and where no file pins it."""

    package: str  # purl without version
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the later release has differently. All sorted."""

    before: str  # commit
    after: str
    packages: tuple[PackageChange, ...]
    licenses_gone: tuple[str, ...]  # expressions
    licenses_new: tuple[str, ...]
    files_gone: tuple[str, ...]  # paths
    files_new: tuple[str, ...]
    files_changed: tuple[str, ...]


def compare(pool: Pool, project: str, before: str, after: str) -> Comparison:
    """Compare two releases of a project.

    Raises:
        NotFound: there is no such project or release.
    """
    with pool.database.reading() as session:
        found = named(session, project)
        old, new = find_release(session, found, before), find_release(session, found, after)
        files_old, files_new = _files(session, old), _files(session, new)
        licenses_old, licenses_new = _licenses(session, old), _licenses(session, new)
        return Comparison(
            before=old.commit,
            after=new.commit,
            packages=_changes(_packages(session, old), _packages(session, new)),
            licenses_gone=tuple(sorted(licenses_old - licenses_new)),
            licenses_new=tuple(sorted(licenses_new - licenses_old)),
            files_gone=tuple(sorted(files_old.keys() - files_new.keys())),
            files_new=tuple(sorted(files_new.keys() - files_old.keys())),
            files_changed=tuple(
                sorted(path for path in files_old.keys() & files_new.keys() if files_old[path] != files_new[path])
            ),
        )


def _files(session: Session, release: Release) -> dict[str, str]:
    return dict(session.execute(select(File.path, File.blob).where(File.release_id == release.id)).all())


def _licenses(session: Session, release: Release) -> set[str]:
    return set(session.scalars(select(LicenseSummary.expression).where(LicenseSummary.release_id == release.id)))


def _packages(session: Session, release: Release) -> dict[str, tuple[str, ...]]:
    statement = (
        select(Package.purl, Component.version)
        .join(Package, Package.id == Component.package_id)
        .where(Component.release_id == release.id)
        .order_by(Package.purl, Component.version)
    )
    versions: dict[str, tuple[str, ...]] = {}
    for purl, version in session.execute(statement):
        versions[purl] = (*versions.get(purl, ()), version)
    return versions


def _changes(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> tuple[PackageChange, ...]:
    names = sorted(old.keys() | new.keys())
    changes = (PackageChange(name, old.get(name, ()), new.get(name, ())) for name in names)
    return tuple(it for it in changes if it.before != it.after)
