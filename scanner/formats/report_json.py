"""trustpool's own report in JSON: everything that one scan found. Its schema is published as `report.schema.json`.

Sentences are in the language asked for; everything else is the same in every language. Values whose fields are the
report's (copyrights, authors, hashes, evidence) go in as they are.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licenses.detection import said_by
from scanner.formats.interface import Format, WriteContext
from scanner.inventory import Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licenses.detection import LicenseMatch
    from licenses.language import Language
    from scanner.inventory import Component, Conclusion, FileRecord, Inventory, SourceFacts
    from scanner.package import Dependency
    from scanner.problem import Problem

SCHEMA_ID = "urn:trustpool:schema:report-v1"  # every pool serves it as /schemas/report-v1.json
SCHEMA_FILE = Path(__file__).with_name("report.schema.json")

Json = dict[str, Any]


def write(inventory: Inventory, context: WriteContext) -> bytes:
    """The whole inventory as UTF-8 JSON, in the inventory's own order."""
    from scanner.sbom.encoding import json_bytes

    return json_bytes(report(inventory, context.language))


def report(inventory: Inventory, language: Language) -> Json:
    """The report before it is encoded, for those who put it into another document: dicts, lists and msgspec Structs."""
    return {
        "$schema": SCHEMA_ID,
        "analyser": inventory.analyser,
        "source": _source(inventory.source),
        "conclusions": [_conclusion(found) for found in inventory.conclusions],
        "licenses": _roll_up(inventory.files),
        "folders": _folders(inventory.files),
        "packages": [_package(component) for component in inventory.components],
        "dependencies": [_dependency(edge) for edge in inventory.dependencies],
        "problems": [_problem(problem, language) for problem in inventory.problems],
        "files": [_file(record) for record in inventory.files],
    }


def _source(source: SourceFacts) -> Json:
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(source.committed_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "kind": source.kind.value,
        "location": source.location,
        "name": source.name,
        "swhid": f"swh:1:dir:{source.tree}",
        "ref": source.ref,
        "commit": source.commit,
        "committed_at": moment if source.committed_at else "",
        "sha256": source.sha256,
    }


def _roll_up(files: Iterable[FileRecord]) -> list[Json]:
    """Each class of licences with its expressions and the number of files that bear them, classes and names sorted."""
    from licenses.classes import class_of

    bearers = (file.licenses for file in files if file.licenses)
    counted = Counter(expression for matches in bearers for expression in said_by(matches))
    bearing: dict[str, dict[str, int]] = {}
    for expression, count in counted.items():
        bearing.setdefault(class_of(expression).value, {})[expression] = count
    return [
        {
            "class": name,
            "expressions": [
                {"expression": expression, "files": count} for expression, count in sorted(bearing[name].items())
            ],
        }
        for name in sorted(bearing)
    ]


def _folders(files: Iterable[FileRecord]) -> list[Json]:
    """The licences of each folder in which or below which there is one."""
    from licenses.classes import class_of
    from scanner.folders import by_folder

    return [
        {
            "path": folder.path,
            "files": folder.below,
            "own_files": folder.own,
            "licenses": [
                {
                    "expression": each.expression,
                    "class": class_of(each.expression),
                    "files": each.below,
                    "own_files": each.own,
                }
                for each in folder.licenses
            ],
        }
        for folder in by_folder(files)
    ]


def _file(record: FileRecord) -> Json:
    return {
        "path": record.path,
        "swhid": f"swh:1:{'rev' if record.treatment is Treatment.SUBMODULE else 'cnt'}:{record.blob}",
        "size": record.size,
        "treatment": record.treatment,
        "executable": record.executable,
        "licenses": [_match(match) for match in record.licenses],
        "copyrights": record.copyrights,
        "authors": record.authors,
    }


def _conclusion(found: Conclusion) -> Json:
    return {
        "place": found.place,
        "purl": found.purl,
        "declared": found.declared,
        "detected": list(found.detected),
        "concluded": found.concluded,
        "reason": found.reason,
        "key_files": list(found.key_files),
        "manifest": found.manifest,
    }


@lru_cache(maxsize=10_000)
def _match(match: LicenseMatch) -> Json:
    """One match; the files of a project say the same in the same lines, so it is asked for again and again."""
    from licenses.classes import class_of

    return {
        "expression": match.expression,
        "class": class_of(match.expression),
        "rule": match.rule,
        "kind": match.kind,
        "first_line": match.first_line,
        "last_line": match.last_line,
        "coverage": round(match.coverage, 4),
        "score": round(match.score, 4),
    }


def _package(component: Component) -> Json:
    from scanner.purpose import class_of

    return {
        "purl": component.purl,
        "name": component.name,
        "version": component.version,
        "requirement": component.requirement,
        "scope": component.scope,
        "class": class_of(component.scope, (each.path for each in component.evidence)),
        "direct": component.direct,
        "first_party": component.first_party,
        "declared_license": component.declared_license,
        "declared_as": component.declared_as,
        "hashes": component.hashes,
        "download_url": component.download_url,
        "vcs_url": component.vcs_url,
        "homepage": component.homepage,
        "description": component.description,
        "supplier": component.supplier,
        "authors": list(component.authors),
        "copyright": component.copyright,
        "evidence": component.evidence,
    }


def _dependency(edge: Dependency) -> Json:
    return {
        "dependent": edge.dependent,
        "dependency": edge.dependency,
        "requirement": edge.requirement,
        "scope": edge.scope,
        "evidence": edge.evidence,
    }


def _problem(problem: Problem, language: Language) -> Json:
    return {
        "code": problem.code,
        "path": problem.path,
        "line": problem.line,
        "message": problem.message.to(language),
    }


FORMATS = (Format("json", "trustpool report (JSON)", "application/json", ".report.json", write),)
