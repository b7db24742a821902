"""MODULE.bazel, WORKSPACE and the *.bzl files beside them that list dependencies (Bazel).

Source: https://bazel.build/external/module, https://bazel.build/rules/lib/repo/http,
https://github.com/bazel-contrib/bazel-gazelle/blob/master/repository.md, https://github.com/bazel-contrib/rules_jvm_external,
https://github.com/bazel-contrib/rules_oci. Starlark is read as text and never run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanner.ecosystems._go import is_path, module_purl
from scanner.ecosystems._gradle import coordinates
from scanner.ecosystems._images import image_purl
from scanner.manifest.asked import asked
from scanner.manifest.declaration import manifest
from scanner.manifest.digests import from_base64, sha256
from scanner.manifest.file import ManifestFile
from scanner.manifest.lines import text_lines
from scanner.package import Dependency, Evidence, Package, Scope
from scanner.purl import archive_purl, purl, source_purl

_CALL = re.compile(
    r"^[ \t]*+(?:_?maybe\(\s*+|wrapper\(\s*+)?(?:\w+\s?=\s?)?"
    r"(module|bazel_dep|http_archive|http_jar|http_file|archive_override|git_repository|new_git_repository|git_override"
    r"|go_repository|go_deps\.module|maven_install|maven\.install|maven\.artifact|jvm_maven_import_external|maven_jar"
    r"|oci_pull|oci\.pull|container_pull|crate\.spec)\s*+[(,]([^()]*(?:\([^()]*\)[^()]*)*)\)",
    re.MULTILINE,
)
_STRING = re.compile(r'\b(\w+)\s*=\s*\[?\s*"([^"\n]+)"')
_LISTED = re.compile(r"\b(urls|artifacts|remotes)\s*=\s*\[([^\[\]]*)\]")
_QUOTED = re.compile(r'"([^"\n]+)"')
_ADDRESS = re.compile(
    r'\burls?\s*=\s*\[?\s*"(https?://[^"\n]*)"\s*(?:\+|%|\.format)|\burls?\s*=\s*\[?\s*"(https?://[^"\n{]*)\{'
)
_FLAG = re.compile(r"\bdev_dependency\s*=\s*True\b")
_MIRROR = re.compile(r"\Ahttps?://(?:mirror\.bazel\.build|storage\.googleapis\.com/[\w-]+)/(?=[\w-]+(?:\.[\w-]+)+/)")
_JAR = re.compile(
    r"https?://[^/\s]+/(?:[\w.-]+/)*?(?:maven2?|m2|repo1?)/((?:[\w-]+/)+)([\w.-]+)/([\w.+-]+)/\2-\3[\w.-]*\.jar\Z"
)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of a rule, with its arguments that are literals."""

    body: str
    values: dict[str, str]
    evidence: Evidence
    project: str
    scope: Scope

    def listed(self, name: str) -> list[str]:
        """The strings of a list argument; a lone string counts as one."""
        found = next((body for key, body in _LISTED.findall(self.body) if key == name), "")
        return _QUOTED.findall(found) or ([self.values[name]] if name in self.values else [])


@manifest(
    "MODULE.bazel", "*.MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel", "WORKSPACE.bzlmod", "deps.bzl", "*_deps.bzl",
    "repositories.bzl", "*_repositories.bzl", "dependencies.bzl", "*_dependencies.bzl", "workspace.bzl",
    ecosystem="bazel",
)  # fmt: skip
def parse(file: ManifestFile) -> Iterator[Package | Dependency]:
    """Yield the module, the modules that it depends on, and what it fetches: archives, repositories, Go modules,
    Maven artifacts, images, crates.
    """
    text = re.sub(r"#[^\n]*", lambda found: " " * len(found[0]), file.text())
    line = text_lines(text)
    project = ""
    for found in _CALL.finditer(text):
        values: dict[str, str] = {}
        for name, value in _STRING.findall(found[2]):
            values.setdefault(name, value)
        evidence = file.at_line(line(found.start(1)))
        if found[1] == "module":
            if values.get("name"):
                project = purl("bazel", values["name"], values.get("version", ""))
                yield Package(project, evidence, first_party=True)
            continue
        scope = Scope.DEVELOPMENT if _FLAG.search(found[2]) else Scope.RUNTIME
        yield from _READERS.get(found[1], _archive)(_Call(found[2], values, evidence, project, scope))


def _module(call: _Call) -> Iterator[Package | Dependency]:
    if name := call.values.get("name", ""):
        wanted = purl("bazel", name, call.values.get("version", ""))
        yield from asked(call.project, wanted, call.evidence, scope=call.scope)


