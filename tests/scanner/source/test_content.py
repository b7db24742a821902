"""Text, binary, Git LFS pointer."""

from __future__ import annotations

import codecs

import pytest

from scanner.source.content import is_binary, is_lfs_pointer

POINTER = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
    b"size 12345\n"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain\n",
        "许可证\n".encode("gbk"),
        "License 许可证".encode("utf-16"),
        codecs.BOM_UTF16_BE + "许可证".encode("utf-16-be"),
        "MIT License\r\n".encode("utf-16-le"),
        "MIT License\r\n".encode("utf-16-be"),
        b"x" * 8000 + b"\0",
    ],
)
def test_text_is_not_binary(content: bytes) -> None:
    assert not is_binary(content)


@pytest.mark.parametrize(
    "content",
    [
        b"\0",
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"PK\x03\x04\x14\0\0\0",
        b"text\0text",
        bytes(100),
        b"\x89PNG\r\n\x1a\n\0\0\0\r",
    ],
)
def test_a_nul_makes_it_binary(content: bytes) -> None:
    assert is_binary(content)


@pytest.mark.parametrize(
    "content",
    [
        POINTER,
        POINTER.removesuffix(b"\n"),
        POINTER.replace(b"git-lfs", b"hawser"),
        POINTER.replace(b"oid", b"ext-0-case sha256:" + b"0" * 64 + b"\noid"),
    ],
)
def test_pointers_are_told(content: bytes) -> None:
    assert is_lfs_pointer(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"see " + POINTER, POINTER + b"more\n", POINTER.replace(b"sha256", b"md5"), POINTER + b"\n" * 1024],
)
def test_what_only_looks_like_a_pointer_is_not_one(content: bytes) -> None:
    assert not is_lfs_pointer(content)
