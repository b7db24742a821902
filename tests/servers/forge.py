"""A git server on loopback, the real one (git http-backend): what origins on other machines are to the tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.wsgi import listening

BACKEND = Path(subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip())


@contextmanager
def forge(folder: Path) -> Iterator[str]:
    """Serve the repositories below a folder, each `name` or `name.git`, while the block runs; the address, with `/`."""

    def answer(asked: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        told = {key: value for key, value in asked.items() if isinstance(value, str)}
        more = {"GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1", "PATH": "/usr/bin:/bin"}
        safe = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
        done = subprocess.run(
            [BACKEND / "git-http-backend"],
            input=asked["wsgi.input"].read(),
            env=told | more | safe,
            capture_output=True,
            check=False,
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n")]
        status = next((value for name, value in headers if name == "Status"), "200 OK")
        start(status, [(name, value) for name, value in headers if name != "Status"])
        return [body]

    with listening(answer, threads=4) as address:
        yield address