def _archive(call: _Call) -> Iterator[Package | Dependency]:
    urls = [_MIRROR.sub("https://", url) for url in (*call.listed("urls"), *call.listed("url")) if "{" not in url]
    known = [(identity, url) for url in urls if (identity := _jar_purl(url) or archive_purl(url))]
    known.sort(key=lambda each: each[0].startswith("pkg:generic/"))  # a forge or registry tells more
    for identity, url in known[:1]:
        digest = sha256(call.values.get("sha256", "") or call.values.get("artifact_sha256", ""))
        integrity = call.values.get("integrity", "")
        hashes = digest or from_base64(*integrity.partition("-")[::2]) if integrity else digest
        yield Package(identity, call.evidence, scope=call.scope, direct=True, hashes=hashes, download_url=url)
        yield from [Dependency(call.project, identity, call.evidence, scope=call.scope)] if call.project else []
    if not known and (computed := _computed(call)):
        yield from asked(call.project, computed, call.evidence, scope=call.scope)


def _computed(call: _Call) -> str:
    """The purl without a version of an archive whose address is computed; "" when the call has no address at all."""
    begun = _ADDRESS.search(call.body)
    if begun is None:
        return ""
    forge = re.match(r"https?://(?:github|gitlab)\.com/[\w.-]+/[\w.-]+(?=/)", begun[1] or begun[2])
    name = call.values.get("name", "").strip("_")
    return source_purl(forge[0]) if forge else purl("generic", name) if re.fullmatch(r"[A-Za-z][\w.+-]*", name) else ""


def _repository(call: _Call) -> Iterator[Package | Dependency]:
    remote, ref = call.values.get("remote", ""), call.values.get("tag") or call.values.get("commit", "")
    if identity := source_purl(remote, ref) if remote else "":
        yield from asked(call.project, identity, call.evidence, scope=call.scope, vcs_url=remote)


def _go(call: _Call) -> Iterator[Package | Dependency]:
    path = call.values.get("replace") or call.values.get("importpath") or call.values.get("path", "")
    version = call.values.get("version") or call.values.get("tag") or call.values.get("commit", "")
    if is_path(path):
        identity = module_purl(path, version)
        hashes = from_base64("sha256", call.values.get("sum", "").removeprefix("h1:"))
        yield Package(identity, call.evidence, scope=call.scope, direct=True, hashes=hashes)
        yield from [Dependency(call.project, identity, call.evidence, scope=call.scope)] if call.project else []


def _maven(call: _Call) -> Iterator[Package | Dependency]:
    for text in (*call.listed("artifacts"), *call.listed("artifact")):
        if wanted := coordinates(text):
            yield from asked(call.project, wanted.purl, call.evidence, requirement=wanted.requirement, scope=call.scope)


def _maven_parts(call: _Call) -> Iterator[Package | Dependency]:
    group, name, version = (call.values.get(key, "") for key in ("group", "artifact", "version"))
    if wanted := coordinates(f"{group}:{name}:{version}"):
        yield from asked(call.project, wanted.purl, call.evidence, requirement=wanted.requirement, scope=call.scope)


def _image(call: _Call) -> Iterator[Package | Dependency]:
    image = call.values.get("image") or "/".join(
        filter(None, (call.values.get("registry"), call.values.get("repository")))
    )
    tag, digest = call.values.get("tag", ""), call.values.get("digest", "")
    reference = image + (f":{tag}" if tag and ":" not in image else "") + (f"@{digest}" if digest else "")
    if identity := image_purl(reference):
        yield from asked(call.project, identity, call.evidence, scope=call.scope)


def _crate(call: _Call) -> Iterator[Package | Dependency]:
    if name := call.values.get("package", ""):
        requirement = call.values.get("version", "")
        yield from asked(call.project, purl("cargo", name), call.evidence, requirement=requirement, scope=call.scope)


_READERS: dict[str, Callable[[_Call], Iterator[Package | Dependency]]] = {
    "bazel_dep": _module,
    "git_repository": _repository,
    "new_git_repository": _repository,
    "git_override": _repository,
    "go_repository": _go,
    "go_deps.module": _go,
    "maven_install": _maven,
    "maven.install": _maven,
    "jvm_maven_import_external": _maven,
    "maven_jar": _maven,
    "maven.artifact": _maven_parts,
    "oci_pull": _image,
    "oci.pull": _image,
    "container_pull": _image,
    "crate.spec": _crate,
}


def _jar_purl(url: str) -> str:
    """The Maven artifact that a repository's address of a jar names."""
    found = _JAR.fullmatch(url) if url.endswith(".jar") and len(url) < 500 else None
    return purl("maven", found[2], found[3], found[1].strip("/").replace("/", ".")) if found else ""
