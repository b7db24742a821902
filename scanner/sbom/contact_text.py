"""A contact as the value of a property, for formats with room for a name only: nothing is lost, people can read it."""

from __future__ import annotations

import msgspec

from scanner.sbom.document import Contact


def contact_text(contact: Contact) -> str:
    """The name alone when there is nothing else to say, else JSON."""
    stated = {
        "name": contact.name,
        "email": contact.email,
        "url": list(contact.urls),
        "phone": contact.phone,
        "organisation": contact.organisation,
    }
    told = {key: value for key, value in stated.items() if value}
    return contact.name if told == {"name": contact.name} else msgspec.json.encode(told).decode()


def contact_from(written: str) -> Contact:
    """The contact again; what is no such JSON is a name."""
    try:
        stated = msgspec.json.decode(written, type=dict[str, str | list[str] | bool])
    except (msgspec.MsgspecError, RecursionError):
        return Contact(written, organisation=False)
    words = {key: value for key, value in stated.items() if isinstance(value, str)}
    urls = stated.get("url")
    return Contact(
        words.get("name", ""),
        words.get("email", ""),
        organisation=stated.get("organisation") is True,
        urls=tuple(urls) if isinstance(urls, list) else (),
        phone=words.get("phone", ""),
    )
