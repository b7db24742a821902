"""English and Chinese are equals: whatever the code says to a person, it says in both."""

from __future__ import annotations

import ast

import pytest
from babel.messages.catalog import Catalog

from tests.translations.messages import (
    HOME,
    ROOMS,
    called,
    catalogue_path,
    chinese_of,
    marked_calls,
    messages_of,
    placeholders,
)

rooms = pytest.mark.parametrize("room", ROOMS)


def forms(said: str | list[str] | tuple[str, ...]) -> list[str]:
    """A message's forms: one, or singular and plural."""
    return [said] if isinstance(said, str) else list(said)


def entries(room: str) -> dict[str, str]:
    """English → Chinese, by the singular where there is a plural."""
    return {forms(entry.id)[0]: forms(entry.string)[0] for entry in chinese_of(room) if entry.id}


@rooms
def test_every_message_has_a_chinese_entry_in_its_room_or_one_below(room: str) -> None:
    known = {english for below in ROOMS[: ROOMS.index(room) + 1] for english in entries(below)}

    missing = [f"{m.where}: {m.template}" for m in messages_of(room) if m.template not in known]

    assert missing == []


@rooms
def test_no_chinese_entry_is_empty_or_fuzzy(room: str) -> None:
    unfinished = [e.id for e in chinese_of(room) if e.id and (e.fuzzy or not e.string or e.string == ("",))]

    assert unfinished == []


@rooms
def test_placeholders_are_the_same_in_both_languages(room: str) -> None:
    differing = [
        entry.id
        for entry in chinese_of(room)
        for chinese in forms(entry.string)
        if entry.id and placeholders(chinese) not in [placeholders(english) for english in forms(entry.id)]
    ]

    assert differing == []


@rooms
def test_no_english_message_has_two_entries_in_one_catalogue(room: str) -> None:
    path = catalogue_path(room)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    seen = [line for line in lines if line.startswith("msgid ") and line != 'msgid ""']

    assert sorted(seen) == sorted(set(seen))


def test_rooms_agree_on_the_chinese_of_a_message_that_several_hold() -> None:
    chinese: dict[str, set[str]] = {}
    for room in ROOMS:
        for english, translated in entries(room).items():
            chinese.setdefault(english, set()).add(translated)

    assert {english: said for english, said in chinese.items() if len(said) > 1} == {}


@rooms
def test_texts_are_literals_so_that_extraction_finds_them(room: str) -> None:
    computed = [
        f"{path.relative_to(HOME)}:{call.lineno}"
        for path in sorted((HOME / room).rglob("*.py"))
        for call in marked_calls(path)
        if called(call) in {"text", "msgid"} and not isinstance(call.args[0], ast.Constant)
    ]

    assert computed == []


def test_placeholders_are_seen_in_both_notations() -> None:
    assert placeholders("{count} files in %(where)s, {{literally}}") == {"count", "where"}


def test_an_absent_catalogue_is_empty() -> None:
    assert list(Catalog()) == list(chinese_of("no-such-room"))
