"""CMakeLists.txt and *.cmake: what a C or C++ build fetches or looks for.

Source: https://cmake.org/cmake/help/latest/module/FetchContent.html, …/command/find_package.html,
https://github.com/cpm-cmake/CPM.cmake
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import prefixed
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import archive_purl, purl, source_purl

_COMMAND = re.compile(
    r"\b(FetchContent_Declare|ExternalProject_Add|CPMAddPackage|CPMFindPackage|find_package|find_dependency)\s*\(([^()]*)\)",
    re.IGNORECASE,
)
_PROJECT = re.compile(r"^[ \t]*project\s*\(\s*([\w.+-]+)([^()]*)\)", re.IGNORECASE | re.MULTILINE)
_SET = re.compile(r"\bset\s*\(\s*(\w+)\s+\"?([^\s\")$]+)\"?", re.IGNORECASE)
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SHORT = re.compile(r"(gh|gl|bb):([\w.-]+/[\w.-]+)(?:[#@]([^@#\s]+))?")
_HOSTS = {"gh": "https://github.com/", "gl": "https://gitlab.com/", "bb": "https://bitbucket.org/"}
# Parts of CMake or of the tool chain rather than packages that a product contains.
_TOOLS = frozenset(
    [
        "threads",
        "pkgconfig",
        "git",
        "doxygen",
        "python",
        "python2",
        "python3",
        "pythoninterp",
        "pythonlibs",
        "perl",
        "bash",
        "openmp",
        "java",
        "jni",
        "cuda",
        "cudatoolkit",
        "bison",
        "flex",
        "swig",
        "latex",
        "gettext",
        "subversion",
        "unixcommands",
        "packagehandlestandardargs",
    ]
)


@manifest("CMakeLists.txt", "*.cmake", ecosystem="generic")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the project and each package that is fetched, by its repository, or looked for, by its name."""
    text = re.sub(r"#\[\[[\s\S]*?(?:\]\]|\Z)|#[^\n]*", lambda found: re.sub(r"[^\n]", " ", found[0]), file.text())
    values: dict[str, str] = dict(_SET.findall(text))
    line = text_lines(text)
    project = ""
    top = _PROJECT.search(text)
    if top and "$" not in top[1] and file.name == "CMakeLists.txt":
        stated = re.search(r"\bVERSION\s+\"?([\w.]+)", top[2])
        project = purl("generic", top[1], stated[1] if stated else "")
        yield Package(purl=project, evidence=file.at_line(line(top.start(1))), first_party=True)
    for command in _COMMAND.finditer(text):
        words = [_filled(found[0] or found[1], values) for found in _WORD.findall(command[2])]
        evidence = file.at_line(line(command.start()))
        if words:
            yield from _command(project, command[1].lower(), words, evidence)


def _command(project: str, name: str, words: list[str], evidence: Evidence) -> Iterator[Package | Dependency]:
    if name in ("find_package", "find_dependency"):
        wanted, version = words[0], words[1] if len(words) > 1 and words[1][:1].isdigit() else ""
        if re.fullmatch(r"[A-Za-z][\w+.-]*", wanted) and wanted.lower() not in _TOOLS:
            scope = Scope.RUNTIME if "REQUIRED" in words else Scope.OPTIONAL
            yield from asked(
                project, purl("generic", wanted), evidence, requirement=f">={version}" if version else "", scope=scope
            )
        return
    options = {key.upper(): value for key, value in pairwise(words)}
    if archive := options.get("URL", ""):
        identity = archive_purl(archive) if "$" not in archive else ""
        if not identity and "$" not in archive and re.fullmatch(r"[\w.+-]+", words[0]):
            identity = purl("generic", words[0])
        if identity:
            digest = prefixed([options.get("URL_HASH", "").lower()])
            yield Package(identity, evidence, scope=Scope.RUNTIME, direct=True, hashes=digest, download_url=archive)
            yield from [Dependency(project, identity, evidence)] if project else []
        return
    url, ref = _source(words, options)
    if identity := source_purl(url, ref) if url and "$" not in url + ref else "":
        yield from asked(project, identity, evidence, vcs_url=url)


def _source(words: list[str], options: dict[str, str]) -> tuple[str, str]:
    """Repository, and tag or commit."""
    if short := _SHORT.match(words[0]):
        ref = short[3] or ""
        return _HOSTS[short[1]] + short[2], f"v{ref}" if "@" in words[0] and ref[:1].isdigit() else ref
    for key, host in (("GITHUB_REPOSITORY", "gh"), ("GITLAB_REPOSITORY", "gl")):
        if repository := options.get(key):
            version = options.get("VERSION", "")
            return _HOSTS[host] + repository, options.get("GIT_TAG") or (f"v{version}" if version else "")
    return options.get("GIT_REPOSITORY", ""), options.get("GIT_TAG", "")


def _filled(word: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], found[0]), word)
