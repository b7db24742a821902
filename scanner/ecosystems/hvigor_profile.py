"""build-profile.json5 of an OpenHarmony or HarmonyOS project: the SDK that it is built with, and its modules.

Source: https://developer.huawei.com/consumer/cn/doc/harmonyos-guides/ide-hvigor-build-profile
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table, array, at, string, table, tables
from scanner.package import Package, Scope
from scanner.purl import purl

_SDK = re.compile(r"\d+(?:\.\d+)*(?:\(\d+\))?")  # "12" is an API level, "5.0.0(12)" a release with its level
_SYSTEM = "OpenHarmony"  # what `runtimeOS` means where it is not stated


@manifest("build-profile.json5", ecosystem="ohpm")
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield the SDK of each product, and each module that has no oh-package.json5 to name it.

    Raises:
        Malformed: not JSON5, or not an object.
    """
    document = file.json5()
    file.require(isinstance(document, dict), "not a JSON5 object")
    application = table(at(document, "app"))
    known: set[str] = set()
    for product in (*tables(application.get("products")), application):
        identity = _sdk(product, application)
        if identity and identity not in known:
            known.add(identity)
            evidence = file.at_first(("compileSdkVersion",), ("compatibleSdkVersion",))
            yield Package(identity, evidence, scope=Scope.PROVIDED, direct=True)
    for module in tables(array(at(document, "modules"))):
        name, folder = string(module.get("name")), string(module.get("srcPath"))
        described = file.open(f"{folder}/oh-package.json5") or file.open(f"{folder}/package.json")
        if re.fullmatch(r"\w[\w.-]*", name) and folder and described is None:
            yield Package(purl("ohpm", name), file.evidence(name), first_party=True)


def _sdk(product: Table, application: Table) -> str:
    """The SDK that a product is compiled with; of releases since API 10 the lowest that it runs on is all that must be
    stated.
    """
    for key in ("compileSdkVersion", "targetSdkVersion", "compatibleSdkVersion"):
        version = string(product.get(key)) or string(application.get(key))
        if _SDK.fullmatch(version):
            system = string(product.get("runtimeOS")) or _SYSTEM
            return purl("generic", f"{system}-SDK", version) if re.fullmatch(r"\w+", system) else ""
    return ""
