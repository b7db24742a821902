"""The terms that a project is found by: written when a release is recorded, read by searches."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registry.models import SearchTerm

# ideographs and the syllables of Chinese, Japanese and Korean: two of them are as telling as three letters
_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_GRAM = re.compile(rf"(?=([{_WIDE}]\S|\S[{_WIDE}]|[^\s{_WIDE}]{{3}}))")
LOOKUP = 500  # values in one IN (…): below every database's limit


def license_term(key: str) -> str:
    """The term of a licence or exception id."""
    return f"license:{key.casefold()}"


def class_term(license_class: str) -> str:
    """The term of a class of licences."""
    return f"class:{license_class}"


def package_term(purl: str) -> str:
    """The term of a package; its purl without version."""
    return f"package:{purl}"


def name_term(name: str) -> str:
    """The term of a package's name."""
    return f"name:{name.casefold()}"


def grams(words: str) -> frozenset[str]:
    """The terms of short pieces of case-folded words: of three letters, and of two where one is an ideograph.

    Whatever contains a word has all grams of the word; a word of one or two letters has none.
    """
    return frozenset(f"gram:{piece[1]}" for piece in _GRAM.finditer(words))


def add_terms(session: Session, project_id: int, terms: Iterable[str]) -> None:
    """Give a project terms; those that it has already stay."""
    wanted = sorted(set(terms))
    known: set[str] = set()
    for start in range(0, len(wanted), LOOKUP):
        part = wanted[start : start + LOOKUP]
        statement = select(SearchTerm.term).where(SearchTerm.project_id == project_id, SearchTerm.term.in_(part))
        known |= set(session.scalars(statement))
    if rows := [{"term": term, "project_id": project_id} for term in wanted if term not in known]:
        session.execute(insert(SearchTerm), rows)
