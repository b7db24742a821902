"""What all tests share: catalogues compiled, and `needs(program)`, which skips at home and fails under CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOME = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Declare our marker; compile the Chinese catalogues once, before any worker starts."""
    config.addinivalue_line(
        "markers", "needs(*programs): runs external programs; without one, skipped (under CI: failed)"
    )
    if not hasattr(config, "workerinput"):
        for source in sorted(HOME.glob("*/translations/*/LC_MESSAGES/*.po")):
            compile_catalogue(source)


def compile_catalogue(source: Path) -> None:
    """Write the `.mo` beside a `.po` that is newer."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as read, target.open("wb") as write:
        write_mo(write, read_po(read))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose programs are missing, with the reason; under CI that is a failure, so nothing goes untested."""
    wanted = [program for marker in item.iter_markers("needs") for program in marker.args]
    if missing := [program for program in wanted if shutil.which(program) is None]:
        reason = f"needs {', '.join(missing)}, not installed here"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; CI must install it", pytrace=False)
        pytest.skip(reason)
