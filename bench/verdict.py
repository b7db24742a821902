"""What a verdict costs: CPU seconds of each shipped pack over 10,000 components and 100,000 files, and peak memory.

    python -m bench.verdict

The subjects are made up, in the proportions of large repositories: few kinds of licence, every file another path. A run
of its own judges by one pack after the other, so that the memory is that of subjects and one verdict.
"""

from __future__ import annotations

import random
import resource
import time

from licenses.policy import load_pack, pack_names
from licenses.subject import Relation, Subject, SubjectKind, Use
from licenses.verdict import evaluate

COMPONENTS, FILES = 10_000, 100_000
_LICENSES = (
    *(("MIT", 40.0), ("Apache-2.0", 30), ("BSD-3-Clause", 20), ("ISC", 30), ("BSD-2-Clause", 10), ("Zlib", 3)),
    *(("0BSD", 1), ("", 3), ("MPL-2.0", 3), ("LGPL-2.1-or-later", 3), ("GPL-2.0-only", 0.1), ("AGPL-3.0-only", 0.05)),
    *(("Unlicense", 2), ("MIT OR GPL-2.0-only", 5), ("(MIT OR Apache-2.0) AND Unicode-3.0", 5)),
    ("LicenseRef-of-nobody", 0.2),
)


def main() -> None:
    """Print a line a pack, and the most memory that was held."""
    subjects = made_up()
    print(f"{COMPONENTS:,} components, {FILES:,} files")
    for name in pack_names():
        before = time.process_time()
        verdict = evaluate(subjects, load_pack(name))
        spent = time.process_time() - before
        print(f"{name:17}{spent:6.2f} s {len(verdict.violations):8,} violations, {len(verdict.undecided)} questions")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def made_up() -> tuple[Subject, ...]:
    """A project under Apache-2.0, what it uses, and its files; the same at every call."""
    chance = random.Random(1)  # noqa: S311  not for secrets
    names, weights = zip(*_LICENSES, strict=True)
    components = (
        Subject(
            kind=SubjectKind.COMPONENT,
            identity=f"pkg:npm/p{number}@1.{number}",
            expression=chance.choices(names, weights)[0],
            use=chance.choice(list(Use)),
            direct=number % 5 == 0,
            depth=number % 9,
        )
        for number in range(COMPONENTS)
    )
    files = (
        Subject(
            kind=SubjectKind.FILE,
            identity=path,
            expression=chance.choices(names, weights)[0] or "MIT",
            relation=Relation.COPIED,
            path=path,
            first_line=number % 7 + 1,
            license_text=number % 50 == 0,
            edited=number % 20 == 0,
        )
        for number in range(FILES)
        for path in [f"src/a{number % 100}/f{number}.c"]
    )
    return (Subject(SubjectKind.PROJECT, "app", "Apache-2.0"), *components, *files)


if __name__ == "__main__":
    main()
