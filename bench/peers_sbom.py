"""Packages found, and CPU used, beside Syft, Trivy and cdxgen on the same folders; docs/peers.md explains the figures.

    python -m bench.peers_sbom [--peers FOLDER] [--keep FOLDER] [--differences] PATH …

Each tool writes a CycloneDX file of each folder without network and without installing anything, asked for development
dependencies where it has a switch. Compared are versioned purls in canonical form, without qualifiers and subpath, and
respelt as the purl types say where a tool writes a qualifier or subpath into the name or version; an action whose
reference is a commit with a version behind it counts under both. The share is that of the true ones among the union of
the three peers. CPU is user and system time of the process and its
children, printed as a multiple of Syft's in the same run; ours once with no findings cached and once again.
`--differences` lists what a peer reports and we do not, unless peers-judgements.csv says why; `--keep` keeps the files.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from packageurl import PackageURL

JUDGEMENTS = Path(__file__).with_name("peers-judgements.csv")
PEERS = ("syft", "trivy", "cdxgen")
TOOLS = ("ours", "again", *PEERS)


@dataclass(frozen=True, slots=True)
class Run:
    """What one tool made of one folder."""

    cpu: float  # seconds, with children
    purls: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why purls of a peer are not in our answer; the pattern is fnmatch's, the repository a folder's name."""

    repository: str
    pattern: str
    reason: str


def main(arguments: list[str]) -> None:
    """Run all tools over all folders, print a line each and the sums."""
    peers, keep = option(arguments, "--peers", ".bench-peers"), option(arguments, "--keep", "")
    listed = "--differences" in arguments
    folders = [Path(each).resolve() for each in arguments if each != "--differences"]
    with tempfile.TemporaryDirectory() as fresh:
        into = Path(keep or fresh).resolve()
        into.mkdir(parents=True, exist_ok=True)
        print("folder                 union  true | share of the true ones          | CPU, Syft = 1")
        print("                                   |  ours  Syft Trivy cdxgen  union | ours again Trivy cdxgen")
        total = [compared(folder, Path(peers).resolve(), into, listed=listed) for folder in folders]
    print(line("all", sets_of(total), costs_of(total)))


def option(arguments: list[str], name: str, default: str) -> str:
    """Take an option and its value out of the arguments."""
    if name not in arguments:
        return default
    at = arguments.index(name)
    value = arguments[at + 1]
    del arguments[at : at + 2]
    return value


@dataclass(frozen=True, slots=True)
class Compared:
    """One folder: the versioned purls of each tool, those that are true, and the CPU of each tool."""

    found: Mapping[str, frozenset[str]]
    union: frozenset[str]
    true: frozenset[str]
    cpu: Mapping[str, float]


def compared(folder: Path, peers: Path, into: Path, *, listed: bool) -> Compared:
    """Run every tool on a folder and print its line."""
    runs = dict(zip(TOOLS, run_all(folder, peers, into), strict=True))
    found = {tool: runs[tool].purls for tool in TOOLS}
    union = frozenset[str]().union(*(found[peer] for peer in PEERS))
    untrue = {purl: reason for purl in union - found["ours"] if (reason := judged(folder.name, purl))}
    result = Compared(found, union, union - untrue.keys(), {tool: runs[tool].cpu for tool in TOOLS})
    print(line(folder.name, result, result.cpu), flush=True)
    for purl in sorted(result.true - found["ours"]) if listed else ():
        print(f"    {' '.join(peer for peer in PEERS if purl in found[peer]):20} {purl}")
    return result


def sets_of(results: list[Compared]) -> Compared:
    """All folders as one; a purl of two folders counts twice."""

    def marked(name: str) -> frozenset[str]:
        return frozenset(f"{n} {purl}" for n, each in enumerate(results) for purl in each.found[name])

    def whole(attribute: str) -> frozenset[str]:
        return frozenset(f"{n} {purl}" for n, each in enumerate(results) for purl in getattr(each, attribute))

    return Compared({tool: marked(tool) for tool in TOOLS}, whole("union"), whole("true"), costs_of(results))


def costs_of(results: list[Compared]) -> dict[str, float]:
    return {tool: sum(each.cpu[tool] for each in results) for tool in TOOLS}


def line(name: str, sets: Compared, cpu: Mapping[str, float]) -> str:
    """A row of the table."""
    shares = [len(sets.found[tool] & sets.true) / max(1, len(sets.true)) for tool in ("ours", *PEERS)]
    ratios = [cpu[tool] / cpu["syft"] for tool in ("ours", "again", "trivy", "cdxgen")]
    share = "".join(f"{each:6.3f}" for each in shares)
    return (
        f"{name[:22]:22} {len(sets.union):5} {len(sets.true):5} | {share} "
        f"{len(sets.found['ours'] & sets.union) / max(1, len(sets.union)):6.3f} | "
        + "".join(f"{each:6.2f}" for each in ratios)
    )


