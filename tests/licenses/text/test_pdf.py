"""The text of PDF documents."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from licenses.text.pdf import pdf_text

NOTICE = (Path(__file__).parent / "pdf" / "notice.pdf").read_bytes()


def with_page(content: bytes) -> bytes:
    """The document with another page; pypdf finds the objects again where the table is wrong."""
    start, end = NOTICE.index(b"<</Length"), NOTICE.index(b"endstream")
    packed = zlib.compress(content)
    return NOTICE[:start] + b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\n" % (len(packed), packed) + NOTICE[end:]


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


@settings(max_examples=30, deadline=2000)
@given(st.integers(0, len(NOTICE) - 1), st.integers(0, 60), st.binary(max_size=20))
def test_damaged_documents_are_read_as_far_as_they_go(at: int, removed: int, added: bytes) -> None:
    assert isinstance(pdf_text(NOTICE[:at] + added + NOTICE[at + removed :]), str)


def test_the_library_is_loaded_for_documents_only() -> None:
    code = "import sys, licenses.match.detector; sys.exit('pypdf' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
