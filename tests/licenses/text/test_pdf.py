"""The text of PDF documents."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from licenses.text.pdf import pdf_text

NOTICE = (Path(__file__).parent / "pdf" / "notice.pdf").read_bytes()


def with_page(content: bytes) -> bytes:
    """The document with another page; pypdf finds the objects again where the table is wrong."""
    start, end = NOTICE.index(b"<</Length"), NOTICE.index(b"endstream")
    packed = zlib.compress(content)
    return NOTICE[:start] + b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\n" % (len(packed), packed) + NOTICE[end:]


def with_pages(content: bytes, count: int) -> bytes:
    """A document of so many pages, each of which draws `content`."""
    writer = PdfWriter(io.BytesIO(NOTICE))
    stream = StreamObject()
    stream.set_data(content)
    packed = writer._add_object(stream.flate_encode())
    page = writer.pages[0]
    page[NameObject("/Contents")] = packed
    for _ in range(count - 1):
        writer.add_page(page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_text_is_read_line_by_line() -> None:
    assert pdf_text(NOTICE).split("\n") == [
        "Permission is hereby granted, free of charge, to any person obtaining a copy",
        "of this software, and Licensed under the MIT license.",
    ]


def test_what_is_no_document_has_no_text() -> None:
    assert pdf_text(b"Licensed under the MIT license") == ""
    assert pdf_text(b"%PDF-1.7\nLicensed under the MIT license") == ""


def test_a_page_that_draws_without_end_is_left() -> None:
    assert pdf_text(with_page(b"BT /F1 12 Tf " + b"(a) Tj " * 40_000 + b"ET")) == ""


def test_a_page_that_unpacks_without_end_is_left() -> None:
    assert pdf_text(with_page(b"BT /F1 12 Tf (" + b"a" * 20_000_000 + b") Tj ET")) == ""


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf (" + b"a" * 250_000 + b") Tj ET",
        b"BT /F1 12 Tf [" + b"(a) 1 " * 40_000 + b"] TJ ET",
        b"q Q " * 60_000,
        b"1 " * 120_000 + b"re",
        b"BI " + b"/A 1 " * 50_000 + b"ID x EI",
    ],
    ids=["one long word", "an array", "operators", "numbers", "an inline image"],
)
def test_a_small_document_with_much_to_draw_costs_little(content: bytes) -> None:
    document = with_pages(content, 8)
    pdf_text(NOTICE)  # loads the library
    began = time.process_time()

    pdf_text(document)

    assert len(document) < 50_000
    assert time.process_time() - began < 1.5  # a quarter of that on a machine of 2024


def test_a_form_that_is_drawn_without_end_costs_little() -> None:
    writer = PdfWriter(io.BytesIO(with_pages(b"/X Do " * 5000, 8)))
    form = StreamObject()
    form.set_data(b"BT /F1 9 Tf (MIT license) Tj ET")
    form[NameObject("/Subtype")] = NameObject("/Form")
    resources = writer.pages[0]["/Resources"]
    form[NameObject("/Resources")] = DictionaryObject(resources)
    place = writer._add_object(form)
    for page in writer.pages:
        page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): place})
    written = io.BytesIO()
    writer.write(written)
    pdf_text(NOTICE)  # loads the library
    began = time.process_time()

    pdf_text(written.getvalue())

    assert time.process_time() - began < 1.5


@settings(max_examples=30, deadline=2000)
@given(st.integers(0, len(NOTICE) - 1), st.integers(0, 60), st.binary(max_size=20))
def test_damaged_documents_are_read_as_far_as_they_go(at: int, removed: int, added: bytes) -> None:
    assert isinstance(pdf_text(NOTICE[:at] + added + NOTICE[at + removed :]), str)


def test_the_library_is_loaded_for_documents_only() -> None:
    code = "import sys, licenses.match.detector; sys.exit('pypdf' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
