"""Every licence and exception identifier that license-expression knows: SPDX ids, ScanCode keys, and their older names.

Read straight from license-expression's index file: importing that package and building its own parser costs some 60 ms,
this costs 5, and every command pays it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct

INDEX = Path("data") / "scancode-licensedb-index.json"  # inside the package license_expression


class Identifier(Struct, frozen=True):
    """One licence or exception."""

    id: str  # SPDX id; LicenseRef-scancode-… where SPDX has none
    key: str  # ScanCode key, which licensedcode-data's rules use
    category: str  # license-expression's own: "Permissive", "Copyleft Limited", …
    exception: bool  # stands after WITH


class _Row(Struct):
    """What we read of an entry of the index file."""

    license_key: str
    category: str
    is_exception: bool
    is_deprecated: bool
    spdx_license_key: str | None = None
    other_spdx_license_keys: tuple[str, ...] = ()

    def identifier(self) -> Identifier:
        spdx = _LISTED_SINCE.get(self.license_key) or self.spdx_license_key
        id_ = spdx or f"LicenseRef-scancode-{self.license_key}"
        return Identifier(id_, self.license_key, self.category, self.is_exception)


# Identifiers that SPDX or ScanCode withdrew and that mean an expression, not one licence.
# Source: "deprecated" entries of the SPDX licence list 3.25, and the notes of licensedcode-data's deprecated licences.
REPLACED = {
    "bsd-2-clause-freebsd": "BSD-2-Clause-Views",
    "bsd-2-clause-netbsd": "BSD-2-Clause",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "ecos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "gpl-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "gpl-2.0-with-bison-exception": "GPL-2.0-or-later WITH Bison-exception-2.2",
    "gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "gpl-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "gpl-2.0-with-gcc-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "gpl-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "gpl-3.0-with-gcc-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "nunit": "zlib-acknowledgement",
    "standardml-nj": "SMLNJ",
    "wxwindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}

# Listed by SPDX after license-expression's index was made. Source: SPDX licence list 3.29.
_LISTED_SINCE = {"openmdw-1.0": "OpenMDW-1.0"}

# Licences that neither SPDX nor ScanCode list yet. Sources: https://license.coscl.org.cn/, the licences' own pages.
_OWN = (
    Identifier("LicenseRef-MulanOWL-BY-1.0", "mulanowl-by-1.0", "Permissive", exception=False),
    Identifier("LicenseRef-MulanOWL-BY-PL-1.0", "mulanowl-by-pl-1.0", "Permissive", exception=False),
    Identifier("LicenseRef-MulanOWL-BY-SA-1.0", "mulanowl-by-sa-1.0", "Copyleft Limited", exception=False),
    Identifier("LicenseRef-MulanOWL-BY-PL-SA-1.0", "mulanowl-by-pl-sa-1.0", "Copyleft Limited", exception=False),
    Identifier("LicenseRef-Qwen-2024", "qwen-2024", "Proprietary Free", exception=False),
)

# Names in use for licences that SPDX has not listed. Source: https://license.coscl.org.cn/
_ALSO_CALLED = {
    "mulanpubl-1.0": "licenseref-scancode-mulanpubl-1.0",
    "mulanpubl-2.0": "licenseref-scancode-mulanpubl-2.0",
    "licenseref-mulanpubl-1.0": "licenseref-scancode-mulanpubl-1.0",
    "licenseref-mulanpubl-2.0": "licenseref-scancode-mulanpubl-2.0",
    "licenseref-scancode-mulanpsl-1.0-en": "mulanpsl-1.0",
    "licenseref-scancode-mulanpsl-2.0-en": "mulanpsl-2.0",
    "mulanowlbyv1": "mulanowl-by-1.0",
    "mulanowlbysav1": "mulanowl-by-sa-1.0",
    "mulanpsl-1.0-en": "mulanpsl-1.0",
    "mulanpsl-2.0-en": "mulanpsl-2.0",
}


@cache
def identifiers() -> Mapping[str, Identifier]:
    """Every known name, lower-cased, and what it names. SPDX compares names without case (SPDX 2.3, annex D.2)."""
    known = _listed()
    names: dict[str, Identifier] = {}
    for identifier in (*(identifier for _, identifier in known), *_OWN):
        names.setdefault(identifier.id.lower(), identifier)
    for row, identifier in known:
        key = identifier.key.lower()
        names.setdefault(key, identifier)
        for other in row.other_spdx_license_keys:
            names.setdefault(other.lower(), identifier)
        names.setdefault(f"licenseref-scancode-{key}", identifier)
    for identifier in _OWN:
        names.setdefault(identifier.key, identifier)
    for other, name in _ALSO_CALLED.items():
        names[other] = names[name]
    return names


@cache
def spdx_names() -> frozenset[str]:
    """The names that SPDX gives or gave, lower-cased: what a manifest means by an identifier. ScanCode's keys are not
    among them: `python` is a key, and in a manifest the name of another licence.
    """
    spdx = (name for row, identifier in _listed() for name in (identifier.id, *row.other_spdx_license_keys))
    return frozenset(name.lower() for name in spdx if not name.startswith("LicenseRef-"))


@cache
def _listed() -> tuple[tuple[_Row, Identifier], ...]:
    rows = msgspec.json.decode(index_file().read_bytes(), type=list[_Row])
    rows.sort(key=lambda row: row.is_deprecated)  # a living licence wins a name that a withdrawn one also claims
    return tuple((row, row.identifier()) for row in rows)


def index_file() -> Path:
    """Where license-expression keeps its index; the package itself is not imported.

    Raises:
        ModuleNotFoundError: license-expression is not installed.
    """
    found = find_spec("license_expression")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("license_expression")
    return Path(found.origin).parent / INDEX
