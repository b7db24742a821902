"""oh-package-lock.json5 (OpenHarmony, HarmonyOS), formats 1 to 3.

Source: https://developer.huawei.com/consumer/cn/doc/harmonyos-guides/ide-ohpm-install. `specifiers` maps what is
asked for ("@ohos/axios@^2.0.0") to a key of `packages` ("@ohos/axios@2.2.0").
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._npm import split_reference
from scanner.ecosystems._ohpm import is_name, ohpm_purl
from scanner.manifest.declaration import lockfile
from scanner.manifest.digests import from_hex, integrity
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, at, pairs, string, table
from scanner.package import Dependency, Package


@lockfile("oh-package-lock.json5", ecosystem="ohpm")
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield each locked package and its edges. Local modules have no version here; their own manifest tells it.

    Raises:
        Malformed: not JSON5, or not an object.
    """
    document = file.json5()
    file.require(isinstance(document, dict), "not a JSON5 object")
    specifiers = {wanted: string(key) for wanted, key in pairs(at(document, "specifiers"))}
    purls = {key: _purl(key, table(entry)) for key, entry in pairs(at(document, "packages"))}
    for key, value in pairs(at(document, "packages")):
        entry, identity = table(value), purls[key]
        if not identity:
            continue
        evidence = file.at_first(('"packages"', f'"{key}"'), ("packages", key))
        local = _local(key, entry)
        resolved = string(entry.get("resolved"))
        yield Package(
            purl=identity,
            evidence=evidence,
            requirement=f"file:{resolved}" if local else "",
            hashes=integrity(string(entry.get("integrity"))) or from_hex("sha1", string(entry.get("shasum"))),
            download_url=resolved if resolved.startswith(("http://", "https://")) else "",
        )
        for name, wanted in pairs(entry.get("dependencies")):
            target = specifiers.get(f"{name}@{string(wanted)}", f"{name}@{string(wanted)}")
            if needed := purls.get(target):
                yield Dependency(identity, needed, evidence, string(wanted))


def _purl(key: str, entry: Table) -> str:
    name, _, version = split_reference(key)
    name, version = string(entry.get("name")) or name, string(entry.get("version")) or version
    return ohpm_purl(name, "" if _local(key, entry) else version) if is_name(name) else ""


def _local(key: str, entry: Table) -> bool:
    """Whether the package is a folder or archive of the project itself."""
    reference = split_reference(key)[2]
    return entry.get("registryType") == "local" or reference.startswith(("file:", ".", "/")) or "/" in reference
