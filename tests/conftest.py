"""What all tests share: compiled catalogues, one licence index, and `needs(program)`, which fails in CI, else skips."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import settings

HOME = Path(__file__).resolve().parent.parent
CACHE = HOME / ".cache" / "tests"  # kept between runs: the licence index takes seconds to build


def pytest_configure(config: pytest.Config) -> None:
    """Declare our marker; compile the Chinese catalogues once, before any worker starts."""
    os.environ["TRUSTPOOL_CACHE_DIR"] = str(CACHE)
    os.environ["TRUSTPOOL_RATES_EVERYONE"] = ""  # tests ask more often than people; those of the limits set their own
    # In CI the same examples each time: a change is judged by what it changed. New ones are tried wherever people work.
    settings.register_profile("ci", derandomize=True)
    if os.environ.get("CI"):
        settings.load_profile("ci")
    config.addinivalue_line(
        "markers", "needs(*programs): runs external programs; without one, skipped (under CI: failed)"
    )
    if not hasattr(config, "workerinput"):
        for findings in CACHE.glob("findings-*"):
            findings.unlink()  # what yesterday's code found must not answer for today's
        for source in sorted(HOME.glob("*/translations/*/LC_MESSAGES/*.po")):
            compile_catalogue(source)


def compile_catalogue(source: Path) -> None:
    """Write the `.mo` beside a `.po` that is newer."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as read, target.open("wb") as write:
        write_mo(write, read_po(read))


@pytest.fixture(scope="session")
def license_index() -> Path:
    """The compiled licence index of all known rules; built once for this code, by whichever worker comes first."""
    from scanner.cli.session import ready_index

    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "index.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != (now := index_code()):
            for stale in CACHE.glob("*.index"):
                stale.unlink()
            lock.truncate(0)
            lock.write(now)
        return ready_index(quiet=True)


def index_code() -> str:
    """A digest of the code that compiles the index: how rules are read, and how text becomes words."""
    folders = (HOME / "licenses" / "index", HOME / "licenses" / "text")
    code = b"".join(path.read_bytes() for folder in folders for path in sorted(folder.glob("*.*")))
    return hashlib.sha256(code).hexdigest()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose programs are missing, with the reason; under CI that is a failure, so nothing goes untested."""
    wanted = [program for marker in item.iter_markers("needs") for program in marker.args]
    if missing := [program for program in wanted if shutil.which(program) is None]:
        reason = f"needs {', '.join(missing)}, not installed here"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; CI must install it", pytrace=False)
        pytest.skip(reason)
