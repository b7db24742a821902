"""The text of PDF documents."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licenses.pdf.text import pdf_text

HERE = Path(__file__).parent
NOTICE = (HERE / "notice.pdf").read_bytes()
LINES = [
    "Permission is hereby granted, free of charge, to any person obtaining a copy",
    "of this software, and Licensed under the MIT license.",
]
OPERATORS = """BT ET Tf Td TD Tm T* Tj TJ ' " q Q cm Do BI /F1 /X 1 -2.5 (a) [ ] << >> <61>"""
SECONDS_A_MEGABYTE = 3.0  # the reader's own limit is 1; test machines are busy
SECONDS = 0.6  # for the smallest document; the reader takes up to a quarter


def document(content: bytes, *objects: bytes, font: bytes = b"<</Type/Font/Subtype/Type1>>") -> bytes:
    """A document of one page with this content, and more objects from number 5 on."""
    packed = zlib.compress(content)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 %s>>/XObject<</X 5 0 R/Y 6 0 R>>>>>>" % font,
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed),
        *objects,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (about, len(content), content)


def test_text_is_read_line_by_line() -> None:
    assert pdf_text(NOTICE).split("\n") == LINES


@pytest.mark.parametrize("name", ["locked-rc4", "locked-aes-128", "locked-aes-256"])
def test_what_may_only_not_be_changed_is_read(name: str) -> None:
    assert pdf_text((HERE / f"{name}.pdf").read_bytes()).split("\n") == LINES


def test_what_is_no_document_has_no_text() -> None:
    assert pdf_text(b"Licensed under the MIT license") == ""
    assert pdf_text(b"%PDF-1.7\nLicensed under the MIT license") == ""


def test_words_that_are_set_apart_or_drawn_together_are_told() -> None:
    content = b"BT /F1 10 Tf [(Li) 20 (cen) -30 (sed) -400 (un) (der)] TJ 0 -12 Td (the) Tj ( MIT \\(X11\\)) Tj ET"

    assert pdf_text(document(content)) == "Licensed under\nthe MIT (X11)"


def test_lines_are_told_where_the_page_is_turned_or_scaled() -> None:
    content = b"q 0 -2 2 0 5 5 cm BT /F1 10 Tf 1 0 0 1 20 20 Tm (MIT) Tj 0 -12 Td (or ISC) Tj ET Q"

    assert pdf_text(document(content)) == "MIT\nor ISC"


def test_a_font_says_what_its_codes_are() -> None:
    names = b"<</Type/Font/Subtype/Type1/Encoding<</Differences[1/M/I/T 128/quoteright/fi/uni8BB8/eacute]>>>>"

    assert pdf_text(document(b"BT /F1 9 Tf <01020380818283> Tj ET", font=names)) == "MIT’fi许é"


def test_codes_of_two_bytes_are_read_by_their_table() -> None:
    table = stream(
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <004D> endbfchar "
        b"2 beginbfrange <0002> <0003> [<0049> <0054>] <0010> <0011> <8BB8> endbfrange"
    )
    font = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R>>"

    assert pdf_text(document(b"BT /F1 9 Tf <0001000200030010> Tj ET", table, font=font)) == "MIT许"


def test_codes_of_chinese_characters_need_no_table() -> None:
    font = b"<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H>>"

    text = "许可证".encode("gbk").hex().encode()

    assert pdf_text(document(b"BT /F1 9 Tf <" + text + b"> Tj ET", font=font)) == "许可证"


def test_forms_within_the_page_are_read() -> None:
    form = stream(b"BT /F1 9 Tf (MIT license) Tj ET", b"/Subtype/Form")

    assert pdf_text(document(b"q /X Do Q", form)) == "MIT license"


