"""Workflows and actions of GitHub, Gitee Go and forges that read the same format.

Source: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions. An action pinned to a commit
often has its version in a comment behind it; then that is the version, and the commit is kept as what is required.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.ecosystems._images import image_purl
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import array, at, pairs, string
from scanner.package import Package, Scope
from scanner.purl import qualified

_USES = re.compile(r"([\w.-]+)/([\w.-]+)(?:/([^@\s]+))?@([\w./-]+)\Z")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_COMMENT = re.compile(r"[ \t]*+['\"]?[ \t]*+#[ \t]*+(?:v[ \t]+)?(v?\d[\w.+-]*)")


@manifest(
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".gitea/workflows/*.yml",
    ".gitea/workflows/*.yaml",
    ".forgejo/workflows/*.yml",
    "action.yml",
    "action.yaml",
    ecosystem="github",
)
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each action, reusable workflow and container image used. Those of the same repository are passed over.

    Raises:
        Malformed: the YAML does not parse.
    """
    document = file.yaml()
    text = file.text()
    for _, job in pairs(at(document, "jobs")):
        yield from _used(file, text, string(at(job, "uses")))
        yield from _image(file, string(at(job, "container", "image")) or string(at(job, "container")))
        for _, service in pairs(at(job, "services")):
            yield from _image(file, string(at(service, "image")))
        for step in array(at(job, "steps")):
            yield from _used(file, text, string(at(step, "uses")))
    for step in array(at(document, "runs", "steps")):
        yield from _used(file, text, string(at(step, "uses")))
    yield from _image(file, string(at(document, "runs", "image")))


def _used(file: ManifestFile, text: str, uses: str) -> Iterator[Package]:
    if uses.startswith("docker://"):
        yield from _image(file, uses.removeprefix("docker://"))
    found = _USES.match(uses)
    if not found:
        return
    owner, name, path, ref = found[1], found[2], found[3] or "", found[4]
    comment = _COMMENT.match(text, text.find(uses) + len(uses)) if _COMMIT.fullmatch(ref) else None
    version = comment[1] if comment else ref
    yield Package(
        purl=qualified("github", name, version, owner, subpath=path),
        evidence=file.evidence(uses),
        requirement=ref if comment else "",
        scope=Scope.BUILD,
        direct=True,
        vcs_url=f"https://github.com/{owner}/{name}" + (f"#{ref}" if comment else ""),
    )


def _image(file: ManifestFile, reference: str) -> Iterator[Package]:
    reference = reference.removeprefix("docker://")
    if (":" in reference or "/" in reference) and (identity := image_purl(reference)):
        yield Package(purl=identity, evidence=file.evidence(reference), scope=Scope.BUILD, direct=True)
