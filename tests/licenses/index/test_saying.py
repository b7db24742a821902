"""Which expressions say all that another says."""

from __future__ import annotations

from licenses.index.saying import saying, sayings

EXPRESSIONS = [
    "Apache-2.0",
    "Apache-2.0 AND MIT",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "MIT",
    "MIT OR Apache-2.0",
]


def said_by(expression: str) -> list[str]:
    found = saying(EXPRESSIONS.index(expression), sayings(EXPRESSIONS))
    return [each for each, whole in zip(EXPRESSIONS, found.tolist(), strict=True) if whole]


def test_an_expression_says_what_it_has_among_others() -> None:
    assert said_by("MIT") == ["Apache-2.0 AND MIT", "MIT", "MIT OR Apache-2.0"]


def test_an_expression_of_several_is_said_by_those_that_have_all() -> None:
    assert said_by("Apache-2.0 AND MIT") == ["Apache-2.0 AND MIT", "MIT OR Apache-2.0"]
    assert said_by("GPL-2.0-only WITH Classpath-exception-2.0") == ["GPL-2.0-only WITH Classpath-exception-2.0"]
