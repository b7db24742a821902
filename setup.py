"""Compile the gettext catalogues while building; everything else about the build is in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent


class BuildWithCatalogues(build_py):
    """`build_py` that turns each `<package>/translations/*/LC_MESSAGES/*.po` into the `.mo` that gettext reads."""

    def run(self) -> None:
        """Build the modules, then the catalogues: in place for an editable install, else only in the build folder."""
        super().run()
        for source in sorted(HERE.glob("*/translations/*/LC_MESSAGES/*.po")):
            _compile(source, self._target(source))

    def get_outputs(self, include_bytecode: int = 1) -> list[str]:
        """What an installation must contain, catalogues included."""
        catalogues = [str(self._target(po)) for po in HERE.glob("*/translations/*/LC_MESSAGES/*.po")]
        return sorted({*super().get_outputs(include_bytecode), *catalogues})

    def _target(self, source: Path) -> Path:
        home = HERE if self.editable_mode else Path(self.build_lib)
        return (home / source.relative_to(HERE)).with_suffix(".mo")


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, catalogue)


setup(cmdclass={"build_py": BuildWithCatalogues})
