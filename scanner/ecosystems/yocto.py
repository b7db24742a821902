"""BitBake recipes (Yocto, OpenEmbedded). Source: https://docs.yoctoproject.org/bitbake/, …/ref-manual/variables.html

Read and never run: assignments of the recipe itself and of the files that it requires from its own folder or a layer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_hex
from scanner.manifest.file import ManifestFile
from scanner.package import Dependency, Hash, Package, Scope
from scanner.purl import at_commit, purl

_ASSIGNED = re.compile(
    r"""^(?:export[ \t]++)?([A-Za-z][\w:${}.+-]*+)(\[\w[\w.-]*+\])?[ \t]*+(\?\?=|\?=|:=|\+=|=\+|\.=|=\.|=)[ \t]*+"""
    r"""(?:"((?:[^"\\]|\\\n|\\.){0,20000})"|'([^'\n]*)')""",
    re.MULTILINE,
)
_INCLUDED = re.compile(r"^(?:require|include)[ \t]+(\S+)", re.MULTILINE)
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NAMED = re.compile(r"([a-z0-9][a-z0-9.+-]*?)(?:_([^_/]+))?\.bb")
_NEED = re.compile(r"(?<!\S)([a-z0-9][a-z0-9.+-]*+)(?:\s*+\(\s*([<>=]+)\s*([\w.+-]+)\s*\))?(?!\S)")
_PROGRAM = re.compile(r"\$\{@[^{}]*+\}")  # Python within a value
_NATIVE = re.compile(r"-(?:native|cross|crosssdk)\Z")
_OPERATORS = str.maketrans({"&": " AND ", "|": " OR "})
_DEEPEST = 5
_MOST_INCLUDED = 20
_LONGEST = 4000  # characters of a filled value

Values = dict[str, str]  # `NAME`, or `NAME[flag]`


@manifest("*.bb", ecosystem="yocto")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the package that a recipe builds and what it needs."""
    named = _NAMED.fullmatch(file.name)
    if named is None:
        return
    name, stated = named[1], named[2] or ""
    values: Values = {"PN": name, "BPN": _NATIVE.sub("", name), "PV": stated, "BP": f"{name}-{stated}"}
    _read(file, values, [_MOST_INCLUDED])
    version = _filled(values["PV"], values)
    project = purl("yocto", name, version if re.fullmatch(r"v?\d[\w.+~-]*", version) else "")
    yield _described(file, project, values)
    needs = [(variable, values[variable]) for variable in values if variable.split(":")[0] in ("DEPENDS", "RDEPENDS")]
    for variable, words in needs:
        evidence = file.at_first((f"{variable} ",), (f"{variable}=",), (variable.partition(":")[0],))
        for found in _NEED.finditer(_filled(_PROGRAM.sub(" ", words), values)):
            wanted = found[1]
            base = _NATIVE.sub("", wanted)
            if base == name:
                continue
            build = variable.startswith("DEPENDS") and base != wanted
            yield from asked(
                project,
                purl("yocto", base),
                evidence,
                requirement=f"{found[2]}{found[3]}" if found[2] else "",
                scope=Scope.BUILD if build else Scope.RUNTIME,
            )


def _read(file: ManifestFile, values: Values, left: list[int]) -> None:
    """Take over a file's assignments, those of the files that it requires first."""
    text = file.text()
    for path in _INCLUDED.findall(text):
        inside = _filled(path, values)
        found = file.open(inside) or file.at_root(inside)
        if found is not None and found.path != file.path and left[0] > 0:
            left[0] -= 1
            _read(found, values, left)
    for name, flag, sign, double, single in _ASSIGNED.findall(text):
        key, value = (
            re.sub(r"(:append|:prepend)(?::.*)?\Z", r"\1", name) + flag,
            " ".join((double or single).replace("\\\n", " ").split()),
        )
        base = key.removesuffix(":append").removesuffix(":prepend")
        if sign in ("?=", "??=") and key in values:
            continue
        adds = sign in ("+=", "=+", ".=", "=.") or base != key
        values[base] = f"{values.get(base, '')} {value}".strip() if adds else value


def _described(file: ManifestFile, project: str, values: Values) -> Package:
    sources = [word for word in _filled(values.get("SRC_URI", ""), values).split() if "$" not in word]
    address, _, options = next((each for each in sources if not each.startswith("file:")), "").partition(";")
    repository, download = "", ""
    if address.startswith(("git://", "gitsm://")):
        protocol = re.search(r"protocol=(\w+)", options)
        host = address.partition("://")[2]
        commit = _filled(values.get("SRCREV", ""), values)
        where = f"{protocol[1] if protocol else 'git'}://{host}"
        repository = at_commit(where, commit if re.fullmatch(r"[0-9a-f]{40}", commit) else "")
    elif address.startswith(("http://", "https://", "ftp://")):
        download = address
    return Package(
        purl=project,
        evidence=file.at_first(("SRC_URI",), ("LICENSE",)),
        first_party=True,
        declared_license=" ".join(_filled(values.get("LICENSE", ""), values).translate(_OPERATORS).split()),
        hashes=_hashes(values, options) if download else (),
        download_url=download,
        vcs_url=repository,
        homepage=_filled(values.get("HOMEPAGE", ""), values),
        description=_filled(values.get("SUMMARY", "") or values.get("DESCRIPTION", ""), values),
    )


def _hashes(values: Values, options: str) -> tuple[Hash, ...]:
    """The digests of the first source, whose name may stand before the algorithm's."""
    named = re.search(r"\bname=([\w.-]+)", options)
    prefix = f"{named[1]}." if named else ""
    kinds = ("md5", "sha1", "sha256", "sha384", "sha512")
    found = {it for kind in kinds for it in from_hex(kind, values.get(f"SRC_URI[{prefix}{kind}sum]", ""))}
    return tuple(sorted(found))


def _filled(text: str, values: Values) -> str:
    for _ in range(_DEEPEST):
        if "${" not in text or len(text) > _LONGEST:
            break
        text = _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)
    return text
