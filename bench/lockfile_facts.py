"""Is every fact that a lockfile holds in our SBOM? Hashes, licences, edges and authors, read a second time.

    python -m bench.lockfile_facts [--missing] FOLDER SBOM.json …

Reads package-lock.json, pnpm-lock.yaml, Cargo.lock, poetry.lock, uv.lock, composer.lock, go.sum, pubspec.lock and
Gemfile.lock below each folder with nothing of the product's parsers, and looks each fact up in the CycloneDX file that
was written of the folder: `facts in the SBOM / facts in the lockfiles`. The last column
counts components with a supplier, which no lockfile names.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from packageurl import PackageURL

from bench.peers_sbom import plain

Key = str  # a plain purl
KINDS = ("package", "hash", "licence", "edge", "author", "supplier")


@dataclass(frozen=True, slots=True)
class Locked:
    """What a lockfile says about one package."""

    key: Key
    hashes: frozenset[str] = frozenset()  # lower-case hex
    licence: str = ""  # as written
    needs: frozenset[Key] = frozenset()
    author: bool = False


@dataclass(slots=True)
class Listed:
    """What the SBOM says about one package; several components may share a key."""

    hashes: set[str] = field(default_factory=set)
    needs: set[Key] = field(default_factory=set)
    licences: str = ""  # every word of them
    author: bool = False
    supplier: bool = False


def main(arguments: list[str]) -> None:
    """Print a line for each kind of lockfile of each folder."""
    missing = "--missing" in arguments
    paths = [Path(each).resolve() for each in arguments if each != "--missing"]
    print(f"{'folder':14} {'lockfile':18}" + "".join(f"{kind:>15}" for kind in KINDS))
    for folder, sbom in zip(paths[::2], paths[1::2], strict=True):
        listed = read_sbom(json.loads(sbom.read_text("utf-8")))
        for name, read in READERS.items():
            locked = [each for path in sorted(folder.rglob(name)) for each in readable(read, path)]
            if locked:
                print_line(folder.name, name, locked, listed, missing=missing)


def print_line(folder: str, name: str, locked: list[Locked], listed: dict[Key, Listed], *, missing: bool) -> None:
    held, kept = Counter[str](), Counter[str]()
    for each in locked:
        for kind, what, found in looked_up(each, listed):
            held[kind] += 1
            kept[kind] += found
            if missing and not found:
                print(f"    {kind} {each.key} {what}")
    print(f"{folder[:14]:14} {name:18}" + "".join(f"{f'{kept[kind]}/{held[kind]}':>15}" for kind in KINDS))


def looked_up(locked: Locked, listed: dict[Key, Listed]) -> Iterator[tuple[str, str, bool]]:
    """Each fact: its kind, its value, and whether the SBOM has it."""
    ours = listed.get(locked.key)
    yield "package", "", ours is not None
    there = ours or Listed()
    yield from (("hash", digest, digest in there.hashes) for digest in locked.hashes)
    yield from (("edge", need, need in there.needs) for need in locked.needs)
    if locked.licence:
        stated = set(re.findall(r"[\w.+-]+", locked.licence.lower()))
        yield "licence", locked.licence, stated <= set(re.findall(r"[\w.+-]+", there.licences.lower()))
    if locked.author:
        yield "author", "", there.author
    yield "supplier", "", there.supplier


def read_sbom(document: dict[str, Any]) -> dict[Key, Listed]:
    """The SBOM by plain purl."""
    listed: dict[Key, Listed] = defaultdict(Listed)
    keys: dict[str, Key] = {}
    for component in [document["metadata"]["component"], *document["components"]]:
        key = keys[component["bom-ref"]] = plain(component.get("purl", ""))
        mine = listed[key]
        mine.hashes |= {digest["content"] for digest in component.get("hashes", ())}
        mine.licences += json.dumps(
            component.get("licenses", "")
        )  # in SPDX's words; the manifest's, where they differ:
        mine.licences += " ".join(
            stated["value"] for stated in component.get("properties", ()) if stated["name"] == "trustpool:declared-as"
        )
        mine.author |= bool(component.get("authors") or component.get("author"))
        mine.supplier |= bool(component.get("supplier"))
    for edge in document["dependencies"]:
        listed[keys.get(edge["ref"], "")].needs |= {keys[need] for need in edge.get("dependsOn", ()) if need in keys}
    return dict(listed)


def readable(read: Callable[[Path], Iterator[Locked]], path: Path) -> list[Locked]:
    """What a lockfile holds; none when it is damaged, as test fixtures are on purpose."""
    try:
        return list(read(path))
    except (ValueError, KeyError, TypeError, AttributeError):
        print(f"    not readable, or of a format older than this check: {path}", file=sys.stderr)
        return []


def key_of(kind: str, name: str, version: str) -> Key:
    return plain(PackageURL(kind, *namespaced(kind, name), version).to_string())


def namespaced(kind: str, name: str) -> tuple[str | None, str]:
    namespace, slash, last = name.rpartition("/")
    return (namespace, last) if slash and kind in ("npm", "composer", "golang") else (None, name)


def npm(path: Path) -> Iterator[Locked]:
    packages = json.loads(path.read_text("utf-8"))["packages"]
    for place, entry in packages.items():
        if "node_modules/" in place and not entry.get("link") and entry.get("version"):
            wanted = {*entry.get("dependencies", ()), *entry.get("optionalDependencies", ())}
            found = filter(None, (npm_place(packages, place, name) for name in wanted))
            yield Locked(
                npm_key(place, entry),
                integrity(entry.get("integrity", "")),
                licence=str(entry.get("license", "")),
                needs=frozenset(npm_key(at, packages[at]) for at in found if not packages[at].get("link")),
            )


def npm_key(place: str, entry: dict[str, Any]) -> Key:
    return key_of("npm", entry.get("name") or place.rpartition("node_modules/")[2], entry["version"])


def npm_place(packages: dict[str, Any], place: str, name: str) -> str:
    """Where Node finds `name` from `place`: the nearest node_modules up the tree."""
    folder = place
    while folder:
        at = f"{folder}/node_modules/{name}"
        if at in packages:
            return at
        folder = folder.rpartition("/node_modules/")[0] if "/node_modules/" in folder else ""
    return f"node_modules/{name}" if f"node_modules/{name}" in packages else ""


def integrity(value: str) -> frozenset[str]:
    return frozenset(base64.b64decode(each.partition("-")[2].partition("?")[0]).hex() for each in value.split())


def cargo(path: Path) -> Iterator[Locked]:
    packages = tomllib.loads(path.read_text("utf-8"))["package"]
    versions = by_name((package["name"], package["version"]) for package in packages)
    for package in packages:
        needs = (need.split(" ") for need in package.get("dependencies", ()))
        yield Locked(
            key_of("cargo", package["name"], package["version"]),
            frozenset(filter(None, [package.get("checksum", "")])),
            needs=frozenset(
                key_of("cargo", need[0], need[1] if len(need) > 1 else versions[need[0]][0]) for need in needs
            ),
        )


def poetry(path: Path) -> Iterator[Locked]:
    packages = tomllib.loads(path.read_text("utf-8"))["package"]
    versions = by_name((package["name"], package["version"]) for package in packages)
    spelt = {pep503(package["name"]): package["name"] for package in packages}
    for package in packages:
        names = {pep503(name) for name in package.get("dependencies", ())} & spelt.keys()
        wanted = [(spelt[name], versions[name]) for name in names]
        yield Locked(
            key_of("pypi", package["name"], package["version"]),
            frozenset(file["hash"].partition(":")[2] for file in package.get("files", ())),
            # of several locked versions the markers choose
            needs=frozenset(key_of("pypi", name, found[0]) for name, found in wanted if len(found) == 1),
        )


def uv(path: Path) -> Iterator[Locked]:
    packages = tomllib.loads(path.read_text("utf-8"))["package"]
    versions = by_name((package["name"], package.get("version", "")) for package in packages)
    for package in packages:
        if "version" in package:
            files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
            wanted = [
                (need["name"], need.get("version") or versions[pep503(need["name"])][0])
                for need in package.get("dependencies", ())
            ]
            yield Locked(
                key_of("pypi", package["name"], package["version"]),
                frozenset(file["hash"].partition(":")[2] for file in files if "hash" in file),
                needs=frozenset(key_of("pypi", name, version) for name, version in wanted if version),
            )


def composer(path: Path) -> Iterator[Locked]:
    document = json.loads(path.read_text("utf-8"))
    packages = [*document["packages"], *document.get("packages-dev", ())]
    versions = {package["name"]: package["version"] for package in packages}
    for package in packages:
        yield Locked(
            key_of("composer", package["name"], package["version"]),
            frozenset(filter(None, [package.get("dist", {}).get("shasum", "")])),
            licence=" ".join(package.get("license", ())),
            needs=frozenset(
                key_of("composer", name, versions[name]) for name in package.get("require", ()) if name in versions
            ),
            author=bool(package.get("authors")),
        )


def pnpm(path: Path) -> Iterator[Locked]:
    """Format 9: `packages` by name and version, `snapshots` with what each needs, by the peers that it was given."""
    for document in yaml.load_all(path.read_text("utf-8"), yaml.CSafeLoader):
        packages = document.get("packages") or {}
        needs: dict[str, set[str]] = defaultdict(set)
        for snapshot, entry in (document.get("snapshots") or {}).items():
            wanted = {**entry.get("dependencies", {}), **entry.get("optionalDependencies", {})}
            found = ((name, version.partition("(")[0]) for name, version in wanted.items())
            keys = {version if "@" in version[1:] else f"{name}@{version}" for name, version in found}
            needs[snapshot.partition("(")[0]] |= keys & packages.keys()
        for reference, entry in packages.items():
            if re.fullmatch(r".+@\d[\w.+-]*", reference):
                own = key_of("npm", *reference.rsplit("@", 1))
                targets = (key_of("npm", *need.rsplit("@", 1)) for need in needs[reference] if ":" not in need)
                digests = integrity(entry.get("resolution", {}).get("integrity", ""))
                yield Locked(own, digests, needs=frozenset(target for target in targets if target != own))


def pub(path: Path) -> Iterator[Locked]:
    for name, entry in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["packages"].items():
        if entry["source"] == "hosted":
            digest = entry["description"].get("sha256", "")
            yield Locked(key_of("pub", name, entry["version"]), frozenset(filter(None, [digest])))


def bundler(path: Path) -> Iterator[Locked]:
    """The GEM sections: gems at four blanks, what they need at six; the checksums behind all."""
    text = path.read_text("utf-8")
    digests = {(name, version): digest for name, version, digest in re.findall(_CHECKSUM, text)}
    for section in re.findall(r"^GEM\n((?: .*\n|\n(?! ))*)", text, re.MULTILINE):
        gems = re.findall(r"^    ([^\s(]+) \(([^)]+)\)\n((?:      .*\n)*)", section, re.MULTILINE)
        versions = {name: version for name, version, _ in gems}
        for name, version, below in gems:
            wanted = [need for need in re.findall(r"^      ([^\s(]+)", below, re.MULTILINE) if need in versions]
            yield Locked(
                key_of("gem", name, version),
                frozenset(filter(None, [digests.get((name, version))])),
                needs=frozenset(key_of("gem", need, versions[need]) for need in wanted),
            )


_CHECKSUM = re.compile(r"^  ([^\s(]+) \(([^)]+)\) sha256=([0-9a-f]{64})", re.MULTILINE)


def go(path: Path) -> Iterator[Locked]:
    # what go.sum has beyond the go.mod beside it is from earlier versions and from tests of tests
    built = set(re.findall(r"([^\s()]+) (v[^\s)]+)", path.with_name("go.mod").read_text("utf-8")))
    for module, version, digest in (line.split() for line in path.read_text("utf-8").splitlines()):
        if (module, version) in built:
            yield Locked(key_of("golang", module, version), go_sum(digest))


def go_sum(text: str) -> frozenset[str]:
    """The `h1:` digests in a text, as hex."""
    return frozenset(base64.b64decode(digest).hex() for digest in re.findall(r"h1:([A-Za-z0-9+/]{43}=)", text))


def by_name(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Versions by name as PEP 503 compares it, which changes nothing of a crate's name but for the separators."""
    versions: dict[str, list[str]] = defaultdict(list)
    for name, version in pairs:
        for spelling in {name, pep503(name)}:
            versions[spelling].append(version)
    return versions


def pep503(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


READERS: dict[str, Callable[[Path], Iterator[Locked]]] = {
    "package-lock.json": npm,
    "Cargo.lock": cargo,
    "poetry.lock": poetry,
    "uv.lock": uv,
    "composer.lock": composer,
    "go.sum": go,
    "pnpm-lock.yaml": pnpm,
    "pubspec.lock": pub,
    "Gemfile.lock": bundler,
}

if __name__ == "__main__":
    main(sys.argv[1:])
