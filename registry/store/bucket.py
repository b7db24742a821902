"""A bucket of an object storage that speaks S3: documents, and backups, for pools whose disks are elsewhere.

https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html, by the library obstore (an extra, `trustpool[s3]`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from licenses.errors import BadUsage
from licenses.language import text
from registry.settings import StorageSettings
from registry.store.documents import DIGEST, StorageSilent, Stored, checked, lost, name_of

if TYPE_CHECKING:
    from obstore.store import S3Store

SCHEME = "s3://"
PATIENCE = timedelta(seconds=20)  # that retries of one request may take
CHUNK = 1024 * 1024


class Bucket:
    """A place in a bucket: `s3://bucket/prefix`."""

    def __init__(self, url: str, settings: StorageSettings) -> None:
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
            raise BadUsage(
                text("this is not a place in a bucket"),
                where=url[:200],
                hint=text("like this: {example}", example="s3://bucket/folder"),
            )
        self._bucket, self._prefix, self._settings = parts.netloc, parts.path.strip("/"), settings

    @cached_property
    def _store(self) -> S3Store:
        """Opened when it is first needed: not before a server's processes have parted."""
        try:
            from obstore.store import S3Store
        except ImportError as missing:
            raise BadUsage(
                text("object storage needs a library that is not installed"), hint=text("pip install 'trustpool[s3]'")
            ) from missing
        said = self._settings
        given = {"access_key_id": said.access_key, "secret_access_key": said.secret_key, "region": said.region}
        options = {name: value for name, value in given.items() if value}
        if said.endpoint:
            options["endpoint"] = said.endpoint
        return S3Store(
            self._bucket,
            prefix=self._prefix or None,
            config=options,  # type: ignore[arg-type]
            client_options={
                "allow_http": said.endpoint.startswith("http://"),
                "timeout": timedelta(seconds=said.timeout),
                "connect_timeout": timedelta(seconds=5),
            },
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )

    def put(self, name: str, content: bytes | Path) -> None:
        """Write an object, whole or not at all; a large file in parts.

        Raises:
            StorageSilent: the storage does not answer, or refuses.
        """
        with self._asked(name):
            self._store.put(name, content)

    def get(self, name: str) -> bytes | None:
        """An object; None when there is none of that name.

        Raises:
            StorageSilent: the storage does not answer, or refuses.
        """
        with self._asked(name):
            try:
                return bytes(self._store.get(name).bytes())
            except FileNotFoundError:
                return None

    def download(self, name: str, target: Path) -> bool:
        """Write an object into a file, as it comes; false when there is none of that name.

        Raises:
            StorageSilent: the storage does not answer, or refuses.
        """
        with self._asked(name), target.open("wb") as stream:
            try:
                for chunk in self._store.get(name).stream(min_chunk_size=CHUNK):
                    stream.write(chunk)
            except FileNotFoundError:
                return False
        return True

    def has(self, name: str) -> bool:
        """Whether there is an object of that name.

        Raises:
            StorageSilent: the storage does not answer, or refuses.
        """
        with self._asked(name):
            try:
                self._store.head(name)
            except FileNotFoundError:
                return False
        return True

    def names(self) -> Iterator[str]:
        """Every object's name below the place.

        Raises:
            StorageSilent: the storage does not answer, or refuses.
        """
        with self._asked(""):
            for page in self._store.list():
                yield from (str(it["path"]) for it in page)

    def where(self, name: str) -> str:
        """An object's whole address."""
        return "/".join(filter(None, (f"{SCHEME}{self._bucket}", self._prefix, name)))

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, TimeoutError, ConnectionError, PermissionError) as silent:
            cause = " ".join(str(silent).split())[:300]
            raise StorageSilent(
                text("the object storage does not answer: {cause}", cause=cause), where=self.where(name)
            ) from silent


class BucketDocuments:
    """Documents in a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def keep(self, content: bytes) -> str:
        """Store bytes durably; their sha256, hex.

        Raises:
            StorageSilent: see `Bucket`.
        """
        digest = hashlib.sha256(content).hexdigest()
        if not self._bucket.has(name_of(digest)):
            self._bucket.put(name_of(digest), content)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes, checked against their name.

        Raises:
            InputUnreadable: the object is gone or was changed.
            StorageSilent: see `Bucket`.
        """
        content = self._bucket.get(name_of(digest)) if DIGEST.fullmatch(digest) else None
        if content is None:
            raise lost(digest)
        return checked(content, digest)

    def stored(self) -> Iterator[Stored]:
        """Every object."""
        for name in sorted(self._bucket.names()):
            yield Stored(name.replace("/", ""), self._bucket.where(name))

    def is_ready(self) -> bool:
        """Whether the storage answers."""
        try:
            self._bucket.has("ready")
        except StorageSilent:
            return False
        return True
