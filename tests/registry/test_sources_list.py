"""Lists of sources, as people keep them and as forges export them."""

from __future__ import annotations

import pytest

from licenses.errors import BadUsage
from registry.services.sources_list import read_list

A, B = "https://forge.example/a.git", "https://forge.example/b.git"


@pytest.mark.parametrize(
    "written",
    [
        f"# ours\n{A}\n\n  {B}  \n{A}\n",
        f"\ufeff{A}\r\n{B}\r\n",
        f'["{A}", "{B}"]',
        f'[{{"id": 1, "clone_url": "{A}", "html_url": "x"}}, {{"http_url_to_repo": "{B}"}}]',
        f'name,clone_url,stars\nfirst,{A},3\n"second, large",{B},4\nbroken\n',
    ],
)
def test_each_source_once_in_its_order(written: str) -> None:
    assert read_list(written) == (A, B)


def test_an_empty_list_has_no_sources() -> None:
    assert read_list("") == ()


@pytest.mark.parametrize("written", ["[1]", '[{"name": "a"}]', "[", "[" * 100_000])
def test_json_that_is_no_list_of_repositories_is_an_error(written: str) -> None:
    with pytest.raises(BadUsage):
        read_list(written)
