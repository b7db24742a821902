"""Logs: lines for people, or one JSON document a line for machines. Secrets are never part of a message.

Every record may carry fields of its own (`extra=…`); addresses lose their credentials before they are written.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from registry.settings import LogSettings

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_CREDENTIALS = re.compile(r"(://)[^/\s@]+@")
_SECRETS = re.compile(r"\b(tpool_[\w-]{6})[\w-]+|(?i:(bearer|basic))\s+[\w.~+/=-]+")
LONGEST = 8000  # characters of one field


class JsonLines(logging.Formatter):
    """One JSON document a record: time, level, logger, message, and the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The document."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": harmless(record.getMessage()),
        }
        said |= {name: _value(value) for name, value in _own(record).items()}
        if record.exc_info:
            said["exception"] = harmless(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """Time, level, message, and the record's own fields as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        own = " ".join(f"{name}={_value(value)}" for name, value in _own(record).items() if value != "")
        line = harmless(f"{when}Z {record.levelname.lower()} {record.name}: {record.getMessage()} {own}".rstrip())
        return f"{line}\n{harmless(self.formatException(record.exc_info))}" if record.exc_info else line


def set_up_logging(settings: LogSettings) -> None:
    """Write what happens to standard error, from the wished level on; once a process, or again to change it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.format == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits its turn is no news
    logging.getLogger("alembic").setLevel(logging.WARNING)  # nor is that it is there


def harmless(said: str) -> str:
    """A text without passwords in addresses and without tokens."""
    return _SECRETS.sub(lambda found: f"{found[1] or found[2]}…", _CREDENTIALS.sub(r"\1…@", said))


def _own(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _USUAL and not name.startswith("_")}


def _value(value: object) -> object:
    if isinstance(value, int | float | bool) or value is None:
        return value
    return harmless(str(value))[:LONGEST]
