"""Maven project models, as far as one repository holds them: parents, properties, managed versions and imported BOMs.

Source: https://maven.apache.org/ref/current/maven-model-builder/. What lies in a remote repository stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.manifest.acyclic import acyclic
from scanner.manifest.file import ManifestFile
from scanner.manifest.malformed import Malformed
from scanner.manifest.xml_text import child, children, source_line, text_of, texts_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACEHOLDER = re.compile(r"\$\{([^${}]+)\}")
_DEEPEST = 20  # properties of properties


class Wanted(Struct, frozen=True):
    """One `<dependency>`, with the properties of its project filled in."""

    group: str
    artifact: str
    version: str
    scope: str
    kind: str  # its type, "jar" by default
    optional: bool
    path: str
    line: int | None

    @property
    def key(self) -> tuple[str, str]:
        """What manages it: group and artifact."""
        return self.group, self.artifact


class Model:
    """One pom.xml with what it inherits."""

    def __init__(self, file: ManifestFile) -> None:
        self.file = file
        self.root: _Element = file.xml()

    @acyclic(lambda: None)
    def parent(self) -> Model | None:
        """The parent's model when `relativePath` leads to it and its coordinates are those asked for."""
        stated = child(self.root, "parent")
        relative = child(stated, "relativePath")
        path = (relative.text or "").strip() if relative is not None else "../pom.xml"
        if stated is None or not path:
            return None
        found = self.file.open(path if path.endswith((".xml", ".pom")) else f"{path}/pom.xml")
        model = opened(found)
        return model if model is not None and model.artifact == text_of(stated, "artifactId") else None

    def with_parents(self) -> Iterator[Model]:
        """This model and those above it; a circle ends where it closes."""
        seen: list[Model] = []
        model: Model | None = self
        while model is not None and model not in seen:
            yield model
            seen.append(model)
            model = model.parent

    @property
    def artifact(self) -> str:
        """The artifactId."""
        return self.filled(text_of(self.root, "artifactId"))

    @property
    def group(self) -> str:
        """The groupId, the parent's by default."""
        return self.filled(text_of(self.root, "groupId") or text_of(self.root, "parent", "groupId"))

    @property
    def version(self) -> str:
        """The version, the parent's by default; "" when a placeholder in it cannot be filled."""
        return known(self.filled(text_of(self.root, "version") or text_of(self.root, "parent", "version")))

    @acyclic(dict)
    def properties(self) -> dict[str, str]:
        """Properties by name: the parents', overridden by this project's and its profiles' that are active by
        default.
        """
        found = dict(self.parent.properties) if self.parent else {}
        for holder in (self.root, *self._profiles()):
            found |= {_local(entry): (entry.text or "").strip() for entry in children(child(holder, "properties"))}
        own = {"groupId": text_of(self.root, "groupId"), "version": text_of(self.root, "version")}
        above = {name: text_of(self.root, "parent", name) for name in ("groupId", "version", "artifactId")}
        for name in ("groupId", "version"):
            for prefix in ("project.", "pom.", ""):
                found[prefix + name] = own[name] or above[name]
        found["project.artifactId"] = text_of(self.root, "artifactId")
        return found | {f"project.parent.{name}": value for name, value in above.items()}

    def filled(self, text: str) -> str:
        """`text` with its placeholders filled as far as the properties are known."""
        for _ in range(_DEEPEST if "${" in text else 0):
            if "${" not in text or len(text) > 1000:
                break
            text = _PLACEHOLDER.sub(lambda found: self.properties.get(found[1].strip(), found[0]), text)
        return text

    @acyclic(dict)
    def managed(self) -> dict[tuple[str, str], Wanted]:
        """Versions and scopes that `dependencyManagement` sets: this project's, then its parents', then imported
        BOMs'.
        """
        found: dict[tuple[str, str], Wanted] = {}
        imports: list[Wanted] = []
        for holder in (self.root, *self._profiles()):
            for wanted in self._listed(child(holder, "dependencyManagement", "dependencies")):
                (imports.append if wanted.scope == "import" else lambda w: found.setdefault(w.key, w))(wanted)
        for wanted in imports:
            bom = self._in_tree(wanted)
            found = {**(bom.managed if bom else {}), **found}
        return {**(self.parent.managed if self.parent else {}), **found}

    @acyclic(list)
    def dependencies(self) -> list[Wanted]:
        """What the project needs, its parents' needs included, with managed versions and scopes."""
        own = [wanted for holder in (self.root, *self._profiles(every=True)) for wanted in self._own(holder)]
        keys = {wanted.key for wanted in own}
        inherited = self.parent.dependencies if self.parent else []
        managed = self.managed
        return [self._with_managed(wanted, managed.get(wanted.key)) for wanted in own] + [
            w for w in inherited if w.key not in keys
        ]

    def _own(self, holder: _Element) -> Iterator[Wanted]:
        return self._listed(child(holder, "dependencies"))

    def _listed(self, parent: _Element | None) -> Iterator[Wanted]:
        path = self.file.path
        for element in children(parent, "dependency"):
            told = texts_of(element)
            yield Wanted(
                group=self.filled(told.get("groupId", "")),
                artifact=self.filled(told.get("artifactId", "")),
                version=self.filled(told.get("version", "")),
                scope=self.filled(told.get("scope", "")),
                kind=told.get("type", "") or "jar",
                optional=self.filled(told.get("optional", "")) == "true",
                path=path,
                line=source_line(element),
            )

    def _with_managed(self, wanted: Wanted, managed: Wanted | None) -> Wanted:
        version = wanted.version or (managed.version if managed else "")
        scope = wanted.scope or (managed.scope if managed else "")
        place = wanted.path, wanted.line
        return Wanted(*wanted.key, version, scope, wanted.kind, wanted.optional, *place)

    def _profiles(self, *, every: bool = False) -> Iterator[_Element]:
        for profile in children(child(self.root, "profiles"), "profile"):
            if every or text_of(profile, "activation", "activeByDefault") == "true":
                yield profile

    def _in_tree(self, wanted: Wanted) -> Model | None:
        """The project of this repository that has these coordinates."""
        paths = self.file.indexed("**/pom.xml", _coordinates).get(wanted.key, ())
        return next((opened(self.file.at_root(path)) for path in paths if path != self.file.path), None)


def opened(file: ManifestFile | None) -> Model | None:
    """A related project's model, None when there is none that can be read; it is reported where it is read itself.

    Models are shared by all parser runs on a tree: in a reactor of a hundred modules each is read once.
    """
    try:
        return file.derived(Model) if file is not None else None
    except Malformed:
        return None


def _coordinates(file: ManifestFile) -> tuple[str, str]:
    model = opened(file)
    return (model.group, model.artifact) if model else ("", "")


def known(text: str) -> str:
    """`text` unless a placeholder was left in it."""
    return "" if "${" in text or "@" in text else text


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
