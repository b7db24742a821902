"""flake.lock (Nix). Source: https://nix.dev/manual/nix/latest/command-ref/new-cli/nix3-flake#lock-files"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.manifest.declaration import lockfile
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import at, pairs, string, table
from scanner.package import Dependency, Package, Scope
from scanner.purl import purl, source_purl

_FORGES = {"github": "github", "gitlab": "gitlab"}


@lockfile("flake.lock", ecosystem="nix")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked input, at its commit, and its edges. The hash is that of an unpacked tree, so it is not kept.

    Raises:
        Malformed: not JSON.
    """
    document = file.json()
    nodes = {name: table(node) for name, node in pairs(at(document, "nodes"))}
    root = string(at(document, "root")) or "root"
    purls = {name: identity for name, node in nodes.items() if (identity := _purl(at(node, "locked")))}
    direct = {target for _, target in pairs(at(nodes.get(root), "inputs")) if isinstance(target, str)}
    for name, identity in purls.items():
        evidence = file.at_key("nodes", name)
        yield Package(
            purl=identity,
            evidence=evidence,
            scope=Scope.BUILD,
            direct=name in direct,
            vcs_url=string(at(nodes[name], "locked", "url")),
        )
        for _, target in pairs(nodes[name].get("inputs")):
            if isinstance(target, str) and target in purls:
                yield Dependency(identity, purls[target], evidence)


def _purl(locked: object) -> str:
    kind, owner, name = (string(at(locked, key)) for key in ("type", "owner", "repo"))
    revision, url = string(at(locked, "rev")), string(at(locked, "url"))
    if kind in _FORGES and owner and name:
        return purl(_FORGES[kind], name, revision, owner)
    return source_purl(url, revision) if kind == "git" and url else ""
