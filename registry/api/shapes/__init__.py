"""The pool's rows as the API's answers, in the language of the request."""

from __future__ import annotations

from registry.api.shapes.alike import alike, listed, moment, sentence
from registry.api.shapes.judgement import agreement, event, overrule, verdict
from registry.api.shapes.project import origin, project_detail, project_row, visit
from registry.api.shapes.questions import comparison, component, edge, holder, license_row, problem, use
from registry.api.shapes.release import archive, document, release_detail, release_row
from registry.api.shapes.work import job, job_url

__all__ = [
    "agreement",
    "alike",
    "archive",
    "comparison",
    "component",
    "document",
    "edge",
    "event",
    "holder",
    "job",
    "job_url",
    "license_row",
    "listed",
    "moment",
    "origin",
    "overrule",
    "problem",
    "project_detail",
    "project_row",
    "release_detail",
    "release_row",
    "sentence",
    "use",
    "verdict",
    "visit",
]
