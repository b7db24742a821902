"""The demo's git repositories: each sample folder as one commit that is the same on every machine and every run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from msgspec.structs import replace

from licenses.errors import BadUsage
from licenses.language import text
from registry.store import git
from registry.store.snapshot import commit_tree
from scanner.source.open import open_source

COMMITTED_AT = 1_767_225_600  # seconds since the epoch: 2026-01-01T00:00:00Z


def sample_folders(folder: Path) -> tuple[Path, ...]:
    """The folders to publish, by name.

    Raises:
        BadUsage: there are none.
    """
    found = [it for it in sorted(folder.iterdir()) if it.is_dir()] if folder.is_dir() else []
    samples = tuple(it for it in found if not it.name.startswith("."))
    if not samples:
        raise BadUsage(
            text("there are no folders to publish here"),
            where=str(folder),
            hint=text("run it where sample_repos is, or name a folder of projects: trustpool demo FOLDER"),
        )
    return samples


def sample_repository(sample: Path, home: Path) -> Path:
    """A bare repository in `home` whose branch main is the sample's content. Made again only when that changed."""
    repository = home / f"{sample.name}.git"
    with (
        tempfile.TemporaryDirectory(prefix="trustpool-demo-") as scratch,
        open_source(str(sample), scratch=Path(scratch)) as opened,
    ):
        if _tree(repository) != opened.facts.tree:
            repository.parent.mkdir(parents=True, exist_ok=True)
            commit = commit_tree(repository, opened.tree, replace(opened.facts, committed_at=COMMITTED_AT))
            git.run(repository, "update-ref", "refs/heads/main", commit)
            git.run(repository, "symbolic-ref", "HEAD", "refs/heads/main")
    return repository


def _tree(repository: Path) -> str:
    if not (repository / "refs" / "heads" / "main").exists():
        return ""
    return git.run(repository, "rev-parse", "refs/heads/main^{tree}").decode().strip()
