"""One form for one holder, so that a NOTICE file names each of them once.

Only differences that never tell two holders apart are taken away: dots and commas around the forms of companies,
spellings of those forms, case, accents in their two encodings, spaces, a leading article, an address. What may matter
is kept: `Foo Inc.` and `Foo GmbH` are two companies, `Google` and `Google LLC` stay apart,
`IBM` and `IBM and others` too. A holder that is named by an address alone is that address.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Spellings of one form, all in lower case without dots.
_FORMS = {
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "limited": "ltd",
    "有限责任公司": "有限公司",
    "有限責任公司": "有限公司",
}
_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|<?\bhttps?://[^\s<>]+>?|\([^()\s]*@[^()\s]*\)|\S+@\S+\.\w+")
_SAYS_MORE = re.compile(r"\w")
_BARE = re.compile(r"[<>()]|\bhttps?://(?:www\.)?|/+(?=[<>\s]*$)")  # what spellings of one address differ in
_DOTTED = re.compile(r"\b(?:[a-z]\.){1,5}(?=$|[\s,;)])|\b(?:s\.p\.a|s\.r\.o|s\.r\.l|b\.v|n\.v|l\.l\.c|l\.p|e\.v)\b\.?")
_ARTICLE = re.compile(r"^the (?=\S)")
_GAPS = re.compile(r"[\s,;]+")
_IDEOGRAPH = r"[\u3400-\u9fff]"
_GAP_IN_CHINESE = re.compile(rf"(?<={_IDEOGRAPH}) (?={_IDEOGRAPH})")


@lru_cache(maxsize=1 << 14)
def normalise_holder(holder: str) -> str:
    """The form of `holder` to compare by: equal for two spellings of one holder, different for two holders.

    It is a key, not a text to print; `""` when `holder` names nobody. Applying it twice changes nothing.
    """
    previous = None
    key = holder
    while key != previous:  # what one step uncovers, the next one reads; each step shortens or keeps
        previous, key = key, _step(key)
    return key


def _step(holder: str) -> str:
    text = unicodedata.normalize("NFKC", holder).casefold()
    text = _ADDRESS.sub(" ", text) if _SAYS_MORE.search(_ADDRESS.sub(" ", text)) else _BARE.sub("", text)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    words = [_FORMS.get(bare, bare) for word in _GAPS.split(text) if (bare := word.strip(".'\""))]
    text = _GAP_IN_CHINESE.sub("", _ARTICLE.sub("", " ".join(words)))
    for long, short in _FORMS.items():
        if not long.isascii() and long in text:
            text = text.replace(long, short)
    return text.strip(" -:()<>")
