"""CPU of finding licences and copyrights beside ScanCode, on the same files in the same run.

    python -m bench.peers_scancode [--scancode PROGRAM] [--every N] FOLDER

Takes every Nth file of FOLDER (a copy of each goes into one scratch folder), lets both tools scan them in one process
and prints ScanCode's CPU as a multiple of ours: of whole runs, the start of the process and the opening of the licence
index included, after both have built their index once. `make bench-scancode` installs ScanCode in an environment of its
own.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.peers_sbom import option
from bench.scan_cost import Cost, measured
from scanner.cli.session import ready_index


def main(arguments: list[str]) -> None:
    """Compare the two on one folder."""
    scancode = option(arguments, "--scancode", ".bench-peers/scancode/bin/scancode")
    every = int(option(arguments, "--every", "10"))
    (folder,) = arguments
    ready_index(quiet=False)
    files = [path for path in sorted(Path(folder).rglob("*")) if path.is_file()][::every]
    with tempfile.TemporaryDirectory() as scratch:
        sample, out, one = Path(scratch, "sample"), Path(scratch, "out.json"), Path(scratch, "one")
        for number, path in enumerate(files):
            (sample / str(number)).mkdir(parents=True)
            shutil.copyfile(path, sample / str(number) / path.name)
        one.mkdir()
        (one / "LICENSE").write_text("SPDX-License-Identifier: MIT\n")
        theirs = [scancode, "--license", "--copyright", "--processes", "0", "--quiet", "--json", str(out)]
        measured([*theirs, str(one)])  # builds the index, if there is none
        there = measured([*theirs, str(sample)])
        here = _ours(sample, Path(scratch))
    print(
        f"{len(files)} files: ScanCode {there.cpu / here.cpu:.0f} × the CPU of trustpool scan, "
        f"{there.peak / here.peak:.1f} × its peak memory; files a CPU second: {len(files) / there.cpu:.1f} there, "
        f"{len(files) / here.cpu:.0f} here"
    )


def _ours(sample: Path, scratch: Path) -> Cost:
    command = [sys.executable, "-m", "web.command", "scan", str(sample), "--quiet", "--format", "json"]
    costs = []
    for number in range(3):
        cache = scratch / f"cache{number}"
        cache.mkdir()
        for file in ready_index(quiet=True).parent.glob("*.index"):
            (cache / file.name).symlink_to(file.resolve())
        costs.append(measured(command, env=_environment(cache)))
    return min(costs, key=lambda cost: cost.cpu)


def _environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "TRUSTPOOL_CACHE_DIR": str(cache)}


if __name__ == "__main__":
    main(sys.argv[1:])
