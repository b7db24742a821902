"""JSON, JSON5, TOML, YAML and XML: what is read, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.manifest.ini_text import parse_ini
from scanner.manifest.json5_text import parse_json5
from scanner.manifest.json_text import parse_json
from scanner.manifest.malformed import Malformed
from scanner.manifest.toml_text import parse_toml
from scanner.manifest.xml_text import parse_xml, text_of
from scanner.manifest.yaml_text import parse_yaml

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_ini_values_continue_on_indented_lines() -> None:
    document = "[A]\nkey = 1\n; comment\nList:\n    x = 2\n\n    y\n[b]\nempty\n"
    assert parse_ini(document) == {"A": {"key": "1", "list": "\nx = 2\ny"}, "b": {"empty": ""}}


def test_json_passes_over_a_byte_order_mark() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_json5_takes_comments_trailing_commas_single_quotes_and_bare_keys() -> None:
    assert parse_json5("{a: 'x//y', /* c */ \"b\": [1, 2,], // end\n}") == {"a": "x//y", "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: +1, b: .5, c: 0xFF, d: -2, e: 1e3, f: 5.}", {"a": 1, "b": 0.5, "c": 255, "d": -2, "e": 1000, "f": 5}),
        (
            r"""['it\'s', "a\x41", 'one\
two', "\u4e2d"]""",
            ["it's", "aA", "onetwo", "中"],
        ),
        ("[true, null, NaN, -Infinity,]", [True, None, None, None]),
        ("{$key_1: '', ключ: 2}", {"$key_1": "", "ключ": 2}),
        ("\ufeff[1 // last\n]", [1]),
    ],
)
def test_json5_values(text: str, value: object) -> None:
    assert parse_json5(text) == value


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    )
)
def test_json_is_json5(value: object) -> None:
    assert parse_json5(json.dumps(value)) == value
    assert parse_json5(json.dumps(value, ensure_ascii=False, indent=1)) == value


def test_comment_signs_inside_strings_stay() -> None:
    assert parse_json5('{"url": "https://x.example/*,]"}') == {"url": "https://x.example/*,]"}


def test_yaml_scalars_stay_text_and_tags_construct_nothing() -> None:
    document = "v: 1.10\non: yes\nt: true\nn:\nx: !!python/object/apply:os.system [ls]"
    assert parse_yaml(document) == [{"v": "1.10", "on": "yes", "t": True, "n": None, "x": ["ls"]}]


def test_yaml_keys_stay_as_written() -> None:
    assert parse_yaml("true: 1\n~: 2\n1.10: 3\n[a]: 4") == [{"true": "1", "~": "2", "1.10": "3"}]


def test_yaml_merges_and_aliases() -> None:
    assert parse_yaml("a: &x {b: c}\nd:\n  <<: *x\n  e: f") == [{"a": {"b": "c"}, "d": {"b": "c", "e": "f"}}]


@pytest.mark.parametrize(
    ("parse", "content", "line"),
    [
        (parse_json, b'{"a":\n\n ]', 3),
        (parse_json, b"[" * 100_000, None),
        (parse_json5, "{'a': \n ]", 2),
        (parse_json5, "{a: 1,\n b: #}", 2),
        (parse_json5, "[1,\n2,,]", 2),
        (parse_json5, "{a: 'open}", 1),
        (parse_json5, "[1.2.3]", 1),
        (parse_json5, "[" * 100_000, None),
        (parse_toml, "a = 1\nb = ]", 2),
        (parse_toml, "a = " + "[" * 5000, None),
        (parse_yaml, "a: b\nc: [", 3),
        (parse_yaml, "[" * 200, 1),
        (parse_yaml, "a: *b", 1),
        (parse_yaml, "a: &a [*a]", 1),
        (parse_yaml, BOMB, 7),
        (parse_xml, b"<a>\n<b></a>", 2),
        (parse_xml, b"<a>" * 5000, 1),
        (parse_xml, b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', None),
        (parse_xml, b"", None),
    ],
)
def test_what_is_damaged_or_hostile_is_refused_with_its_line(
    parse: Callable[[str | bytes], object], content: str | bytes, line: int | None
) -> None:
    with pytest.raises(Malformed) as refused:
        parse(content)

    assert refused.value.line == line or line is None


def test_xml_is_read_without_regard_to_namespaces() -> None:
    root = parse_xml(b'<p xmlns="urn:x"><a> <!-- c --> 1 </a></p>')
    assert text_of(root, "a") == "1"
