"""What is handed to the pool: one scanned, judged and documented commit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from licenses.verdict import Verdict
from registry.models.document import Document, DocumentKind
from registry.pool import Pool
from registry.services.arrival import Arrival
from registry.store.repositories import GitObjects
from scanner.inventory import Component, Inventory

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")  # also a valid name of a git tag, see `_usable`


class NewDocument(Struct, frozen=True):
    """A document before it is stored."""

    kind: DocumentKind
    media_type: str
    content: bytes

    def keep(self, pool: Pool, session: Session) -> str:
        """Store it and its row; its sha256, hex."""
        digest = pool.documents.keep(self.content)
        if session.get(Document, digest) is None:
            session.add(
                Document(sha256=digest, media_type=self.media_type, size=len(self.content), stored_at=pool.now())
            )
            session.flush()
        return digest


class Submission(Struct, frozen=True):
    """A commit and everything that is known about it."""

    inventory: Inventory
    verdict: Verdict
    objects: GitObjects  # where the commit can be read from
    location: str  # where the code really comes from, without credentials
    name: str  # of the project
    joins: bool  # the person named the project, so another origin of that name is meant to join it
    branch: str
    tag: str  # "" when the commit was not asked for by tag
    # makes the documents from the archives' names and sha256; called only for a release that is new
    sign: Callable[[Mapping[str, str]], tuple[NewDocument, ...]]
    actor: str
    organisation: str = ""  # that a new project belongs to; "" for none

    @property
    def commit(self) -> str:
        """Git object id, hex."""
        return self.inventory.source.commit

    @property
    def arrival(self) -> Arrival:
        """What was known of it before its scan."""
        facts = replace(self.inventory.source, location=self.location)
        return Arrival(facts, self.name, self.label, self.branch, self.actor, self.organisation)

    @property
    def label(self) -> str:
        """What people call this release: its tag, else the version its manifest states, else the short commit id."""
        return next(word for word in (self.tag, stated_version(self.inventory), self.commit[:12]) if _usable(word))


def stated_version(inventory: Inventory) -> str:
    """The version of the first-party package whose manifest lies nearest to the root; "" when none states one."""
    own = [component for component in inventory.components if component.first_party and component.version]
    return min(own, key=_depth).version if own else ""


def _depth(component: Component) -> tuple[int, str]:
    return min((evidence.path.count("/"), evidence.path) for evidence in component.evidence)


def _usable(label: str) -> bool:
    return bool(LABEL.fullmatch(label)) and ".." not in label and not label.endswith((".", ".lock"))
