"""Opening sources in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from pathlib import Path

import pytest

from scanner.source.limits import LIMITS, Limits
from scanner.source.open import OpenSource, open_source
from tests.scanner.source.repositories import Repository

Opening = Callable[..., AbstractContextManager[OpenSource]]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "repository")


@pytest.fixture
def opening(tmp_path: Path) -> Opening:
    """Open a source with a scratch folder of its own."""
    scratches = count()

    @contextmanager
    def opened(
        spec: str | Path, *, limits: Limits = LIMITS, reader: AbstractContextManager[None] | None = None
    ) -> Iterator[OpenSource]:
        scratch = tmp_path / f"scratch{next(scratches)}"
        scratch.mkdir()
        with reader or nullcontext(), open_source(str(spec), scratch=scratch, limits=limits) as source:
            yield source

    return opened
