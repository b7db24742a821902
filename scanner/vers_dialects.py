"""How the ecosystems differ in writing ranges. Each by the documentation of its own package manager."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write ranges."""

    bare: str = "="  # what a version without an operator means
    either: str = r"\|\|?"  # what separates alternatives, a pattern
    every: str = r"[,\s]"  # what separates comparators that must all hold, a pattern
    partial: bool = False  # ">1.2" means after every 1.2.x
    pads: bool = False  # versions have three numbers
    hyphens: bool = False  # "1.0 - 2.0"
    prefixes: bool = False  # "=1.2.3" means all that begins so
    sets: bool = False  # "[1.0,2.0)"
    tilde_keeps_two: bool = True  # "~1.2" stays within 1.2, else within 1
    anything: tuple[str, ...] = ("", "*")

    def tilde(self, numbers: int) -> int:
        """How many of a version's numbers `~` keeps."""
        return min(2, numbers) if self.tilde_keeps_two else min(2, numbers - 1)

    def padded(self, version: str) -> str:
        """A version with three numbers, if that is the ecosystem's form."""
        found = re.fullmatch(r"[vV]?(\d+(?:\.\d+){0,1})", version) if self.pads else None
        return version if found is None else found[1] + ".0" * (2 - found[1].count("."))


_SEMVER = Dialect(partial=True, pads=True, hyphens=True, anything=("", "*", "x", "X"))
_RUBY = Dialect(either=r"(?!)")
_PYTHON = Dialect(bare="=", either=r"\|\|?")
_SYSTEM = Dialect(either=r"(?!)")

DIALECTS = {
    "npm": _SEMVER,  # https://github.com/npm/node-semver#ranges
    "ohpm": _SEMVER,
    "cargo": Dialect(bare="^", either=r"(?!)", partial=True, pads=True),  # The Cargo Book, specifying dependencies
    "composer": Dialect(hyphens=True, tilde_keeps_two=False),  # https://getcomposer.org/doc/articles/versions.md
    "pub": Dialect(pads=True, anything=("", "any")),  # https://dart.dev/tools/pub/dependencies#version-constraints
    "hex": Dialect(either=r"\bor\b", every=r"\band\b|\s", pads=True),  # https://hexdocs.pm/elixir/Version.html
    "gem": _RUBY,  # https://guides.rubygems.org/patterns/#semantic-versioning
    "cocoapods": _RUBY,
    "crystal": Dialect(either=r"(?!)"),
    "luarocks": _RUBY,
    "terraform": _RUBY,
    "pypi": _PYTHON,  # PEP 440, and Poetry's ^ and ~
    "conda": Dialect(prefixes=True),  # https://docs.conda.io, package match specifications
    "hackage": Dialect(every=r"&&|\s", anything=("", "-any")),  # https://cabal.readthedocs.io, build-depends
    "maven": Dialect(
        sets=True, either=r"(?!)"
    ),  # https://maven.apache.org/pom.html#dependency-version-requirement-specification
    "nuget": Dialect(
        bare=">=", sets=True, either=r"(?!)"
    ),  # https://learn.microsoft.com/nuget/concepts/package-versioning
    "conan": Dialect(),
    "helm": _SEMVER,  # https://github.com/Masterminds/semver
    "ansible": _RUBY,
    "cpan": Dialect(bare=">=", either=r"(?!)"),  # https://metacpan.org/pod/CPAN::Meta::Spec#Version-Ranges
    "cran": _SYSTEM,
    "julia": Dialect(
        bare="^", either=r",", every=r"\s", partial=True, pads=True, hyphens=True
    ),  # https://pkgdocs.julialang.org
    "deb": _SYSTEM,  # Debian Policy 7.1
    "rpm": _SYSTEM,
    "alpm": _SYSTEM,
    "apk": _SYSTEM,
    "opam": Dialect(every=r"&|\s"),
    "nim": Dialect(every=r"&|\s"),
    "vcpkg": _SYSTEM,
    "generic": _SYSTEM,
}
