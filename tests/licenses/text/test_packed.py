"""Which data is packed, and so holds no text."""

from __future__ import annotations

import pytest

from licenses.text.packed import is_packed


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0", b"PK\x03\x04\0", b"\x1f\x8b\x08\0", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypmp42"]
)
def test_pictures_archives_and_films_are_packed(content: bytes) -> None:
    assert is_packed(content)


@pytest.mark.parametrize(
    "content", [b"\x7fELF\x02\x01\x01\0", b"MZ\x90\0", b"%PDF-1.7\n\0", b"{\\rtf1\0", b"RIFF\0\0\0\0sfbk"]
)
def test_programs_and_documents_are_not_packed(content: bytes) -> None:
    assert not is_packed(content)
