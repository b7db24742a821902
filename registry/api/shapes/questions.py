"""What is in a release, and what is asked across releases, as answers."""

from __future__ import annotations

from registry.api import answers
from registry.api.shapes.alike import alike
from registry.services.compare import Comparison
from registry.services.release_rows import ComponentRow, EdgeRow, LicenseRow, ProblemRow
from registry.services.usage import FileRow, UseRow


def component(it: ComponentRow) -> answers.Component:
    """One package of a release."""
    return alike(answers.Component, it, evidence=[answers.Evidence(path, line) for path, line in it.evidence])


def edge(it: EdgeRow) -> answers.Edge:
    """One dependency edge."""
    return alike(answers.Edge, it)


def license_row(it: LicenseRow) -> answers.License:
    """One licence expression of a release."""
    return alike(answers.License, it)


def problem(it: ProblemRow) -> answers.ScanProblem:
    """What the scan could not read as meant."""
    return alike(answers.ScanProblem, it)


def use(it: UseRow) -> answers.Use:
    """A release that has a package."""
    return alike(answers.Use, it)


def holder(it: FileRow) -> answers.Holder:
    """A release that contains a file."""
    return alike(answers.Holder, it)


def comparison(it: Comparison) -> answers.Comparison:
    """What the later of two releases has differently."""
    return alike(answers.Comparison, it, packages=[alike(answers.PackageChange, each) for each in it.packages])
