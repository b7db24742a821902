"""Questions across the pool: who uses a package, who contains a file, what changed between two releases."""

from __future__ import annotations

from registry.api import answers, shapes
from registry.api.asked import query
from registry.api.blueprints import part, pool
from registry.api.documented import Parameter, documented
from registry.api.paging import PAGE, paging
from registry.services import usage
from registry.services.compare import compare as compare_releases

blueprint = part("questions")

PURL = Parameter(
    "purl",
    {"type": "string", "maxLength": 500, "pattern": r"^pkg:[^\x00]*$", "examples": ["pkg:npm/lodash"]},
    "The package, with or without version.",
    required=True,
)
BLOB = Parameter(
    "blob",
    {"type": "string", "pattern": "^(swh:1:cnt:)?([0-9a-f]{40}|[0-9a-f]{64})$"},
    "A git object id, or the SWHID of a content.",
    required=True,
)


@blueprint.get("/usage")
@documented(answers.Listed[answers.Use], query=(PURL, *PAGE), errors=(400,))
def uses() -> answers.Listed[answers.Use]:
    """Releases that have a package, directly or through others, the newest first, and the way to it."""
    return shapes.listed(usage.who_uses(pool(), query(PURL), **paging(20)), shapes.use)


@blueprint.get("/files/<blob>")
@documented(answers.Listed[answers.Holder], path={"blob": BLOB}, query=PAGE, errors=(400,))
def containing(blob: str) -> answers.Listed[answers.Holder]:
    """Releases that contain a file, the newest first."""
    return shapes.listed(usage.who_contains(pool(), blob, **paging(20)), shapes.holder)


@blueprint.get("/projects/<name>/releases/<before>/compare/<after>")
@documented(answers.Comparison, errors=(404,))
def compare(name: str, before: str, after: str) -> answers.Comparison:
    """What the later of two releases has differently: packages, licences, files."""
    return shapes.comparison(compare_releases(pool(), name, before, after))
