"""One cache file, many scans at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from licenses.errors import BadUsage
from scanner.cache import open_cache
from scanner.findings import Findings
from scanner.inventory import Treatment

BLOB = "1" * 40
FINDINGS = Findings(12, Treatment.TEXT)


def test_what_is_stored_is_found_again_by_the_same_analyser_only(tmp_path: Path) -> None:
    with open_cache(tmp_path, "one") as cache:
        cache.store({BLOB: FINDINGS})

    with open_cache(tmp_path, "one") as same, open_cache(tmp_path, "two") as other:
        assert same.lookup([BLOB]) == {BLOB: FINDINGS}
        assert other.lookup([BLOB]) == {}


def test_an_open_cache_keeps_no_other_from_storing(tmp_path: Path) -> None:
    with open_cache(tmp_path, "slow scan"), open_cache(tmp_path, "other scan") as other:
        other._connection.execute("PRAGMA busy_timeout = 0")

        other.store({BLOB: FINDINGS})

        assert other.lookup([BLOB]) == {BLOB: FINDINGS}


def test_many_may_open_a_new_cache_at_once(tmp_path: Path) -> None:
    def use(number: int) -> dict[str, Findings]:
        with open_cache(tmp_path, f"analyser {number % 3}") as cache:
            cache.store({BLOB: FINDINGS})
            return cache.lookup([BLOB])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(use, range(24))) == [{BLOB: FINDINGS}] * 24


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(BadUsage) as refused, open_cache(tmp_path / "file", "one"):
        pass

    assert refused.value.where == str(tmp_path / "file")


def test_the_cache_is_a_plain_sqlite_file(tmp_path: Path) -> None:
    with open_cache(tmp_path, "one"):
        pass

    found = sqlite3.connect(tmp_path / "findings-1.sqlite").execute("SELECT version FROM analyser").fetchall()
    assert found == [("one",)]
