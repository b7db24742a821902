"""A package's page, of all its versions, in the repository that its purl's type stands for.

packageurl-python knows most; the others are here, as ECMA-427's type definitions name their default repositories.
"""

from __future__ import annotations

from urllib.parse import quote

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
_WEB = ("https://", "http://")


def page_of(purl: str) -> str:
    """The page, "" when the purl's type has no such repository, or its package comes from another one."""
    try:
        parsed = PackageURL.from_string(purl)
    except ValueError:
        return ""
    repository = str((parsed.qualifiers or {}).get("repository_url", ""))
    if parsed.type == "docker":
        return _image(parsed, repository)
    if repository or (parsed.type in _NAMESPACED and not parsed.namespace):
        return ""
    if parsed.type not in _PAGES:
        return _known(parsed)
    template = _PAGES[parsed.type]
    if "{namespace}" in template and not parsed.namespace:
        return ""
    whole = f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name
    return template.format(
        namespace=quote(parsed.namespace or "", safe="/@"), name=quote(parsed.name), whole=quote(whole, safe="@")
    )


def _image(parsed: PackageURL, repository: str) -> str:
    """The image's page on Docker Hub, else its name at its registry, which forges answer with its page."""
    name = quote(f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name)
    if repository:
        return (
            f"https://{repository.removeprefix('https://').rstrip('/')}/{name}" if "://" not in repository[8:] else ""
        )
    official = parsed.namespace in (None, "", "library")
    return f"https://hub.docker.com/_/{quote(parsed.name)}" if official else f"https://hub.docker.com/r/{name}"


def _known(parsed: PackageURL) -> str:
    """As packageurl-python has it; of what it asks a version for, the folder of all versions."""
    if parsed.type == "golang" and not parsed.namespace:  # where it writes "None"
        return _routed(PackageURL("golang", parsed.name, "name")).removesuffix("/name")
    if parsed.type == "maven":
        return _routed(PackageURL("maven", parsed.namespace, parsed.name, "0")).removesuffix("/0")
    return _routed(PackageURL(parsed.type, parsed.namespace, parsed.name))


def _routed(package: PackageURL) -> str:
    from packageurl.contrib import purl2url

    page = purl2url.get_repo_url(package.to_string())  # type: ignore[no-untyped-call]
    return page if isinstance(page, str) and page.startswith(_WEB) else ""
