"""What a rule could not find out, as a sentence that says who could."""

from __future__ import annotations

from collections.abc import Iterable

from licenses.language import Text, text


def not_known(keys: Iterable[str]) -> Text:
    """Why a rule is open that asks about these keys of its blocks; of several unknown facts all are named."""
    asked = tuple(dict.fromkeys(keys))
    if len(asked) == 1 and asked[0] in (sentences := _sentences()):
        return sentences[asked[0]]
    return text("it asks about {facts}, and that is not known", facts=", ".join(asked))


def _sentences() -> dict[str, Text]:
    return {
        "vulnerable": text("nobody looked for known vulnerabilities of this package and version; --advisories does"),
        "edited": text("it holds no licence text whose words could be compared"),
        "copyright": text("nobody looked for its copyright statements"),
        "provenance": text("it is not known whether its content can be held against its origin"),
        "signed": text("it is not known whether its commit is signed"),
        "hashed": text("it is not known whether a digest of its content is stated"),
        "pinned": text("it is not known whether its exact version is stated"),
        "direct": text("it is not known whether the project itself asks for it"),
        "deeper-than": text("it is not known how far from the project it is needed"),
        "duty": text("nobody examined its licence, so its duties are not known"),
        "osi-approved": text("no list says whether OSI approved its licence"),
        "compatibility": text("the project states no licence to compare with"),
    }
