"""How a worker on another machine gets a commit: by git, from the pool, with the secret of its claim."""

from __future__ import annotations

from pathlib import Path

from licenses.language import text
from registry.jobs.work import Lasting, Work
from registry.store import git


def fetched(work: Work, commit: str) -> Path:
    """A repository in the scratch folder with this one commit.

    Raises:
        GitFailed: the pool does not answer, or does not give it.
        Lasting: nobody said where the pool is.
    """
    address = work.pool.settings.pool.address.rstrip("/")
    if not address:
        raise Lasting(text("a worker on another machine needs the pool's address (TRUSTPOOL_POOL_ADDRESS)"))
    repository = work.scratch / "fetched.git"
    git.run(None, "init", "--bare", "--quiet", "--template=", str(repository))
    quietly = ("--quiet", "--no-tags", "--no-write-fetch-head", "--depth=1")
    source = f"{address}/git/-/jobs/{work.claim.id}.git"
    work.report("fetching", 0, 0)
    # told by the environment: the command line is everybody's to read
    secret = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Bearer {work.claim.secret}",
    }
    git.run(repository, "fetch", *quietly, source, f"{commit}:refs/heads/asked", more=secret)
    return repository
