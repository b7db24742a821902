"""Where the compiled index lives, and which rules and texts it is made from.

The index is in the user's cache, under a name that says which data and which format it is. Beside it, in
`licence-data`, lie newer data (`current`, from `trustpool licences update`) and an organisation's own texts
(`added`, from `licences add`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import licensedcode

DATA_PACKAGE = "licensedcode-data"

# Raised whenever the arrays, the words or the patterns change meaning: an older file is then never opened.
FORMAT = 14

_KEPT = "licence-data"
_VERSION = "VERSION"  # the file in which an update says what it is


def data_folder() -> Path:
    """The folder of rules and texts that the installed data package brings."""
    return Path(next(iter(licensedcode.__path__))) / "data"


def own_folder() -> Path:
    """Our own rules, above all for Chinese: they are compiled together with the package's."""
    return Path(__file__).resolve().parent.parent / "rules"


def updated_folder(cache_dir: Path) -> Path:
    """Where newer data is kept; it need not exist."""
    return cache_dir / _KEPT / "current"


def added_folder(cache_dir: Path) -> Path:
    """Where an organisation's own texts are kept; it need not exist."""
    return cache_dir / _KEPT / "added"


def folders(cache_dir: Path) -> tuple[Path, ...]:
    """The folders that the index is made from: the newer data or else the package's, our own, the organisation's."""
    updated = updated_folder(cache_dir)
    return (updated if updated.is_dir() else data_folder(), own_folder(), added_folder(cache_dir))


def write_version(folder: Path, version: str) -> None:
    """Note in an updated folder what it holds.

    Raises:
        OSError: it cannot be written.
    """
    (folder / _VERSION).write_text(version + "\n", encoding="utf-8")


def data_version(cache_dir: Path) -> str:
    """The version of the data in use, and a fingerprint of our own and the organisation's rules."""
    noted = updated_folder(cache_dir) / _VERSION
    version = noted.read_text(encoding="utf-8").strip() if noted.is_file() else _package_version()
    own = hashlib.sha256()
    for path in sorted([*own_folder().glob("*.yaml"), *added_folder(cache_dir).glob("*")]):
        own.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return f"{version}-{own.hexdigest()[:8]}"


def _package_version() -> str:
    """The data package's version from the name of its metadata folder (PEP 376), which is all that is needed of it:
    `importlib.metadata` would read it through the email and zip packages, for a tenth of a short command's time.
    """
    prefix = DATA_PACKAGE.replace("-", "_") + "-"
    homes = Path(next(iter(licensedcode.__path__))).parent.glob(f"{prefix}*.dist-info")
    found = [home.name.removeprefix(prefix).removesuffix(".dist-info") for home in homes]
    if len(found) == 1:
        return found[0]
    from importlib import metadata

    return metadata.version(DATA_PACKAGE)


def index_path(cache_dir: Path) -> Path:
    """The compiled index of the data in use, in `cache_dir`; it need not exist yet."""
    return cache_dir / f"licences-{data_version(cache_dir)}-f{FORMAT}.index"
