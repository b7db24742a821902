"""Where the compiled index lives: in the user's cache, under a name that says which data and which format it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import licensedcode

DATA_PACKAGE = "licensedcode-data"

# Raised whenever the arrays, the words or the patterns change meaning: an older file is then never opened.
FORMAT = 6


def data_folder() -> Path:
    """The folder of rules and texts that the installed data package brings."""
    return Path(next(iter(licensedcode.__path__))) / "data"


def own_folder() -> Path:
    """Our own rules, above all for Chinese: they are compiled together with the package's."""
    return Path(__file__).resolve().parent.parent / "rules"


def data_version() -> str:
    """The version of the data package, and a fingerprint of our own rules."""
    own = hashlib.sha256()
    for path in sorted(own_folder().glob("*.yaml")):
        own.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return f"{_package_version()}-{own.hexdigest()[:8]}"


def _package_version() -> str:
    """The data package's version from the name of its metadata folder (PEP 376), which is all that is needed of it:
    `importlib.metadata` would read it through the email and zip packages, for a tenth of a short command's time.
    """
    prefix = DATA_PACKAGE.replace("-", "_") + "-"
    folders = Path(next(iter(licensedcode.__path__))).parent.glob(f"{prefix}*.dist-info")
    found = [folder.name.removeprefix(prefix).removesuffix(".dist-info") for folder in folders]
    if len(found) == 1:
        return found[0]
    from importlib import metadata

    return metadata.version(DATA_PACKAGE)


def index_path(cache_dir: Path) -> Path:
    """The compiled index of the installed data in `cache_dir`; it need not exist yet."""
    return cache_dir / f"licences-{data_version()}-f{FORMAT}.index"
