"""What the code imports is what the project declares, so that a fresh installation has it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
ROOMS = ("licenses", "scanner", "registry", "web")
DATA_ONLY = {
    "licensedcode": ["licensedcode-data"]
}  # a namespace of data files, which no distribution claims as a module


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it, without extras and versions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


def imported() -> Iterator[tuple[str, str]]:
    """Each top-level module that is imported, and where."""
    for room in ROOMS:
        for path in sorted((HOME / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    yield from ((alias.name.split(".")[0], str(path.relative_to(HOME))) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.split(".")[0], str(path.relative_to(HOME))


def test_every_module_that_is_imported_comes_with_a_declared_dependency() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [it for name, group in project["optional-dependencies"].items() if name != "dev" for it in group]
    declared = {normal(name) for name in (*project["dependencies"], *extras)}
    brought = packages_distributions() | DATA_ONLY
    own = sys.stdlib_module_names | set(ROOMS)

    undeclared = {
        f"{where}: {module}"
        for module, where in imported()
        if module not in own and not declared & {normal(name) for name in brought.get(module, [])}
    }

    assert undeclared == set()
