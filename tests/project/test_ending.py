"""The process ends at once when a command is done: nothing that it wrote, or has to tidy up, may be lost by that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "web.command", *words]


def test_a_report_into_a_pipe_is_whole_and_the_scratch_folder_is_gone(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (source := tmp_path / "source").mkdir()
    for number in range(300):
        (source / f"file{number}.txt").write_text(f"SPDX-License-Identifier: MIT\n{number}\n")

    done = subprocess.run(
        command("scan", str(source), "--format", "json", "-q"),
        capture_output=True,
        check=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    )

    assert len(json.loads(done.stdout)["files"]) == 300
    assert list(scratch.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(command("licences", "packs"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


def test_an_error_keeps_its_exit_code(tmp_path: Path) -> None:
    absent = subprocess.run(command("scan", str(tmp_path / "absent")), capture_output=True, check=False)

    assert absent.returncode == 3
    assert absent.stderr.startswith(b"error")
