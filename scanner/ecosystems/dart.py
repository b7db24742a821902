"""pubspec.yaml and pubspec.lock (Dart, Flutter). Source: https://dart.dev/tools/pub/pubspec"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import lockfile, manifest
from scanner.manifest.digests import sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, strings, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import at_commit, qualified

_TABLES = {"dependencies": Scope.RUNTIME, "dev_dependencies": Scope.DEVELOPMENT}
_ASKED = {"direct main": Scope.RUNTIME, "direct overridden": Scope.RUNTIME, "direct dev": Scope.DEVELOPMENT}
_NAME = re.compile(r"\w+")


@manifest("pubspec.yaml", "pubspec.yml", ecosystem="pub")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package and what it depends on; parts of the Flutter SDK are provided with it.

    Raises:
        Malformed: the YAML does not parse.
    """
    own = table(file.yaml())
    project = ""
    name = string(own.get("name"))
    if _NAME.fullmatch(name):
        project = pub_purl(name, string(own.get("version")))
        yield Package(
            purl=project,
            evidence=file.evidence("name:"),
            first_party=True,
            vcs_url=string(own.get("repository")),
            homepage=string(own.get("homepage")),
            description=" ".join(string(own.get("description")).split()),
            authors=tuple(strings(own.get("authors") or own.get("author"))),
        )
    for section, scope in _TABLES.items():
        for wanted, detail in pairs(own.get(section)):
            if _NAME.fullmatch(wanted):
                git, requirement = at(detail, "git"), _range(string(at(detail, "version")) or string(detail))
                pinned = requirement if re.fullmatch(r"\d[\w.+-]*", requirement) else ""  # means only that version
                yield from asked(
                    project,
                    pub_purl(wanted, pinned),
                    file.evidence(f"{section}:", f"{wanted}:"),
                    requirement=requirement,
                    scope=Scope.PROVIDED if at(detail, "sdk") else scope,
                    vcs_url=string(at(git, "url")) or string(git),
                )


@lockfile("pubspec.lock", ecosystem="pub")
def parse_lock(file: ManifestFile) -> Iterator[Package]:
    """Yield each locked package. Format 1 tells no edges.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    for name, value in pairs(at(document, "packages")):
        entry = table(value)
        version = string(entry.get("version"))
        if entry.get("source") == "sdk":
            version = _sdk_version(document, string(entry.get("description"))) or version
        if not _NAME.fullmatch(name) or not version:
            continue
        need = string(entry.get("dependency"))
        detail = table(entry.get("description"))
        url = string(detail.get("url"))
        yield Package(
            purl=pub_purl(name, version, _qualifiers(entry, url, string(detail.get("resolved-ref")))),
            evidence=file.evidence("packages:", f"{name}:"),
            scope=Scope.PROVIDED if entry.get("source") == "sdk" else _ASKED.get(need),
            direct=need in _ASKED,
            hashes=sha256(string(detail.get("sha256"))),
            vcs_url=at_commit(url, string(detail.get("resolved-ref"))) if entry.get("source") == "git" else "",
            download_url=f"{url}/packages/{name}/versions/{version}" if entry.get("source") == "hosted" and url else "",
        )


def pub_purl(name: str, version: str = "", qualifiers: dict[str, str] | None = None) -> str:
    """The purl of a Dart package."""
    return qualified("pub", name, version, qualifiers=qualifiers)


def _range(text: str) -> str:
    return "" if text == "any" else text


def _qualifiers(entry: Table, url: str, commit: str) -> dict[str, str]:
    """Where a package comes from when it is not the public registry or a mirror of it."""
    if entry.get("source") == "git" and url:
        return {"vcs_url": f"git+{url}@{commit}" if commit else f"git+{url}"}
    host = url.partition("://")[2].strip("/")
    return {"repository_url": host} if entry.get("source") == "hosted" and host and host not in _PUBLIC else {}


_PUBLIC = frozenset(
    {
        "pub.dev",
        "pub.dartlang.org",
        "pub.flutter-io.cn",
        "mirrors.tuna.tsinghua.edu.cn/dart-pub",
        "mirror.sjtu.edu.cn/dart-pub",
    }
)


def _sdk_version(document: object, name: str) -> str:
    """The version of the Flutter SDK, for what is part of it, when the lockfile pins one."""
    told = string(at(document, "sdks", name))
    return told if re.fullmatch(r"\d[\w.+-]*", told) else ""
