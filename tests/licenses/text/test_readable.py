"""What there is to read in a blob."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenses.text import readable as module
from licenses.text.readable import readable


def test_of_a_program_its_strings_are_read_in_their_lines() -> None:
    program = b"\x7fELF\0\xff\nLicensed under\0short\0\x90\n\tthe MIT License\n\xff"

    assert readable(program) == b"\nLicensed under \n\tthe MIT License \n"


@given(st.lists(st.sampled_from([b"\0", b"\xff", b"\n", b"word ", b"a longer run", b"\t"]), max_size=60).map(b"".join))
def test_strings_are_those_of_eight_printable_bytes_and_more(content: bytes) -> None:
    kept, last = [], 0
    for run in re.finditer(rb"[\x20-\x7e\t]{8,}", content):
        kept += [b"\n" * content.count(b"\n", last, run.start()), run[0], b" "]
        last = run.end()

    assert module._strings(content) == b"".join([*kept, b"\n" * content.count(b"\n", last)])


def test_a_run_of_strings_is_whole_wherever_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"\0\xff".join(b"%08d and so on" % number for number in range(50))
    whole = module._strings(content)

    monkeypatch.setattr(module, "_PIECE", 7)

    assert module._strings(content) == whole
