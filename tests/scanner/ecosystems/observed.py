"""What the parsers say about a folder, in the form of the `expected.json` files beside the fixtures.

`python -m tests.scanner.ecosystems.observed FOLDER` prints it, to be read critically before it becomes an expectation.
"""

from __future__ import annotations

import json
import sys
from msgspec.structs import fields
from pathlib import Path

from scanner.manifest.run import PackageFacts, read_packages
from scanner.package import Dependency, Evidence, Package
from scanner.tree import Blob, blob_id

_DEFAULTS = {field.name: field.default for field in fields(Package)}


def facts_of(folder: Path) -> PackageFacts:
    """Run all parsers over a folder's files, `expected.json` aside."""
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / "expected.json"
    }
    return facts_of_files(contents)


def facts_of_files(contents: dict[str, bytes]) -> PackageFacts:
    """Run all parsers over files in memory."""
    ids = {path: blob_id(content) for path, content in contents.items()}
    by_id = {ids[path]: content for path, content in contents.items()}
    return read_packages(ids, lambda ids: (Blob(blob, len(by_id[blob]), by_id[blob]) for blob in ids))


def observed(folder: Path) -> dict[str, object]:
    """The facts as JSON values, with the fields that hold something."""
    facts = facts_of(folder)
    return {
        "packages": [_package(package) for package in facts.packages],
        "dependencies": [_edge(edge) for edge in facts.dependencies],
        "problems": [f"{p.path}:{p.line or ''} {p.code}: {p.message.english()}" for p in facts.problems],
    }


def _package(package: Package) -> dict[str, object]:
    values = {name: getattr(package, name) for name in _DEFAULTS if name not in ("evidence", "hashes")}
    said = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
    if package.hashes:
        said["hashes"] = [f"{digest.algorithm}:{digest.value}" for digest in package.hashes]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()} | {
        "at": _place(package.evidence)
    }


def _edge(edge: Dependency) -> str:
    wanted = f" {edge.requirement}" if edge.requirement else ""
    return f"{edge.dependent} -> {edge.dependency}{wanted} ({edge.scope}) {_place(edge.evidence)}"


def _place(evidence: Evidence) -> str:
    return f"{evidence.path}:{evidence.line}" if evidence.line else evidence.path


if __name__ == "__main__":
    print(json.dumps(observed(Path(sys.argv[1])), indent=1, ensure_ascii=False))  # noqa: T201
