"""What a package.json and its kin (oh-package.json5) say of the package itself. Source: npm CLI documentation,
“package.json”.
"""

from __future__ import annotations

from scanner.ecosystems._npm import repository_url
from scanner.manifest.shape import Table, array, at, string
from scanner.package import Evidence, Package


def described(identity: str, evidence: Evidence, own: Table) -> Package:
    """The project that the manifest `own` describes."""
    return Package(
        purl=identity,
        evidence=evidence,
        first_party=True,
        declared_license=license_of(own),
        vcs_url=_repository(own.get("repository")),
        homepage=string(own.get("homepage")),
        description=string(own.get("description")),
        authors=tuple(
            person for value in (own.get("author"), *array(own.get("authors"))) if (person := _person(value))
        ),
    )


def license_of(own: Table) -> str:
    """`license` in its current and its retired forms: a string, {type, url}, or a list of either; `licenses`
    likewise.
    """
    for key in ("license", "licence", "licenses"):
        value = own.get(key)
        stated = [text for item in (value if isinstance(value, list) else [value]) if (text := _license(item))]
        if stated:
            return " OR ".join(dict.fromkeys(stated))
    return ""


def _license(value: object) -> str:
    if not isinstance(value, dict):
        return string(value)
    name, url = string(value.get("type")) or string(value.get("name")), string(value.get("url"))
    return f"{name} <{url}>" if name and url else name or url


def _repository(value: object) -> str:
    told = string(at(value, "url")) if isinstance(value, dict) else string(value)
    return repository_url(told) or told


def _person(value: object) -> str:
    if not isinstance(value, dict):
        return string(value)
    name, email = string(value.get("name")), string(value.get("email"))
    return f"{name} <{email}>" if name and email else name or email
