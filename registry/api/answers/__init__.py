"""How the API's JSON looks: one type an answer. The OpenAPI document is made from these, and answers are these.

Moments are RFC 3339 in UTC; empty strings mean not stated; sentences are in the language of the request.
"""

from __future__ import annotations

from registry.api.answers.arrivals import ListSubmitted, NotSubmitted, Submitted, Uploaded
from registry.api.answers.contents import Component, Edge, Evidence, License, ScanProblem
from registry.api.answers.envelope import Listed, Problem
from registry.api.answers.job import Job
from registry.api.answers.judgement import Decided, Event, Granted, JudgedAgain, Overrule, Said, Verdict, Violation
from registry.api.answers.people import Agreement, Issued, Me
from registry.api.answers.project import OriginRow, Project, ProjectRow, Visit
from registry.api.answers.questions import Comparison, Holder, PackageChange, Use
from registry.api.answers.release import Archive, ClassCount, Document, Release, ReleaseRow

__all__ = [
    "Agreement",
    "Archive",
    "ClassCount",
    "Comparison",
    "Component",
    "Decided",
    "Document",
    "Edge",
    "Event",
    "Evidence",
    "Granted",
    "Holder",
    "Issued",
    "Job",
    "JudgedAgain",
    "License",
    "ListSubmitted",
    "Listed",
    "Me",
    "NotSubmitted",
    "OriginRow",
    "Overrule",
    "PackageChange",
    "Problem",
    "Project",
    "ProjectRow",
    "Release",
    "ReleaseRow",
    "Said",
    "ScanProblem",
    "Submitted",
    "Uploaded",
    "Use",
    "Verdict",
    "Violation",
    "Visit",
]
