"""Whose SBOM it is: said on the command line, in the environment, or in the settings of one's own folder."""

from __future__ import annotations

import os
from pathlib import Path

from scanner.settings import read_settings
from scanner.tree import Tree

VARIABLE = "TRUSTPOOL_AUTHOR"


def author_of(said: str, tree: Tree, source: str) -> str:
    """The author as a person writes one; "" when nobody is named.

    The settings of the scanned tree count only when it is the folder that the person stands in: whoever scans a strange
    tree must not have the tree say who made the SBOM.

    Raises:
        InputUnreadable: the settings are wrong.
    """
    if said or os.environ.get(VARIABLE):
        return said or os.environ[VARIABLE]
    folder = Path(source)
    if not folder.is_dir() or not Path.cwd().is_relative_to(folder.resolve()):
        return ""
    return read_settings(tree).author
