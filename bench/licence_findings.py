"""Does a change of the licence engine change what it finds? Keep its answers, change it, and compare.

    python -m bench.licence_findings --keep BEFORE [SOURCE …]      # before the change
    python -m bench.licence_findings --compare BEFORE [SOURCE …]   # after it

A SOURCE is a git repository (the blobs of HEAD), or a folder of cases with `cases.jsonl`; by default
../shared/data/licence-cases beside the repository. Each differing file is printed with the findings that only one
side has. Exit code 1 when there are any. Uses the index that `trustpool scan` would.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.scan_cost import blobs_of
from licenses.detection import LicenseMatch
from licenses.match.detector import Detector
from scanner.cli.session import ready_index

_TOGETHER = 64  # files asked about at once, as in a scan
_LARGEST = 1 << 20  # bytes looked at in one file
_CASES = Path(__file__).resolve().parents[2] / "shared" / "data" / "licence-cases"

Answers = dict[str, list[list[object]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep or compare; 1 when answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path, default=[_CASES])
    parser.add_argument("--keep", type=Path, help="write the answers to this file")
    parser.add_argument("--compare", type=Path, help="compare with the answers in this file")
    options = parser.parse_args(arguments)
    found = answers(options.sources)
    if options.keep:
        options.keep.write_text(json.dumps(found), encoding="utf-8")
    if options.compare:
        return differences(json.loads(options.compare.read_text(encoding="utf-8")), found)
    return 0


def answers(sources: Sequence[Path]) -> Answers:
    """What the engine says of every file of some sources."""
    detector = Detector.open(ready_index(quiet=False))
    found: Answers = {}
    for source in sources:
        read = list(_cases(source) if (source / "cases.jsonl").is_file() else _blobs(source))
        began = time.process_time()
        for start in range(0, len(read), _TOGETHER):
            few = read[start : start + _TOGETHER]
            answered = detector.detect_all([content for _, content in few])
            found.update((name, list(map(_fields, each))) for (name, _), each in zip(few, answered, strict=True))
        spent = time.process_time() - began
        sys.stdout.write(f"{source}: {len(read)} files in {spent:.2f} s CPU, {len(read) / spent:.0f} a second\n")
    return found


def differences(before: Answers, after: Answers) -> int:
    """Print the files whose answers differ; 1 when there are any."""
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    for name in changed:
        old, new = before.get(name, []), after.get(name, [])
        sys.stdout.write(f"{name}\n")
        for sign, ours, theirs in (("-", old, new), ("+", new, old)):
            sys.stdout.writelines(f"  {sign} {json.dumps(each)}\n" for each in ours if each not in theirs)
    sys.stdout.write(f"{len(changed)} of {len(after)} files differ\n")
    return 1 if changed else 0


def _fields(match: LicenseMatch) -> list[object]:
    lines = [match.first_line, match.last_line]
    return [match.expression, match.rule, str(match.kind), *lines, match.coverage, match.score, list(match.referenced)]


def _cases(folder: Path) -> Iterator[tuple[str, bytes]]:
    for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        path = json.loads(line)["path"]
        yield path, (folder / path).read_bytes()


def _blobs(repository: Path) -> Iterator[tuple[str, bytes]]:
    command = ["git", "-C", str(repository), "cat-file", "--batch"]
    stream = subprocess.run(command, input=blobs_of(repository), capture_output=True, check=True).stdout
    place = 0
    while place < len(stream):
        end = stream.index(b"\n", place)
        blob, kind, *size = stream[place:end].split()
        place = end + 1
        if kind != b"missing":
            yield blob.decode(), stream[place : place + min(int(size[0]), _LARGEST)]
            place += int(size[0]) + 1


if __name__ == "__main__":
    sys.exit(main())
