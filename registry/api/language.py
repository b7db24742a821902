"""The language of a request: `?lang=`, the cookie that it sets, else `Accept-Language` (RFC 9110 §12.5.4)."""

from __future__ import annotations

from flask import request

from licenses.language import LANGUAGES, Language, language_of_tag

COOKIE = "trustpool-language"


def asked_language() -> Language | None:
    """The language that `?lang=` asks for."""
    asked = request.args.get("lang", "")
    return next((language for language in LANGUAGES if language == asked), None)


def request_language() -> Language:
    """The language to answer in."""
    if asked := asked_language():
        return asked
    kept = request.cookies.get(COOKIE, "")
    for language in LANGUAGES:
        if language == kept:
            return language
    for tag, quality in request.accept_languages:
        if quality > 0 and tag.lower().startswith(("zh", "en")):
            return language_of_tag(tag)
    return "en"