def run_all(folder: Path, peers: Path, into: Path) -> Iterator[Run]:
    """Ours with an empty findings cache, ours again, then each peer."""
    from scanner.cli.session import ready_index

    index = ready_index(quiet=False).parent
    with tempfile.TemporaryDirectory() as fresh, tempfile.TemporaryDirectory() as home:
        for file in index.iterdir():
            if not file.name.startswith("findings"):
                os.symlink(file, Path(fresh) / file.name)
        for tool in TOOLS:
            target = into / f"{folder.name}.{tool}.json"
            target.unlink(missing_ok=True)
            # an empty home: what a machine has in ~/.m2 is no part of the folder
            settings = {"HOME": home, "TRUSTPOOL_CACHE_DIR": fresh, **SETTINGS}
            cpu = spent(command(tool, folder, target, peers), settings)
            yield Run(cpu, versioned(target))


SETTINGS = {
    "SYFT_CHECK_FOR_APP_UPDATE": "false",
    "SYFT_JAVASCRIPT_INCLUDE_DEV_DEPENDENCIES": "true",
    "FETCH_LICENSE": "false",
    "CDXGEN_ALLOWED_COMMANDS": "none",  # it would run the folder's own ./gradlew; its answer is the same without
    "CDXGEN_ALLOWED_HOSTS": "localhost",
}


def command(tool: str, folder: Path, target: Path, peers: Path) -> list[str]:
    """The command line of a tool: CycloneDX JSON, offline, nothing installed."""
    source, out = str(folder), str(target)
    if tool == "syft":
        return [str(peers / "bin" / "syft"), "scan", f"dir:{source}", "-q", "-o", f"cyclonedx-json={out}"]
    if tool == "trivy":
        switches = ["--offline-scan", "--skip-db-update", "--skip-java-db-update", "--skip-version-check"]
        trivy = [str(peers / "bin" / "trivy"), "filesystem", *switches, "--include-dev-deps", "--quiet"]
        return [*trivy, "--format", "cyclonedx", "--output", out, source]
    if tool == "cdxgen":
        cdxgen = str(peers / "node_modules" / ".bin" / "cdxgen")
        return [cdxgen, "--no-install-deps", "--recurse", "--output", out, source]
    return [sys.executable, "-m", "web.command", "scan", source, "--format", "cyclonedx", "-q", "-o", out]


def spent(arguments: list[str], settings: Mapping[str, str]) -> float:
    """Run a command, whatever its end, and say the CPU seconds of it and of its children."""
    environment = {**os.environ, **settings}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime


def versioned(path: Path) -> frozenset[str]:
    """The canonical purls with a version in a CycloneDX file; none when the tool wrote no file, or an empty one."""
    if not path.exists() or not path.stat().st_size:
        return frozenset()
    document = json.loads(path.read_text("utf-8"))
    return frozenset(filter(None, map(plain, purls_of(document))))


def purls_of(document: dict[str, object]) -> Iterator[str]:
    """Every purl of the components, however deep, and of the subject; with its commit, where that is told apart."""
    metadata = document.get("metadata")
    waiting = [metadata.get("component", {})] if isinstance(metadata, dict) else []
    components = document.get("components")
    waiting += components if isinstance(components, list) else []
    while waiting:
        component = waiting.pop()
        waiting += component.get("components", ())
        if "purl" in component:
            yield component["purl"]
            for reference in component.get("externalReferences", ()):
                if pinned := _COMMIT.search(reference["url"]):
                    yield f"{component['purl'].split('@')[0]}@{pinned[1]}"


_COMMIT = re.compile(r"[@#]([0-9a-f]{40})\Z")
_PLATFORM = re.compile(r"-(?:x86_64|x86|x64|aarch64|arm|arm64|java|universal)(?:-[\w-]+)?\Z")


@cache
def plain(purl: str) -> str:
    """Canonical, without qualifiers and subpath; empty when it has no version or is no purl."""
    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return ""
    namespace, name, version = parsed.namespace or "", parsed.name, parsed.version or ""
    if parsed.type == "gem":  # the platform is a qualifier
        version = _PLATFORM.sub("", version)
    if parsed.type == "pypi":  # to its registry all three are one
        name = re.sub(r"[-_.]+", "-", name)
    if parsed.type == "github" and "/" in namespace:  # the folder of an action is the subpath
        namespace, name = namespace.split("/")[:2]
    if parsed.type == "golang":  # a module's path has no part that is a folder of a package
        namespace, name = "", "/".join(filter(None, (namespace, name, parsed.subpath))).lower()
    if parsed.type == "swift" and namespace.lower().endswith(f"/{name.lower()}"):  # the product, after its repository
        namespace, name = namespace.rsplit("/", 1)
    if parsed.type == "cocoapods" and namespace:  # so is a subspec
        namespace, name = "", namespace.split("/")[0]
    return PackageURL(parsed.type, namespace, name, version).to_string() if version else ""


@cache
def judgements() -> tuple[Judgement, ...]:
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        return tuple(Judgement(**row) for row in csv.DictReader(file))


def judged(repository: str, purl: str) -> str:
    """The reason why a purl is not true of a repository, or empty."""
    return next(
        (
            each.reason
            for each in judgements()
            if fnmatchcase(repository, each.repository) and fnmatchcase(purl, each.pattern)
        ),
        "",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
