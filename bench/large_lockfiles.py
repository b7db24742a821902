"""CPU and memory of reading lockfiles of a given size, one process each.

    python -m bench.large_lockfiles [MEGABYTES] [NAME …]

Each is filled with packages of its own format until it has that size (by default 100 MB, above which a manifest is
refused), and is then read as a scan reads it. A format whose packages are more than 500,000 says that the rest was not
read.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

from scanner.manifest.run import read_packages
from scanner.tree import Blob, blob_id

DIGEST, SRI = "ab" * 32, "sha512-" + "PDw8" * 21 + "PA=="


def repeated(head: str, entry: Callable[[int], str], tail: str, between: str = "") -> Callable[[int], str]:
    """A document of `size` characters."""

    def made(size: int) -> str:
        count = size // (len(entry(1_000_000)) + len(between))
        return head + between.join(map(entry, range(1_000_000, 1_000_000 + count))) + tail

    return made


FORMATS: dict[str, Callable[[int], str]] = {
    "package-lock.json": repeated(
        '{"name":"a","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"a"},',
        lambda n: (
            f'"node_modules/p{n}":{{"version":"1.0.0","resolved":"https://npm.example/p{n}/-/p{n}-1.0.0.tgz",'
            f'"integrity":"{SRI}","license":"MIT","dependencies":{{"p{n - 1}":"^1.0.0"}}}}'
        ),
        "}}",
        ",",
    ),
    "yarn.lock": repeated(
        "# yarn lockfile v1\n",
        lambda n: (
            f'\np{n}@^1.0.0:\n  version "1.0.0"\n  resolved "https://npm.example/p{n}-1.0.0.tgz#x"\n'
            f'  integrity {SRI}\n  dependencies:\n    p{n - 1} "^1.0.0"\n'
        ),
        "",
    ),
    "pnpm-lock.yaml": repeated(
        "lockfileVersion: '9.0'\npackages:\n",
        lambda n: f"\n  p{n}@1.0.0:\n    resolution: {{integrity: {SRI}}}\n    engines: {{node: '>=18'}}\n",
        "",
    ),
    "Cargo.lock": repeated(
        "version = 3\n",
        lambda n: (
            f'\n[[package]]\nname = "p{n}"\nversion = "1.0.0"\nsource = "registry+https://index.example/x"\n'
            f'checksum = "{DIGEST}"\ndependencies = [\n "p{n - 1}",\n]\n'
        ),
        "",
    ),
    "poetry.lock": repeated(
        "",
        lambda n: (
            f'[[package]]\nname = "p{n}"\nversion = "1.0.0"\ndescription = "P"\noptional = false\nfiles = [\n'
            f'    {{file = "p{n}-1.0.0.tar.gz", hash = "sha256:{DIGEST}"}},\n]\n\n'
        ),
        '[metadata]\nlock-version = "2.0"\n',
    ),
    "composer.lock": repeated(
        '{"packages":[',
        lambda n: f'{{"name":"v/p{n}","version":"1.0.0","license":["MIT"],"require":{{"v/p{n - 1}":"^1.0"}}}}',
        "]}",
        ",",
    ),
    "Gemfile.lock": repeated(
        "GEM\n  remote: https://gems.example/\n  specs:\n",
        lambda n: f"    p{n} (1.0.0)\n      p{n - 1} (>= 1.0)\n",
        "",
    ),
    "requirements.txt": repeated("", lambda n: f"p{n}==1.0.0 --hash=sha256:{DIGEST}\n", ""),
    "gradle.lockfile": repeated("", lambda n: f"org.example:p{n}:1.0.0=compileClasspath,runtimeClasspath\n", ""),
    "packages.lock.json": repeated(
        '{"version":1,"dependencies":{"net8.0":{',
        lambda n: f'"P{n}":{{"type":"Direct","requested":"[1.0.0, )","resolved":"1.0.0","contentHash":"{SRI[7:]}"}}',
        "}}}",
        ",",
    ),
    "pom.xml": repeated(
        "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencies>",
        lambda n: f"<dependency><groupId>g</groupId><artifactId>p{n}</artifactId><version>1.0</version></dependency>",
        "</dependencies></project>",
    ),
    "go.mod": repeated(
        "module example.org/a\n\ngo 1.22\n\nrequire (\n", lambda n: f"\texample.org/p{n} v1.0.0\n", ")\n"
    ),
}


def main(arguments: list[str]) -> None:
    """A line for each format; with `--one` this process reads one and prints it."""
    if arguments[:1] == ["--one"]:
        print(one(arguments[1], int(arguments[2])))
        return
    megabytes = next((each for each in arguments if each.isdigit()), "100")
    names = [each for each in arguments if not each.isdigit()] or list(FORMATS)
    print(f"{megabytes} MB of              packages     edges   CPU s   memory MB   problems")
    for name in names:
        subprocess.run([sys.executable, "-m", "bench.large_lockfiles", "--one", name, megabytes], check=True)


def one(name: str, megabytes: int) -> str:
    """Make, read, and say what it took."""
    content = FORMATS[name](megabytes * 1024 * 1024 - 1024).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    blob = Blob(blob_id(content), len(content), content)
    began = time.process_time()
    facts = read_packages({name: blob.id}, lambda _: iter([blob]))
    seconds = time.process_time() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    said = ", ".join(sorted({each.code for each in facts.problems}))
    return f"{name:20} {len(facts.packages):11} {len(facts.dependencies):9} {seconds:7.1f} {memory:11.0f}   {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
