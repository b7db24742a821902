"""Lists of sources, as people keep them and as forges export them: one address a line, or JSON, or a CSV column."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from licenses.errors import BadUsage
from licenses.language import text

MOST = 100_000  # sources of one list
# what forges call the address to clone in their exports: GitHub, Gitea and Gitee, GitLab
CLONE_FIELDS = ("clone_url", "http_url_to_repo", "html_url", "url")


def read_list(written: str) -> tuple[str, ...]:
    """The sources of a list, each once, in its order.

    Plain lines; a JSON array of addresses or of repositories as forges' interfaces give them; CSV with a column of one
    of those names.

    Raises:
        BadUsage: it is JSON, but no such array; or the list is too long.
    """
    found = tuple(dict.fromkeys(filter(None, (it.strip() for it in _sources(written.lstrip("\ufeff"))))))
    if len(found) > MOST:
        raise BadUsage(text("a list has at most {most} sources", most=MOST))
    return found


def _sources(written: str) -> Iterator[str]:
    if written.lstrip().startswith("["):
        yield from _from_json(written)
        return
    lines = written.splitlines()
    column = _column(lines[0]) if lines else None
    if column is not None:
        yield from (row[column] for row in csv.reader(lines[1:]) if len(row) > column)
        return
    yield from (line for line in lines if not line.lstrip().startswith("#"))


def _column(first: str) -> int | None:
    """Where the address is in a CSV whose first line names the columns."""
    names = [name.strip() for name in next(csv.reader([first]), [])]
    return next((names.index(name) for name in CLONE_FIELDS if name in names), None)


def _from_json(written: str) -> Iterator[str]:
    try:
        items = json.loads(written)
    except (ValueError, RecursionError) as wrong:
        raise BadUsage(text("the list cannot be read: {cause}", cause=str(wrong))) from wrong
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        named = [item[name] for name in CLONE_FIELDS if name in item] if isinstance(item, dict) else []
        if not named or not isinstance(named[0], str):
            raise BadUsage(text("the list holds something that is no repository"), where=json.dumps(item)[:200])
        yield named[0]