def test_objects_that_stand_in_a_stream_together_are_found() -> None:
    page = b"<</Type/Page/Contents 9 0 R/Resources<</Font<</F1 <</Type/Font/Subtype/Type1>>>>>>>>"
    objects = b"1 0 2 30 3 66 "
    objects += b"<</Type/Catalog/Pages 2 0 R>>".ljust(30) + b"<</Type/Pages/Kids[3 0 R]>>".ljust(36) + page
    pack = stream(objects, b"/Type/ObjStm/N 3/First 14")
    text = stream(b"BT /F1 9 Tf (MIT license) Tj ET")

    whole = b"%%PDF-1.5\n8 0 obj\n%s\nendobj\n9 0 obj\n%s\nendobj\n10 0 obj\n<</Type/XRef/Root 1 0 R>>" % (pack, text)

    assert pdf_text(whole) == "MIT license"


HOSTILE = {
    "text without end": document(b"BT /F1 12 Tf " + b"(a) Tj " * 2_000_000 + b"ET"),
    "one string without end": document(b"BT /F1 12 Tf (" + b"a" * 20_000_000 + b") Tj ET"),
    "strings that are not closed": document(b"BT /F1 12 Tf " + b"(" * 2_000_000),
    "arrays within arrays": document(b"BT /F1 12 Tf " + b"[" * 2_000_000),
    "moves": document(b"BT /F1 12 Tf " + b"1 1 Td (a) Tj " * 1_000_000),
    "forms that draw themselves": document(
        b"/X Do " * 1000, stream(b"/X Do /Y Do", b"/Subtype/Form"), stream(b"/X Do /X Do /Y Do", b"/Subtype/Form")
    ),
    "a table of ranges": document(
        b"BT /F1 9 Tf <0001> Tj ET",
        stream(b"9 beginbfrange " + b"<0000> <FFFF> <0000> " * 20_000 + b"endbfrange"),
        font=b"<</Type/Font/Subtype/Type0/ToUnicode 5 0 R>>",
    ),
    "widths without end": document(
        b"BT /F1 9 Tf <0001> Tj ET",
        font=b"<</Type/Font/Subtype/Type0/DescendantFonts[<</W[" + b"0 99999999 5 " * 2000 + b"]>>]>>",
    ),
    "objects that are not closed": b"%PDF-1.7\n/Root 1 0 R " + b"".join(b"%d 0 obj [ " % n for n in range(50_000)),
    "streams that are not closed": b"%PDF-1.7\n/Root 1 0 R "
    + b"".join(b"%d 0 obj <</Type/ObjStm/N 9/First 0>> stream " % n for n in range(20_000)),
    "pages within themselves": b"%PDF-1.7\n1 0 obj <</Pages 2 0 R>> /Root 1 0 R 2 0 obj <</Kids["
    + b"2 0 R " * 5000
    + b"]>>",
    "digits": b"%PDF-1.7\n" + b"1" * 1_000_000 + b" 1" * 500_000,
    "spaces": b"%PDF-1.7\n" + (b"1" + b" " * 5000) * 200,
    "chance": b"%PDF-1.7\n" + random.Random(1).randbytes(500_000),  # noqa: S311  the same bytes each time
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE.items()])
def test_no_document_costs_more_than_its_size_allows(content: bytes) -> None:
    pdf_text(NOTICE)
    began = time.process_time()

    pdf_text(content)

    assert time.process_time() - began < SECONDS + SECONDS_A_MEGABYTE * len(content) / 1e6


@settings(max_examples=200, deadline=2000)
@given(st.integers(0, len(NOTICE) - 1), st.integers(0, 60), st.binary(max_size=20))
def test_damaged_documents_are_read_as_far_as_they_go(at: int, removed: int, added: bytes) -> None:
    assert isinstance(pdf_text(NOTICE[:at] + added + NOTICE[at + removed :]), str)


@settings(max_examples=300, deadline=2000)
@given(st.lists(st.sampled_from(OPERATORS.split())))
def test_operators_in_any_order_are_followed(operators: list[str]) -> None:
    content = " ".join(operators).encode()

    assert isinstance(pdf_text(document(content, stream(content, b"/Subtype/Form"))), str)


def test_the_reader_is_loaded_for_documents_only() -> None:
    code = "import sys, licenses.match.detector; sys.exit('licenses.pdf.page' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
