"""What can be asked of a pool on another machine, and told to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from licenses.errors import BadUsage
from licenses.language import text
from registry.api import answers
from registry.client.connection import Connection
from registry.models import State
from registry.store.archive.formats import ArchiveFormat

API = "/api/v1"
MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class RemotePool:
    """The pool's operations."""

    connection: Connection

    def me(self) -> answers.Me:
        """Whom the token belongs to."""
        return self.connection.get(f"{API}/me", answers.Me)

    def issue_token(self, login: str, password: str, name: str, role: str, days: int) -> str:
        """A new token for who has this password."""
        body = {"login": login, "password": password, "name": name, "role": role, "days": days}
        return self.connection.send("POST", f"{API}/tokens", body, answers.Issued).token

    def key(self) -> bytes:
        """The pool's public key, PEM."""
        with self.connection.download("/key.pem") as chunks:
            return b"".join(chunks)[: 64 * 1024]

    def search(self, *, words: str, purl: str, license: str, license_class: str, most: int) -> list[answers.ProjectRow]:  # noqa: A002
        """Projects by name, narrowed by all that is asked; at most so many."""
        found: list[answers.ProjectRow] = []
        cursor = ""
        while len(found) < most:
            page = self.connection.get(
                f"{API}/projects",
                answers.Listed[answers.ProjectRow],
                **{"q": words, "purl": purl, "license": license, "class": license_class},
                limit=str(min(100, most - len(found))),
                cursor=cursor,
            )
            found += page.items
            cursor = page.next or ""
            if not cursor:
                break
        return found

    def release(self, project: str, release_id: str) -> answers.Release:
        """One release; without a name for it, the newest that is published."""
        wanted = release_id or self._newest(project)
        return self.connection.get(f"{_project(project)}/releases/{quote(wanted, safe='')}", answers.Release)

    def document(self, release: answers.Release, kind: str) -> bytes:
        """A document of a release."""
        with self.connection.download(f"{_release(release)}/documents/{kind}") as chunks:
            return b"".join(chunks)

    def archive(self, release: answers.Release, form: ArchiveFormat) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of an archive, as they come."""
        return self.connection.download(f"{_release(release)}/archives/{form.value}")

    def verdict(self, release: answers.Release) -> answers.Verdict:
        """The newest verdict about a release."""
        return self.connection.get(f"{_release(release)}/verdict", answers.Verdict)

    def decide(self, release: answers.Release, decision: str, reason: str) -> State:
        """Publish, reject or withdraw it."""
        body = {"decision": decision, "reason": reason}
        return self.connection.send("POST", f"{_release(release)}/decision", body, answers.Decided).state

    def comment(self, release: answers.Release, said: str, kind: str) -> None:
        """Comment, ask or answer."""
        body = {"comment": said, "kind": kind}
        self.connection.send("POST", f"{_release(release)}/comments", body, answers.Said)

    def submit(self, source: str, name: str, organisation: str) -> answers.Submitted:
        """Submit the address of a git repository."""
        body = {"source": source, "name": name, "organisation": organisation}
        return self.connection.send("POST", f"{API}/submissions", body, answers.Submitted)

    def submit_package(self, purl: str, name: str, organisation: str) -> answers.Submitted:
        """Submit a package of a registry."""
        body = {"purl": purl, "name": name, "organisation": organisation}
        return self.connection.send("POST", f"{API}/submissions/package", body, answers.Submitted)

    def upload(
        self, stream: BinaryIO, size: int, project: str, organisation: str, file: str, version: str
    ) -> answers.Uploaded:
        """Upload an archive, as it is read."""
        told = {"project": project, "organisation": organisation, "file": file, "version": version}
        return self.connection.upload(f"{API}/uploads", stream, size, answers.Uploaded, **told)

    def job(self, number: int) -> answers.Job:
        """How far a job is."""
        return self.connection.get(f"{API}/jobs/{number}", answers.Job)

    def jobs(self, *, state: str, kind: str, project: str, most: int) -> Iterator[answers.Job]:
        """Jobs that concern whoever asks, the newest first; at most so many."""
        cursor, left = "", most
        while left > 0:
            narrowed = {"state": state, "kind": kind, "project": project, "cursor": cursor}
            page = self.connection.get(
                f"{API}/jobs", answers.Listed[answers.Job], **narrowed, limit=str(min(100, left))
            )
            yield from page.items
            cursor, left = page.next or "", left - len(page.items)
            if not cursor:
                return

    def steer_job(self, number: int, how: str) -> answers.Job:
        """`cancel` a job, or `retry` it; the job that came of it."""
        return self.connection.send("POST", f"{API}/jobs/{number}/{how}", {}, answers.Job)

    def project(self, name: str) -> answers.Project:
        """A project with its newest releases."""
        return self.connection.get(_project(name), answers.Project)

    def agreement(self, organisation: str) -> answers.Agreement:
        """The version in force."""
        return self.connection.get(f"{_organisation(organisation)}/agreement", answers.Agreement)

    def accept(self, organisation: str, version: str) -> None:
        """Accept it."""
        path = f"{_organisation(organisation)}/agreement/acceptances"
        self.connection.send("POST", path, {"version": version}, answers.Agreement)

    def _newest(self, project: str) -> str:
        cursor = ""
        for _ in range(MOST_PAGES):
            page = self.connection.get(_project(project), answers.Project, cursor=cursor, limit="100").releases
            for row in page.items:
                if row.state is State.PUBLISHED:
                    return row.id
            cursor = page.next or ""
            if not cursor:
                break
        raise BadUsage(text("nothing of this project is published"), where=project)

    def waiting(self) -> Iterator[answers.ReleaseRow]:
        """Releases that wait for a reviewer, the longest waiting first."""
        cursor = ""
        for _ in range(MOST_PAGES):
            page = self.connection.get(f"{API}/reviews", answers.Listed[answers.ReleaseRow], cursor=cursor, limit="100")
            yield from page.items
            cursor = page.next or ""
            if not cursor:
                return


def _organisation(name: str) -> str:
    return f"{API}/organisations/{quote(name, safe='')}"


def _project(name: str) -> str:
    return f"{API}/projects/{quote(name, safe='')}"


def _release(release: answers.Release) -> str:
    return f"{_project(release.project)}/releases/{release.id}"
