"""Which projects answer a question: read from whatever part of it the fewest projects answer.

What nearly every project answers is found quickest along the list of names; what few answer, from the terms
(registry.services.terms). A database's own guess at how common a term is can be wrong by orders of magnitude, so the
terms are counted first, as far as it matters: up to `COMMON` entries of an index each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from registry.models import Component, Package, Project, Release, SearchTerm
from registry.services.terms import class_term, grams, license_term, name_term, package_term
from scanner.purl import version_of, without_version

COMMON = 300  # projects; a term that more of them have narrows nothing
MOST = 40  # terms of one question that are counted


@dataclass(frozen=True, slots=True)
class Query:
    """What a person or program looks for. Empty fields ask for nothing."""

    words: str = ""  # each must occur in the name, the description or a first-party package
    purl: str = ""  # a package used in some release, with or without version
    license: str = ""  # an SPDX id that occurs in some release
    license_class: str = ""


def read_query(words: str, *, purl: str = "", license: str = "", license_class: str = "") -> Query:  # noqa: A002
    """What a person typed, in one field: a word that begins with `pkg:` is a package URL, the others are words."""
    typed = words.split()
    purls = [word for word in typed if word.startswith("pkg:")]
    rest = " ".join(word for word in typed if not word.startswith("pkg:"))
    return Query(rest, purl or (purls[0] if purls else ""), license, license_class)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question."""

    holds: ColumnElement[bool]  # of a project
    terms: tuple[tuple[str, ...], ...]  # whoever answers it has all terms of one of these; () when nothing is known
    version: str = ""  # the purl of the version that it is about


def matching(session: Session, query: Query, after: str, limit: int) -> Select[Project]:
    """Projects that answer everything asked, by name, after a name."""
    parts = [*_parts(query)]
    few = _few(session, parts)
    for it in [it for it in parts if it.version and few is None]:
        if (few := _few_with(session, it.version)) is not None:
            parts.remove(it)  # these are the very projects
    statement = select(Project).where(*(it.holds for it in parts)).limit(limit)
    if few is None:
        return statement.where(Project.name_key > after).order_by(Project.name_key)
    # no index has this expression, so both databases begin with the few
    name = Project.name_key.concat("")
    return statement.where(Project.id.in_(few), name > after).order_by(name)


def _few(session: Session, parts: Sequence[_Part]) -> list[int] | None:
    """The projects that can answer the part which the fewest answer; None when that is a common one."""
    known = [it.terms for it in parts if it.terms]
    counted = _counts(session, [term for alternatives in known for terms in alternatives for term in terms][:MOST])
    best: tuple[int, list[str]] = COMMON, []
    for alternatives in known:
        rarest = [min((counted.get(term, COMMON), term) for term in terms) for terms in alternatives]
        best = min(best, (sum(count for count, _ in rarest), [term for _, term in rarest]))
    if best[0] >= COMMON:
        return None
    return [*session.scalars(select(SearchTerm.project_id).where(SearchTerm.term.in_(best[1])).distinct())]


def _few_with(session: Session, purl: str) -> list[int] | None:
    """The projects with a release that has a common package in this very version; None when that is common, too."""
    package = select(Package.id).where(Package.purl == without_version(purl)).scalar_subquery()
    version = Component.version == unquote(version_of(purl))
    uses = select(Component.release_id).where(Component.package_id == package, version, Component.purl == purl)
    some = uses.limit(COMMON * 5).subquery()  # a project has some releases
    found = session.scalars(select(Release.project_id).join(some, some.c.release_id == Release.id)).all()
    projects = set(found)
    return sorted(projects) if len(found) < COMMON * 5 and len(projects) < COMMON else None


def _counts(session: Session, terms: Iterable[str]) -> Mapping[str, int]:
    """How many projects have each term, up to COMMON."""
    asked = sorted(set(terms))
    if not asked:
        return {}
    beginnings = [select(SearchTerm.project_id).where(SearchTerm.term == it).limit(COMMON).subquery() for it in asked]
    counts = [select(literal(number), func.count()).select_from(it) for number, it in enumerate(beginnings)]
    return {asked[number]: count for number, count in session.execute(union_all(*counts))}


def _parts(query: Query) -> Iterator[_Part]:
    for word in query.words.casefold().split():
        named = name_term(word), license_term(word)
        text = Project.search_text.contains(word, autoescape=True)
        windows = tuple(sorted(grams(word)))
        yield _Part(or_(text, *map(_has, named)), (windows, *((it,) for it in named)) if windows else ())
    if query.purl:
        base = without_version(query.purl)
        term = package_term(base)
        yield _Part(_has(term), ((term,),)) if base == query.purl else _Part(_uses(query.purl), ((term,),), query.purl)
    terms = [license_term(query.license)] if query.license else []
    terms += [class_term(query.license_class)] if query.license_class else []
    for term in terms:
        yield _Part(_has(term), ((term,),))


def _has(term: str) -> ColumnElement[bool]:
    """The project has the term."""
    return is_there(select(literal(1)).where(SearchTerm.term == term, SearchTerm.project_id == Project.id))


def _uses(purl: str) -> ColumnElement[bool]:
    """A release of the project has the package in this very version."""
    of_project = Release.project_id == Project.id, Component.release_id == Release.id
    return is_there(select(literal(1)).where(*of_project, Component.purl == purl))


def is_there(rows: Select[int], of: type[Project] = Project) -> ColumnElement[bool]:
    """Whether there is such a row, for each project of a page.

    A value and not EXISTS: that PostgreSQL may answer with a list of all such rows of all projects, however few
    projects are looked at.
    """
    return rows.limit(1).correlate(of).scalar_subquery().is_not(None)
