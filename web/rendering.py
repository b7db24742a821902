"""What templates can say: sentences, moments, sizes and the pool's words, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask.templating import render_template
from markupsafe import Markup

from licenses.classes import LicenseClass
from licenses.language import Language, msgid, say
from registry.api.addresses import clone_url, file_name, origin_clone_url
from registry.api.language import request_language
from registry.models.document import DocumentKind
from registry.services.release_rows import ReleaseDetail
from registry.store.archive.formats import ArchiveFormat
from web.session import form_token, viewer
from web.words import ACTIONS, DOCUMENTS, JOB_KINDS, JOB_STATES, OUTCOMES, SCOPES, STATES, STEPS, VISITS

KIB = 1024


def prepare_templates(app: Flask) -> None:
    """Give the templates their words and filters."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        moment=moment,
        size=size,
        spoken=lambda sentence: sentence.to(request_language()),
        class_label=lambda name: _class_label(name, request_language()),
        state_label=lambda state: STATES[state].to(request_language()),
        scope_label=lambda scope: SCOPES[scope].to(request_language()),
        action_label=lambda action: ACTIONS[action].to(request_language()),
        job_state_label=lambda state: JOB_STATES[state].to(request_language()),
        job_kind_label=lambda kind: JOB_KINDS[kind].to(request_language()),
        step_label=lambda step: STEPS[step].to(request_language()) if step in STEPS else step,
        visit_label=lambda found: VISITS[found].to(request_language()),
        document_label=lambda kind: DOCUMENTS[kind].to(request_language()),
        scenario_label=lambda scenario: scenario.label.to(request_language()),
        severity_label=lambda severity: severity.label.to(request_language()),
        outcome_label=lambda outcome: OUTCOMES[outcome].to(request_language()),
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    language = request_language()
    return {
        "_": lambda template, **values: say(template, language, **values),
        "language": language,
        "html_language": {"en": "en", "zh": "zh-Hans"}[language],
        "in_language": _in_language,
        "clone_url": clone_url,
        "origin_clone_url": origin_clone_url,
        "msgid": msgid,
        "counted": lambda count, one, many: say(one if count == 1 else many, language, count=count),
        "shares": shares,
        "viewer": viewer(),
        "form_token": form_token,
        "file_name": _file_name,
        "archive_formats": list(ArchiveFormat),
    }


def _file_name(release: ReleaseDetail, kind: str) -> str:
    return file_name(release, DocumentKind(kind))


def _in_language(language: Language) -> str:
    """This page's address, asking for a language."""
    from urllib.parse import urlencode

    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', language)])}"


def render(template: str, **values: Any) -> str:
    """A page."""
    return render_template(template, **values)


def moment(at: datetime | None) -> str:
    """A moment in UTC, readable by people and by machines; a dash when nobody knows."""
    if at is None:
        return "—"
    there = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        there.strftime("%Y-%m-%dT%H:%M:%SZ"), there.strftime("%Y-%m-%d %H:%M UTC")
    )


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < KIB:
        return f"{count} B"
    return f"{count / KIB:.1f} KiB" if count < KIB * KIB else f"{count / KIB / KIB:.1f} MiB"


def _class_label(name: str, language: Language) -> str:
    return LicenseClass(name).label.to(language) if name in set(LicenseClass) else name


def shares(classes: Any) -> list[tuple[str, float, float]]:
    """For a bar of 100 units: each class with its start and its width, by files (by packages where there are none)."""
    weights = [(it.license_class, it.files) for it in classes if it.files]
    weights = weights or [(it.license_class, it.components) for it in classes if it.components]
    whole = sum(weight for _, weight in weights)
    placed: list[tuple[str, float, float]] = []
    start = 0.0
    for name, weight in weights:
        width = 100 * weight / whole
        placed.append((name, round(start, 2), round(width, 2)))
        start += width
    return placed
