"""A Maven repository: a version's POM with its parents, and the digests that lie beside its file.
Source: https://maven.apache.org/repositories/layout.html
"""

from __future__ import annotations

from urllib.parse import quote

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile, described, registered
from scanner.manifest.digests import from_hex
from scanner.manifest.malformed import Malformed
from scanner.manifest.xml_text import child, parse_xml, text_of
from scanner.package import Hash

TYPE = "maven"
_HIGHEST = 8  # parents of parents
_DIGESTS = ("sha512", "sha256", "sha1")


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """What the POM says, or a parent, and the digest of the file."""
    if not package.namespace:
        return None
    place = _folder(base, package.namespace, package.name, package.version or "")
    stem = f"{package.name}-{package.version}"
    pom = get(f"{place}/{quote(stem)}.pom", "*/*")
    if pom is None:
        return None
    files = _with_parents(pom.content, base, get)
    kind = (package.qualifiers or {}).get("type", "jar")
    classifier = (package.qualifiers or {}).get("classifier", "")
    name = f"{stem}{f'-{classifier}' if classifier else ''}.{kind}"
    address = f"{place}/{quote(name)}"
    hashes = _digest(address, get)
    return registered(
        pom.address,
        described(files, max(files, key=len)),
        (RegisteredFile(name, address, hashes),) if hashes else (),
    )


def canonical(_: str, download: str) -> str:
    """The repository's own address, of what packageurl-python has for a package of it: its file's place."""
    return download.partition("/namespace/")[0]


def _folder(base: str, group: str, artifact: str, version: str) -> str:
    return "/".join((base, *map(quote, (*group.split("."), artifact, version))))


def _with_parents(pom: bytes, base: str, get: Get) -> dict[str, bytes]:
    """The POM in a folder of a folder …, each parent where a POM without `relativePath` looks for it."""
    chain, content = [], pom
    for _ in range(_HIGHEST):
        found = _coordinates(content)
        chain.append(content if found is None else found[1])
        parent = get("{}/{}-{}.pom".format(_folder(base, *found[0]), *found[0][1:]), "*/*") if found else None
        if parent is None:
            break
        content = parent.content
    return {"pom/" * (len(chain) - up) + "pom.xml": each for up, each in enumerate(chain, start=1)}


def _coordinates(pom: bytes) -> tuple[tuple[str, str, str], bytes] | None:
    """The group, artifact and version of a POM's parent, and the POM without where its parent lay on another disk."""
    from lxml import etree

    try:
        root = parse_xml(pom)
    except Malformed:
        return None
    parent = child(root, "parent")
    told = tuple(text_of(parent, name) for name in ("groupId", "artifactId", "version"))
    if parent is None or not all(told) or "$" in "".join(told):
        return None
    relative = child(parent, "relativePath")
    if relative is not None:
        parent.remove(relative)
    return (told[0], told[1], told[2]), etree.tostring(root)


def _digest(address: str, get: Get) -> tuple[Hash, ...]:
    """The strongest digest that lies beside a file; some tools write the file's name behind it."""
    for algorithm in _DIGESTS:
        answer = get(f"{address}.{algorithm}", "*/*")
        words = answer.content[:1000].decode("ascii", "replace").split() if answer else []
        if found := from_hex(algorithm, words[0] if words else ""):
            return found
    return ()
