"""NuGet's flat container: a version's nuspec and file. Source: https://learn.microsoft.com/nuget/api/package-base-address-resource"""

from __future__ import annotations

from urllib.parse import quote

from packageurl import PackageURL

from scanner.indexes.registered import Get, Registered, RegisteredFile, described, registered
from scanner.manifest.shape import string, tables

TYPE = "nuget"
_CONTAINER = "PackageBaseAddress/3.0.0"


def ask(package: PackageURL, base: str, get: Get) -> Registered | None:
    """The nuspec, found by way of the service index (…/v3/index.json)."""
    service = get(base if base.endswith(".json") else f"{base}/v3/index.json", "application/json")
    resources = tables(service.json().get("resources")) if service else ()
    container = next((string(each.get("@id")) for each in resources if each.get("@type") == _CONTAINER), "")
    name, version = package.name.lower(), (package.version or "").lower()
    place = f"{container.rstrip('/')}/{quote(name)}/{quote(version)}"
    nuspec = get(f"{place}/{quote(name)}.nuspec", "*/*") if container else None
    if nuspec is None:
        return None
    file = f"{name}.{version}.nupkg"
    manifest = described({"package.nuspec": nuspec.content}, "package.nuspec")
    return registered(nuspec.address, manifest, (RegisteredFile(file, f"{place}/{quote(file)}"),))


def canonical(page: str, _: str) -> str:
    """The gallery's own address, of what packageurl-python has for a package of it: its page, of which the API's host
    differs in one word.
    """
    return page.partition("/packages/")[0].replace("://www.", "://api.")
