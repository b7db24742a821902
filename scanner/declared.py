"""A declared licence, as manifests word it, to an SPDX expression (SPDX 2.3, annex D).

Manifests say `MIT`, `Apache 2`, `MIT/X11`, `License :: OSI Approved :: BSD License`, `GPL-2.0+`, or a name with an
address `The MIT License <https://opensource.org/licenses/MIT>`. Several statements are joined by the parser with " OR
" or " AND ". What is not SPDX becomes a LicenseRef with the words kept, never nothing and never a guess.
"""

from __future__ import annotations

import csv
import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files

from licenses.expression import BadExpression, parse
from licenses.identifiers import identifiers, spdx_names

_UNSTATED = frozenset({"", "none", "noassertion", "unknown", "n/a", "null", "undefined", "todo", "custom", "other"})
_ELSEWHERE = re.compile(r"see (?:the )?(?:licen[cs]e|licensing|copying|readme)\b.*", re.IGNORECASE)
_WITH_URL = re.compile(r"(.*?)\s*<(\S+)>\Z", re.DOTALL)
_FILLER = re.compile(
    r"\b(?:the|licen[cs]ed?|version|ver|v(?=[\s.]*\d)|under|terms|of|software foundation)\b|[^a-z0-9+]+"
)
_LONGEST_REF = 80  # characters kept in an identifier
_LONGEST = 400  # characters; longer statements are licence texts, which detection reads


@lru_cache(maxsize=4096)
def normalised(declared: str) -> str:
    """The SPDX expression that a declared licence means; "" when it states none."""
    words = " ".join(declared.split())
    if words.lower() in _UNSTATED or _ELSEWHERE.fullmatch(words) or not re.search(r"\w", words):
        return ""
    if len(words) > _LONGEST:
        return license_ref(words)
    return _expression(words) or license_ref(words)


def license_ref(words: str) -> str:
    """A LicenseRef identifier that keeps the words, or their digest where they are long or not written in Latin
    letters.
    """
    kept = re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-.")
    if re.search("[A-Za-z0-9]", kept) and len(kept) <= _LONGEST_REF and kept.isascii() and len(kept) * 2 >= len(words):
        return f"LicenseRef-{kept}"
    return f"LicenseRef-declared-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def _expression(words: str) -> str:
    if found := _spdx(words) or _named(words):
        return found
    if with_url := _WITH_URL.match(words):
        return _expression(with_url[1]) or _named(with_url[2])
    if re.fullmatch(r"[a-z]+://\S+", words):  # an address is one statement, whatever slashes are in it
        return ""
    for pattern, operator in _JOINTS:
        parts = [part.strip(" ()") for part in re.split(pattern, words)]
        if len(parts) > 1 and all(parts):
            known = [_expression(part) or license_ref(part) for part in parts]
            if operator == " OR " or pattern in _PLAIN_JOINTS or not all(map(_is_ref, known)):
                return _joined(operator, known)
    return ""


_OPERATORS = ("AND", "OR", "WITH")
_PLAIN_JOINTS = (r"\s+OR\s+", r"\s+AND\s+")
_JOINTS = (
    (r"\s+OR\s+", " OR "),
    (r"\s+AND\s+", " AND "),
    (r"\s*(?:/|\|\|?|;)\s*(?=[A-Za-z])", " OR "),
    (r"(?i)\s+or\s+(?!later|newer|any)", " OR "),
    (r"(?i)\s*(?:,|&|\s\+\s|\sand\s)\s*(?!or later)", " AND "),
)


def _is_ref(expression: str) -> bool:
    return expression.startswith("LicenseRef-")


def _joined(operator: str, expressions: list[str]) -> str:
    parts = [f"({part})" if " " in part else part for part in dict.fromkeys(filter(None, expressions))]
    text = operator.join(parts)
    return _spdx(text) or text


def _spdx(words: str) -> str:
    """`words` if they are an SPDX expression, with identifiers in their canonical case; else ""."""
    if words.lower() in spdx_names() and not (alone := identifiers()[words.lower()]).exception:
        return alone.id
    names = (name for name in re.split(r"[\s()]+|\+(?!\w)", words) if name and name.upper() not in _OPERATORS)
    if not all(_is_ref(name) or name.lower() in spdx_names() for name in names):
        return ""
    try:
        return str(parse(words))
    except BadExpression:
        return ""


def _named(words: str) -> str:
    """The expression of a well-known name, Trove classifier or address; else ""."""
    return _names().get(_key(words.rpartition(" :: ")[2]), "")


@cache
def _names() -> dict[str, str]:
    with (files("scanner") / "license_names.csv").open(encoding="utf-8") as stream:
        return {_key(row["name"]): row["expression"] for row in csv.DictReader(stream)}


def _key(name: str) -> str:
    """A name without case, punctuation and filler words: "The Apache License, Version 2.0" and "apache-2.0" are one."""
    address = re.sub(r"^https?://(?:www\.)?|\.(?:txt|html?|php)$|/$", "", name.strip().lower())
    return _FILLER.sub(" ", address).strip().replace(" ", "") or address
