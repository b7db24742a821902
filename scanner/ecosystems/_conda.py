"""What the conda formats share: match specifications, and packages taken from pip.

Source: https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html#package-match-specifications
"""

from __future__ import annotations

import re

from scanner.purl import purl

_SPEC = re.compile(r"\s*(?:[\w./-]+::?)?([A-Za-z0-9_][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)")
_EXACT = re.compile(r"={1,2}\s*([0-9][\w.!+]*)(?:\s*=\s*[\w.*]+|\s+\w+)?\Z")


def conda_purl(name: str, version: str = "") -> str:
    """The purl of a conda package; names are compared in lower case."""
    return purl("conda", name.lower(), version)


def split_spec(spec: str) -> tuple[str, str, str] | None:
    """A match specification's name, exact version (`==1.0`, `=1.0=build`, `1.0 build`) and range; None when it is
    none.
    """
    found = _SPEC.match(spec.partition("#")[0].strip())
    if not found:
        return None
    name, rest = found[1], found[2].strip()
    exact = _EXACT.match(rest)
    # "=1.2" alone means any 1.2.x
    pinned = exact is not None and (rest.startswith("==") or rest.count("=") > 1)
    return name, exact[1] if exact and pinned else "", rest
