"""Images that continuous integration runs in: Gitee Go, CircleCI, Drone and Woodpecker pipelines.

Source: https://help.gitee.com/devops/gitee-go/, https://circleci.com/docs/configuration-reference/,
https://docs.drone.io/pipeline/docker/overview/, https://woodpecker-ci.org/docs/usage/workflow-syntax
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.ecosystems._images import image_purl
from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.shape import Table
from scanner.package import Package, Scope

_DEEPEST = 20


@manifest(
    ".workflow/*.yml", ".workflow/*.yaml", ".circleci/config.yml", ".drone.yml", ".woodpecker.yml", ".woodpecker.yaml",
    ".woodpecker/*.yml", ".woodpecker/*.yaml", ecosystem="docker",
)  # fmt: skip
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield each image that a step or a service names.

    Raises:
        Malformed: the YAML does not parse.
    """
    for document in file.yaml_documents():
        for reference in dict.fromkeys(_images(document, 0)):
            if (":" in reference or "/" in reference) and (identity := image_purl(reference)):
                yield Package(purl=identity, evidence=file.evidence(reference), scope=Scope.BUILD, direct=True)


def _images(value: object, depth: int) -> Iterator[str]:
    """The strings under keys named `image`, in the order of the document."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _images(item, depth + 1)
    elif isinstance(value, dict):
        entries: Table = value
        for key, item in entries.items():
            if key == "image" and isinstance(item, str):
                yield item
            else:
                yield from _images(item, depth + 1)
