"""Of an OR the alternative that asks least: what a document that lists duties supposes, and says.

A verdict chooses by its rules (licenses.verdict_choice); a document has none, and nobody owes the duties of an
alternative that nobody took.
"""

from __future__ import annotations

from licenses.classes import class_of
from licenses.due import due
from licenses.expression import AllOf, Expression, License, all_of, licenses_in
from licenses.scenario import Scenario


def lightest(expression: Expression, scenario: Scenario) -> Expression:
    """The expression with every OR replaced by the alternative that asks least in a scenario; the first of equals."""
    if isinstance(expression, License):
        return expression
    parts = [lightest(part, scenario) for part in expression.parts]
    return all_of(parts) if isinstance(expression, AllOf) else min(parts, key=lambda part: _weight(part, scenario))


def _weight(expression: Expression, scenario: Scenario) -> tuple[bool, int, int]:
    """Duties that nobody examined weigh most, then the strictness of the class, then the number of duties due."""
    duties = [due(license_, scenario) for license_ in licenses_in(expression)]
    return None in duties, class_of(expression).strictness, len(frozenset().union(*(known or () for known in duties)))
