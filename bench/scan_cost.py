"""What a scan costs, against the physical limit: `git cat-file --batch` printing the same blobs to nowhere.

    python -m bench.scan_cost REPOSITORY …

Prints, for each repository: CPU of a cold scan as a multiple of git's, wall seconds of the second scan, peak memory.
CPU is user + system time of the process and all its children, the best of `ROUNDS` runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command used."""

    cpu: float  # seconds, with children
    wall: float  # seconds
    peak: int  # MiB, the largest process


def measured(command: list[str], *, stdin: bytes = b"", env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end in a process of its own and count what it and its children used."""
    probe = (
        "import resource,subprocess,sys,time;t=time.perf_counter();"
        "r=subprocess.run(sys.argv[1:],input=sys.stdin.buffer.read(),stdout=subprocess.DEVNULL,stderr=subprocess.PIPE);"
        "w=time.perf_counter()-t;u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "sys.stderr.buffer.write(r.stderr);print(r.returncode,u.ru_utime+u.ru_stime,w,u.ru_maxrss//1024)"
    )
    ran = subprocess.run([sys.executable, "-c", probe, *command], input=stdin, capture_output=True, env=env, check=True)
    status, cpu, wall, peak = ran.stdout.split()
    if int(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{ran.stderr.decode(errors='replace')}")
    return Cost(float(cpu), float(wall), int(peak))


def blobs_of(repository: Path) -> bytes:
    """The ids of all blobs of HEAD, one a line, each once."""
    listed = subprocess.run(
        ["git", "-C", str(repository), "ls-tree", "-r", "HEAD"], capture_output=True, check=True, text=True
    ).stdout
    ids = dict.fromkeys(line.split()[2] for line in listed.splitlines() if line.split()[1] == "blob")
    return "".join(f"{blob}\n" for blob in ids).encode()


def compare(repository: Path, index_cache: Path) -> None:
    """Measure one repository and print its line."""
    ids = blobs_of(repository)
    git = min(
        (measured(["git", "-C", str(repository), "cat-file", "--batch"], stdin=ids) for _ in range(ROUNDS)),
        key=lambda cost: cost.cpu,
    )
    colds, seconds = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as fresh:
            for file in index_cache.iterdir():
                if not file.name.startswith("findings"):
                    os.symlink(file, Path(fresh) / file.name)
            env = {**os.environ, "TRUSTPOOL_CACHE_DIR": fresh}
            command = [sys.executable, "-m", "web.command", "scan", str(repository), "--format", "json", "-q"]
            colds.append(measured(command, env=env))
            seconds.append(measured(command, env=env))
    cold = min(colds, key=lambda cost: cost.cpu)
    second = min(seconds, key=lambda cost: cost.wall)
    print(
        f"{repository}: cold scan {cold.cpu / git.cpu:.1f} × the CPU of git cat-file ({ids.count(10)} blobs, "
        f"git {git.cpu:.2f} s); second scan {second.wall:.2f} s wall; peak {max(cold.peak, second.peak)} MiB"
    )


def main() -> None:
    """Measure the repositories named on the command line."""
    from scanner.cli.session import ready_index

    index = ready_index(quiet=False)
    for name in sys.argv[1:] or ["."]:
        compare(Path(name), index.parent)


if __name__ == "__main__":
    main()
