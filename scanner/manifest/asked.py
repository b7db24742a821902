"""What a manifest asks for: the package wanted, and the edge to it from the project that asks."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.package import Dependency, Evidence, Package, Scope


def asked(
    project: str,
    wanted: str,
    evidence: Evidence,
    *,
    requirement: str = "",
    scope: Scope = Scope.RUNTIME,
    vcs_url: str = "",
    download_url: str = "",
) -> Iterator[Package | Dependency]:
    """Yield the package `wanted` (a purl) as a direct need, and the edge from `project` (a purl, "" when it has no
    name).
    """
    yield Package(
        purl=wanted,
        evidence=evidence,
        requirement=requirement,
        scope=scope,
        direct=True,
        vcs_url=vcs_url,
        download_url=download_url,
    )
    if project:
        yield Dependency(project, wanted, evidence, requirement, scope)
