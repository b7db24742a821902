"""Times in SBOMs: RFC 3339 in many spellings → UTC with whole seconds."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_seconds(written: str) -> str:
    """`written` as "2026-01-31T08:00:00Z"; "" when it is not a time. A time without a zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat(written)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""
