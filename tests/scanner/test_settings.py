"""The gate's settings, read out of a tree; every mistake is an error at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from licenses.errors import InputUnreadable
from licenses.scenario import Scenario
from scanner.problem import Problem
from scanner.settings import Settings, read_settings
from scanner.tree import Blob, Entry, Mode, blob_id


class Files:
    """A tree of a few files; `absent` ones are listed but cannot be read."""

    tree_id = "0" * 40
    problems: tuple[Problem, ...] = ()

    def __init__(self, files: dict[str, bytes], *, mode: Mode = Mode.FILE, absent: bool = False) -> None:
        self.entries = tuple(Entry(path, mode, blob_id(content)) for path, content in sorted(files.items()))
        self._contents = {} if absent else {blob_id(content): content for content in files.values()}

    def blobs(self, ids: Iterable[str]) -> Iterator[Blob]:
        for wanted in ids:
            if wanted in self._contents:
                yield Blob(wanted, len(self._contents[wanted]), self._contents[wanted])


WHOLE = b"""
pack = "rules/ours.yaml"
scenario = "embedded-device"
exclude = ["vendor/**", "docs"]
waivers = "trustpool-waivers.yaml"
baseline = "old.json"
advisories = "../osv"
"""


def refusal(files: dict[str, bytes]) -> InputUnreadable:
    with pytest.raises(InputUnreadable) as caught:
        read_settings(Files(files))
    return caught.value


def test_a_tree_without_settings_has_the_empty_ones() -> None:
    assert read_settings(Files({"pyproject.toml": b"[project]\nname = 'x'\n"})) == Settings()


def test_all_settings_are_read() -> None:
    assert read_settings(Files({"trustpool.toml": WHOLE})) == Settings(
        pack="rules/ours.yaml",
        exclude=("vendor/**", "docs"),
        scenario=Scenario.EMBEDDED_DEVICE,
        waivers="trustpool-waivers.yaml",
        baseline="old.json",
        advisories="../osv",
        path="trustpool.toml",
    )


def test_trustpool_toml_comes_before_pyproject_toml() -> None:
    files = {"pyproject.toml": b'[tool.trustpool]\npack = "permissive"\n', "trustpool.toml": b'pack = "default"\n'}

    assert read_settings(Files(files)).path == "trustpool.toml"


def test_an_unknown_key_is_refused_at_its_line_with_the_closest_name() -> None:
    error = refusal({"trustpool.toml": b'pack = "default"\n\nexlude = ["tests"]\n'})

    assert error.what.english() == "there is no setting named exlude"
    assert (error.where, error.hint and error.hint.english()) == ("trustpool.toml:3", "did you mean exclude?")


def test_the_line_is_found_below_its_own_table_in_pyproject_toml() -> None:
    content = b'[tool.other]\nexclude = 1\n\n[tool.trustpool]\npack = "default"\nexclude = 1\n'

    assert refusal({"pyproject.toml": content}).where == "pyproject.toml:6"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"pack = 1", "the setting pack must be a text"),
        (b'pack = ""', "the setting pack must be a text"),
        (b'exclude = "tests"', "the setting exclude must be a list of texts"),
        (b'exclude = ["/"]', "the setting exclude must be a list of texts"),
        (b'scenario = "embeded-device"', "there is no scenario named embeded-device"),
        (b"waivers = []", "the setting waivers must be a text"),
        (b"baseline = true", "the setting baseline must be a text"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_at_its_line(line: bytes, said: str) -> None:
    error = refusal({"trustpool.toml": b"\n" + line + b"\n"})

    assert (error.what.english(), error.where) == (said, "trustpool.toml:2")


def test_toml_that_does_not_parse_is_refused_at_its_line() -> None:
    assert refusal({"trustpool.toml": b'pack = "default"\nexclude = [\n"a"\n}\n'}).where == "trustpool.toml:4"


def test_bytes_that_are_not_utf8_are_refused_at_their_line() -> None:
    assert refusal({"trustpool.toml": b'pack = "default"\n# \xff\n'}).where == "trustpool.toml:2"


def test_a_tool_entry_that_is_no_table_is_refused() -> None:
    assert refusal({"pyproject.toml": b"[tool]\ntrustpool = 1\n"}).what.english() == "tool.trustpool is not a table"


def test_settings_that_cannot_be_read_close_the_gate() -> None:
    with pytest.raises(InputUnreadable, match="the gate cannot decide"):
        read_settings(Files({"trustpool.toml": WHOLE}, absent=True))


def test_a_symlink_is_not_followed_and_not_ignored() -> None:
    with pytest.raises(InputUnreadable, match="not a regular file"):
        read_settings(Files({"trustpool.toml": b"../settings"}, mode=Mode.SYMLINK))


def test_a_table_of_pyproject_in_the_other_file_is_explained() -> None:
    error = refusal({"trustpool.toml": b'[tool.trustpool]\npack = "default"\n'})

    assert error.hint is not None
    assert error.hint.english() == "in trustpool.toml the settings stand at the top, without [tool.trustpool]"
