"""A package's page, of all its versions, in the repository that its purl's type stands for.

packageurl-python knows most; the others are here, as ECMA-427's type definitions name their default repositories.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, unquote

from packageurl import PackageURL

_PAGES = {
    "bazel": "https://registry.bazel.build/modules/{name}",
    "conan": "https://conan.io/center/recipes/{name}",
    "cpan": "https://metacpan.org/dist/{name}",
    "cran": "https://cran.r-project.org/package={name}",
    "gitee": "https://gitee.com/{namespace}/{name}",
    "haxe": "https://lib.haxe.org/p/{name}",
    "hex": "https://hex.pm/packages/{name}",
    "huggingface": "https://huggingface.co/{namespace}/{name}",
    "ohpm": "https://ohpm.openharmony.cn/#/cn/detail/{whole}",
    "jsr": "https://jsr.io/{namespace}/{name}",
    "luarocks": "https://luarocks.org/modules/{namespace}/{name}",
    "opam": "https://opam.ocaml.org/packages/{name}/",
    "pub": "https://pub.dev/packages/{name}",
    "swift": "https://{namespace}/{name}",
    "terraform": "https://registry.terraform.io/providers/{namespace}/{name}",
    "vcpkg": "https://vcpkg.io/en/package/{name}",
}
_NAMESPACED = frozenset({"composer", "maven"})  # of which a name alone is no package
_PLAIN = re.compile(r"pkg:([a-z][a-z0-9.+-]*)/(?:([^?#@]+)/)?([^/?#@]+)(?:@[^?#]*)?")  # without qualifiers and subpath
_SPACE, _NAME = "trustpool-namespace", "trustpool-name"  # what the library is asked about to learn its addresses
_WEB = ("https://", "http://")


def page_of(purl: str) -> str:
    """The page, "" when the purl's type has no such repository, or its package comes from another one."""
    found = _PLAIN.fullmatch(purl)
    if found is None:
        return _page_of_qualified(purl)
    kind, namespace, name = found[1], unquote(found[2] or ""), unquote(found[3])
    if kind == "docker":
        return _image(namespace, name, "")
    if kind in _NAMESPACED and not namespace:
        return ""
    return _filled(_template(kind, bool(namespace)), namespace, name)


def _page_of_qualified(purl: str) -> str:
    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return ""
    repository = str((parsed.qualifiers or {}).get("repository_url", ""))
    if parsed.type == "docker":
        return _image(parsed.namespace or "", parsed.name, repository)
    return "" if repository else page_of(PackageURL(parsed.type, parsed.namespace, parsed.name).to_string())


def _image(namespace: str, name: str, repository: str) -> str:
    """The image's page on Docker Hub, else its name at its registry, which forges answer with its page."""
    whole = quote(f"{namespace}/{name}" if namespace else name)
    if repository:
        host = repository.removeprefix("https://").rstrip("/")
        return "" if "://" in host else f"https://{host}/{whole}"
    return (
        f"https://hub.docker.com/_/{quote(name)}"
        if namespace in ("", "library")
        else f"https://hub.docker.com/r/{whole}"
    )


def _filled(template: str, namespace: str, name: str) -> str:
    whole = f"{namespace}/{name}" if namespace else name
    return template.format(
        namespace=quote(namespace, safe="/@"),
        folder=quote(namespace.replace(".", "/")),
        name=quote(name),
        whole=quote(whole, safe="@"),
    )


@cache
def _template(kind: str, namespaced: bool) -> str:
    """The address of a type's pages with places for what varies, "" when there are none."""
    if kind in _PAGES:
        return _PAGES[kind] if namespaced or "{namespace}" not in _PAGES[kind] else ""
    namespace = _SPACE if namespaced else None
    if kind == "golang" and not namespaced:  # where the library writes "None"
        return _routed(PackageURL(kind, _NAME, _SPACE)).removesuffix(f"/{_SPACE}").replace(_NAME, "{name}")
    if kind == "maven":  # of which it wants a version: the folder of all versions
        page = _routed(PackageURL(kind, namespace, _NAME, "0")).removesuffix("/0")
        return page.replace(_SPACE, "{folder}").replace(_NAME, "{name}")
    return _routed(PackageURL(kind, namespace, _NAME)).replace(_SPACE, "{namespace}").replace(_NAME, "{name}")


def _routed(package: PackageURL) -> str:
    from packageurl.contrib import purl2url

    page = purl2url.get_repo_url(package.to_string())  # type: ignore[no-untyped-call]
    return page if isinstance(page, str) and page.startswith(_WEB) and "{" not in page else ""
