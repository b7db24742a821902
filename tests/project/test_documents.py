"""What the documents promise about the code is checked, where a machine can."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*HOME.glob("*.md"), *HOME.glob("docs/**/*.md"), HOME / "sample_repos" / "README.md"])


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it, without extras and versions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


def test_each_dependency_has_its_line() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {normal(d) for d in (*project["dependencies"], *project["optional-dependencies"]["dev"])}

    rows = re.findall(
        r"^\| ([A-Za-z][\w., -]+) \|", (HOME / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    explained = {normal(name) for row in rows for name in row.split(", ")} - {"package"}

    assert explained == wanted


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOME)))
def test_links_lead_to_files_that_exist(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.name.endswith(".zh-CN.md")], ids=lambda path: path.name)
def test_both_languages_have_the_same_outline(document: Path) -> None:
    english = document.with_name(document.name.replace(".zh-CN", ""))

    assert outline(document) == outline(english)


def outline(document: Path) -> list[tuple[str, int]]:
    """Each section's depth, and how many lists, tables rows and code blocks it holds."""
    sections: list[tuple[str, int]] = []
    for line in document.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+", line):
            sections.append((heading[0], 0))
        elif sections and re.match(r"\s*([-*|]|\d+\.|```)", line):
            sections[-1] = (sections[-1][0], sections[-1][1] + 1)
    return sections
