from __future__ import annotations

from html.parser import HTMLParser

import pytest

from licenses.notice import Credit, NoticeDocument, notice_document
from licenses.notice_html import notice_as_html
from licenses.notice_markdown import escaped, fenced, notice_as_markdown
from licenses.notice_text import notice_as_text
from licenses.scenario import Scenario
from licenses.texts import license_text

CREDITS = (
    Credit("attrs", "25.1.0", "pkg:pypi/attrs@25.1.0", "MIT", ("Copyright (c) 2015 Hynek Schlawack",)),
    Credit("click", "8.1.8", "pkg:pypi/click@8.1.8", "BSD-3-Clause", ("Copyright 2014 Pallets",)),
    Credit("six", "1.17.0", "pkg:pypi/six@1.17.0", "MIT", ("Copyright (c) 2010-2024 Benjamin Peterson",)),
    Credit(
        "psycopg", "3.2", "pkg:pypi/psycopg@3.2", "LGPL-3.0-only", source_url="https://src.example/psycopg-3.2.tar.gz"
    ),
    Credit("mystery", "1.0", "pkg:pypi/mystery@1.0"),
)


@pytest.fixture
def document() -> NoticeDocument:
    return notice_document("tidetable", CREDITS)


def test_works_under_the_same_licence_are_grouped_with_their_copyrights(document: NoticeDocument) -> None:
    groups = {group.expression: group for group in document.groups}

    assert list(groups) == ["BSD-3-Clause", "LGPL-3.0-only", "MIT"]
    assert [credit.name for credit in groups["MIT"].credits] == ["attrs", "six"]
    assert groups["MIT"].copyrights == (
        "Copyright (c) 2010-2024 Benjamin Peterson",
        "Copyright (c) 2015 Hynek Schlawack",
    )


def test_each_licence_text_stands_once(document: NoticeDocument) -> None:
    written = notice_as_text(document, "en")

    assert [entry.id for entry in document.texts] == ["BSD-3-Clause", "LGPL-3.0-only", "MIT"]
    assert written.count("Permission is hereby granted, free of charge, to any person obtaining") == 1


def test_what_has_no_known_licence_is_named(document: NoticeDocument) -> None:
    assert [credit.name for credit in document.unknown] == ["mystery"]
    assert "Licence not known" in notice_as_text(document, "en")


def test_source_is_offered_where_copyleft_asks_for_it(document: NoticeDocument) -> None:
    assert [credit.name for credit in document.owed_source] == ["psycopg"]
    assert "psycopg 3.2: https://src.example/psycopg-3.2.tar.gz" in notice_as_text(document, "en")


def test_internal_use_owes_no_source() -> None:
    assert notice_document("tidetable", CREDITS, Scenario.INTERNAL_USE).owed_source == ()


@pytest.mark.parametrize("write", [notice_as_text, notice_as_markdown, notice_as_html])
def test_the_order_of_the_input_does_not_change_the_document(write: object) -> None:
    assert callable(write)
    there, back = notice_document("p", CREDITS), notice_document("p", tuple(reversed(CREDITS)))

    assert write(there, "en") == write(back, "en")


HOSTILE = Credit(
    "<script>alert(1)</script>",
    "1",
    "x",
    "MIT",
    ("Copyright [x](javascript:1) <img src=x>\n# heading",),
    ("```\n# out",),
)


def test_found_words_cannot_become_markup_in_html() -> None:
    class Tags(HTMLParser):
        seen: set[str] = set()  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.seen.add(tag)

    reader = Tags()
    reader.feed(notice_as_html(notice_document("p", [HOSTILE]), "zh"))

    assert {"script", "img"} & reader.seen == set()
    assert {"h1", "pre", "li"} <= reader.seen


def test_found_words_cannot_become_markup_in_markdown() -> None:
    written = notice_as_markdown(notice_document("p", [HOSTILE]), "en")

    assert "\n# heading" not in written
    assert "<script>" not in written
    assert "````text\n```\n# out\n````" in written


def test_markdown_is_escaped_and_kept_on_one_line() -> None:
    assert escaped("a_b\n# <i>") == r"a\_b \# \<i\>"
    assert next(iter(fenced("x"))) == "```text"


def test_both_languages_name_the_same_things(document: NoticeDocument) -> None:
    english, chinese = notice_as_text(document, "en"), notice_as_text(document, "zh")

    assert english != chinese
    assert all(credit.name in chinese for credit in CREDITS)


def test_texts_come_without_the_datas_own_header() -> None:
    text = license_text("Apache-2.0")

    assert text is not None
    assert text.lstrip().startswith("Apache License")
    assert "short_name" not in text


def test_the_text_of_an_exception_is_known_too() -> None:
    text = license_text("Classpath-exception-2.0")

    assert text is not None
    assert "special exception" in text


def test_a_licence_that_the_data_does_not_hold_has_no_text() -> None:
    assert license_text("LicenseRef-ours") is None


def test_every_link_of_the_page_leads_somewhere_on_it(document: NoticeDocument) -> None:
    found: dict[str, list[str]] = {"href": [], "id": []}

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            for name, value in attrs:
                found.setdefault(name, []).append(value or "")

    Links().feed(notice_as_html(document, "zh"))

    assert len(found["href"]) == 6  # three groups in the contents, and each group's text
    assert {link.removeprefix("#") for link in found["href"]} == set(found["id"])
    assert len(found["id"]) == len(set(found["id"]))
