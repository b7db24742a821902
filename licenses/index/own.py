"""Our own rules: YAML files of sentences, written by us. Their format is told in licenses/rules/README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licenses.detection import MatchKind
from licenses.index.source import LicenseEntry, Rule


def read_own_rules(folder: Path) -> Iterator[Rule]:
    """Yield the rules of all YAML files in `folder`, in the order of the files.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is not YAML or not of our format.
    """
    for path, document in _documents(folder):
        for number, fields in enumerate(_sentences(document)):
            yield _rule(f"{path.stem}/{number}", fields)


def read_own_entries(folder: Path) -> Iterator[LicenseEntry]:
    """Yield what the YAML files in `folder` say about licences themselves: names that differ from the data's.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is not YAML or not of our format.
    """
    for _, document in _documents(folder):
        for fields in document.get("licenses", ()):
            key, spdx = str(fields["key"]), str(fields["spdx"])
            yield LicenseEntry(key, spdx, (), key, "", exception=False, unknown=False, deprecated=False)


def _documents(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    import yaml

    for path in sorted(folder.glob("*.yaml")):
        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as broken:
            raise ValueError(f"{path}: {broken}") from broken
        if not isinstance(document, dict):
            raise ValueError(f"{path}: not a mapping")  # noqa: TRY004  what is wrong is the file
        yield path, document


def _sentences(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from document.get("rules", ())
    for expression, names in document.get("names", {}).items():
        for name in names:
            for phrase in document.get("phrases", ()):
                yield {**phrase, "expression": expression, "text": str(phrase["text"]).format(name=name)}


def _rule(identifier: str, fields: Mapping[str, Any]) -> Rule:
    try:
        return Rule(
            identifier=identifier,
            expression=str(fields["expression"]),
            kind=MatchKind(fields["kind"]),
            text=str(fields["text"]),
            relevance=int(fields.get("relevance", 100)),
            minimum_coverage=int(fields.get("minimum_coverage", 0)),
            continuous=bool(fields.get("continuous", False)),
            referenced=tuple(fields.get("referenced", ())),
        )
    except KeyError as missing:
        raise ValueError(f"{identifier}: no {missing}") from missing
