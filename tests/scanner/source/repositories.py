"""Real git repositories, made by git in a closed environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_IDENTITY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "测试",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_AUTHOR_DATE": "1700000000 +0800",
    "GIT_COMMITTER_NAME": "测试",
    "GIT_COMMITTER_EMAIL": "test@example.org",
    "GIT_COMMITTER_DATE": "1700000000 +0800",
}


class Repository:
    """A real git repository in a test."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run git here; its output without the last line's end."""
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments],
            env={**os.environ, **_IDENTITY},
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "backslashreplace").removesuffix("\n")

    def write(self, name: str | bytes, content: bytes) -> Path:
        """A file in the work tree."""
        path = Path(os.fsdecode(os.path.join(os.fsencode(self.path), os.fsencode(name))))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def commit(self, **files: bytes) -> str:
        """Commit everything in the work tree, and these files; the commit's id."""
        for name, content in files.items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def object(self, kind: str, content: bytes) -> str:
        """Write an object whatever its content says; its id."""
        return self.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", stdin=content)

    def commit_tree(self, tree: str) -> str:
        """Make the tree of this id the newest commit of main."""
        commit = self.git("commit-tree", "-m", "made by hand", tree)
        self.git("update-ref", "refs/heads/main", commit)
        return commit
