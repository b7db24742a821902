"""`/schemas/…`: the JSON schemas of what trustpool writes, as every pool serves them.

A schema's `$id` names it wherever it is read (RFC 8141); the file is served under the same last word, and stays as it
is: within a version members are added, none is removed or changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort, jsonify

from scanner.formats.report_json import SCHEMA_FILE as REPORT
from scanner.gate_formats import as_json

MEDIA_TYPE = "application/schema+json"
VERDICT = Path(as_json.__file__).with_name("verdict.schema.json")
SCHEMAS: Mapping[str, Path] = MappingProxyType({"report-v1": REPORT, "verdict-v1": VERDICT})

blueprint = Blueprint("schemas", __name__, url_prefix="/schemas")


@blueprint.get("/")
def listed() -> Response:
    """Which schemas there are: name → path."""
    return jsonify({name: f"/schemas/{name}.json" for name in SCHEMAS})


@blueprint.get("/<name>.json")
def schema(name: str) -> Response:
    """One schema, byte for byte."""
    if name not in SCHEMAS:
        abort(404)
    return Response(SCHEMAS[name].read_bytes(), mimetype=MEDIA_TYPE)
