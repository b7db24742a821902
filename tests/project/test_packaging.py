"""An installed trustpool has every file that one run from its repository has."""

from __future__ import annotations

import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
ROOMS = ("licenses", "scanner", "registry", "web")


def test_every_data_file_of_a_package_is_installed_with_it() -> None:
    settings = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["*"]
    listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], cwd=HOME, capture_output=True, check=True)
    names = listed.stdout.decode("utf-8").strip("\0").split("\0")

    left_out = [
        n for n in names if not n.endswith(".py") and not any(fnmatch(Path(n).name, Path(p).name) for p in patterns)
    ]

    assert left_out == []


def test_no_folder_of_a_package_has_a_name_that_setuptools_passes_over() -> None:
    folders = [path for room in ROOMS for path in (HOME / room).rglob("*") if path.is_dir()]

    assert [str(f.relative_to(HOME)) for f in folders if "." in f.name] == []
