"""NOTICE documents: who made what a product contains, under which terms, with each licence text once, and where the
source is when a licence asks for it. The same input gives the same bytes; notice_text, notice_markdown and notice_html
write them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from licenses.alternatives import lightest
from licenses.due import due
from licenses.expression import BadExpression, License, licenses_in, parse
from licenses.obligations import Duty
from licenses.scenario import Scenario
from licenses.texts import license_text


@dataclass(frozen=True, slots=True)
class Credit:
    """One thing that the document names."""

    name: str  # "attrs", "org.slf4j:slf4j-api", or a path
    version: str = ""
    identity: str = ""  # purl or path
    expression: str = ""  # SPDX, choices made; "" when unknown
    copyrights: tuple[str, ...] = ()  # statements as found
    notices: tuple[str, ...] = ()  # texts of NOTICE files that travel with it
    source_url: str = ""  # where its source can be had
    own_text: str = ""  # its licence file, when it differs from the known text


@dataclass(frozen=True, slots=True)
class Group:
    """Things under the same expression, whose copyright statements are given together."""

    expression: str
    credits: tuple[Credit, ...]
    copyrights: tuple[str, ...]  # every statement once


@dataclass(frozen=True, slots=True)
class LicenseTextEntry:
    """A licence and its text; "" when the data does not hold it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeDocument:
    """What is to be written."""

    product: str
    groups: tuple[Group, ...]
    unknown: tuple[Credit, ...]  # without a known licence: named, not dropped
    texts: tuple[LicenseTextEntry, ...]
    owed_source: tuple[Credit, ...]  # recipients are owed source


def notice_document(
    product: str, credits_: Iterable[Credit], scenario: Scenario = Scenario.BINARY_DISTRIBUTION
) -> NoticeDocument:
    """Gather what the document for `product` must say, sorted."""
    ordered = sorted(set(credits_), key=lambda credit: (credit.name.lower(), credit.version, credit.identity))
    known = [credit for credit in ordered if _licenses(credit)]
    return NoticeDocument(
        product=product,
        groups=tuple(_groups(known)),
        unknown=tuple(credit for credit in ordered if not _licenses(credit)),
        texts=tuple(_texts(known)),
        owed_source=tuple(credit for credit in known if _owes_source(credit, scenario)),
    )


def _licenses(credit: Credit) -> tuple[License, ...]:
    try:
        return tuple(licenses_in(parse(credit.expression))) if credit.expression else ()
    except BadExpression:
        return ()


def _groups(credits_: list[Credit]) -> Iterable[Group]:
    by_expression: dict[str, list[Credit]] = {}
    for credit in credits_:
        by_expression.setdefault(credit.expression, []).append(credit)
    for expression, members in sorted(by_expression.items(), key=lambda item: item[0].lower()):
        statements = dict.fromkeys(statement for credit in members for statement in credit.copyrights)
        yield Group(expression, tuple(members), tuple(sorted(statements, key=str.lower)))


def _texts(credits_: list[Credit]) -> Iterable[LicenseTextEntry]:
    names = {name for credit in credits_ for one in _licenses(credit) for name in (one.id, one.exception) if name}
    for name in sorted(names, key=str.lower):
        yield LicenseTextEntry(name, license_text(name) or "")


def _owes_source(credit: Credit, scenario: Scenario) -> bool:
    taken = licenses_in(lightest(parse(credit.expression), scenario))
    duties = {duty for one in taken for duty in due(one, scenario) or ()}
    return not duties.isdisjoint({Duty.DISCLOSE_SOURCE, Duty.DISCLOSE_SOURCE_OF_FILES, Duty.NETWORK_SOURCE})
