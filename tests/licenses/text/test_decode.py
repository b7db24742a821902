"""Blobs are read as the encoding they were written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.text.decode import decode, encoding_of, is_unicode

SIMPLIFIED = (
    "本软件遵循木兰宽松许可证第2版,您可以依据该许可证使用、复制、修改和分发本软件。版权所有 (c) 2021 某某科技有限公司\n"
)
TRADITIONAL = "本軟體依據授權條款散布,您可以自由使用、複製、修改本軟體,但必須保留版權聲明。國立臺灣大學 2019 版權所有\n"
WESTERN = "Copyright © Jérôme Müller, André Façade\nÜber die Straße gegangen, naïve café à côté\n"
JAPANESE = "本ソフトウェアは自由に利用することが出来ます。再配布できます。著作権は放棄します。ライセンス\n"
KOREAN = "이 소프트웨어는 자유롭게 사용, 복제, 수정 및 배포할 수 있습니다. 저작권 표시를 유지해야 합니다. 라이선스\n"


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        ("plain\r\ntext\n", "ascii", "ascii"),
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        ("/* int x; */\n// " + SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "euc_kr", "cp949"),
        (WESTERN, "latin-1", "cp1252"),
        ("Licensed under the MIT license\n", "utf-16-le", "utf-16-le"),
        ("Licensed under the MIT license\n", "utf-16-be", "utf-16-be"),
    ],
)
def test_text_is_read_as_the_encoding_it_was_written_in(text: str, codec: str, expected: str) -> None:
    assert decode(text.encode(codec)) == (text, expected)


def test_one_broken_character_does_not_change_a_utf8_file() -> None:
    decoded, encoding = decode(SIMPLIFIED.encode() * 3 + b"\xff\n")

    assert (decoded, encoding) == (SIMPLIFIED * 3 + "\ufffd\n", "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_decode(content: bytes) -> None:
    decoded, encoding = decode(content)

    assert isinstance(decoded, str)
    assert encoding


@given(st.binary(max_size=300) | st.text().map(lambda text: text.encode("utf-16-le", "replace")))
def test_the_name_of_an_encoding_is_told_without_decoding(content: bytes) -> None:
    name = decode(content)[1]

    assert encoding_of(content) == name
    assert is_unicode(content) == name.startswith("utf-")
