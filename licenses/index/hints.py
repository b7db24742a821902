"""Byte patterns without which no rule can match: a blob that has none of them is never looked at again.

Strong patterns start a region of interest; weak ones, words that licence texts are full of but programs use too, only
help to see how far it reaches. Every rule has a strong pattern: most have one of the stems below, and the others get a
pattern of their own, made of the four neighbouring words that say most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hyperscan

STRONG = (
    r"licen[cs]",
    r"copyleft",
    r"public[^a-z0-9]{1,20}domain",
    r"redistribut",
    r"gpl[-v_ 0-9+]",
    r"\bgpl\b",
    r"[la]gpl",
    r"warrant(y|ies)",
    r"permission",
    r"creative[^a-z0-9]{0,6}commons",
    r"open[^a-z0-9]{0,3}source",
    r"free[^a-z0-9]{1,20}software",
    r"all[^a-z0-9]{1,20}rights",
    r"mozilla[^a-z0-9]{1,6}public",
    r"hereby[^a-z0-9]{1,20}grant",
    r"proprietary",
    r"confidential",
    *(
        "许可",
        "許可",
        "协议",
        "協議",
        "开放属性",
        "开放类型",
        "开放条件",
        "授权",
        "授權",
        "版权",
        "版權",
        "著作权",
        "著作權",
        "开源",
        "開源",
        "木兰",
        "免责",
        "公有领域",
        "开放数据",
    ),
    # Japanese, Korean, and the word in other languages
    *(
        "ライセンス",
        "使用許諾",
        "著作権",
        "再配布",
        "라이선스",
        "라이센스",
        "저작권",
        "licenz",
        "licença",
        "lizenz",
        "лиценз",
    ),
)

WEAK = (
    r"copyright",
    r"software",
    r"distribut",
    r"liab(le|ilit)",
    r"damages",
    r"hereby",
    r"\bterms\b",
    r"conditions?\b",
    r"\bnotice",
    r"merchantab",
    r"permit",
    r"\brights?\b",
    r"agreement",
    r"derivative",
    r"modif(y|ied|ication)",
    r"patent",
    r"trademark",
    r"without[^a-z0-9]{1,20}(restriction|limitation|fee)",
    r"endorse",
    r"contributor",
    *("本软件", "条款", "分发", "复制", "责任", "声明", "贡献", "权利"),
    *("ソフトウェア", "プログラム", "改変", "配布", "責任", "損害", "免責", "소프트웨어", "배포", "책임"),
)

_PHRASE = 4


def own_patterns(texts: Iterable[str]) -> list[str]:
    """Patterns for the texts of rules in which no strong stem stands; none for texts without words."""
    stems = database(STRONG)
    left = [spelled for text in texts if not has_match(stems, text) and (spelled := _spelled(text))]
    common = Counter(each for spelled in left for each in set(spelled))
    return sorted({_phrase(_telling(spelled, common)) for spelled in left})


def _telling(spelled: list[str], common: Counter[str]) -> list[str]:
    """The four neighbouring words of a rule that say most: long words that few of the rules share."""
    windows = [spelled[place : place + _PHRASE] for place in range(max(1, len(spelled) - _PHRASE + 1))]
    return max(windows, key=lambda window: sum(min(len(each), 8) / (1 + common[each]) for each in window))


def _spelled(text: str) -> list[str]:
    from licenses.text.tokens import normalise, words

    data = text.encode("utf-8")
    found, plain = words(data), normalise(data)
    return [plain[a:b].decode("utf-8") for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


def _phrase(spelled: list[str]) -> str:
    """Words with nothing but separators between them (a comment sign and a line break are separators)."""
    gap = r"[^a-z0-9]{1,16}" if "".join(spelled).isascii() else r"[^a-z0-9]{0,16}"
    # an underscore is a letter to regular expressions but a separator to us
    before = r"(?:\b|_)" if spelled[0][0].isascii() else ""
    after = r"(?:\b|_)" if spelled[-1][-1].isascii() and spelled[-1][-1] != "+" else ""
    return before + gap.join(map(re.escape, spelled)) + after


def database(patterns: Sequence[str]) -> hyperscan.Database:
    """Compile patterns; a match reports the pattern's place in the list."""
    import hyperscan

    compiled = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    compiled.compile(
        expressions=[each.encode("utf-8") for each in patterns],
        ids=list(range(len(patterns))),
        flags=[hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL] * len(patterns),
    )
    return compiled


def has_match(patterns: hyperscan.Database, text: str) -> bool:
    """Whether any pattern matches."""
    found: list[int] = []
    patterns.scan(text.encode("utf-8"), match_event_handler=lambda *event: found.append(event[0]))
    return bool(found)


def dump(compiled: hyperscan.Database) -> bytes:
    """The compiled patterns as bytes that only this kind of processor reads."""
    import hyperscan

    return bytes(hyperscan.dumpb(compiled))


def load(dumped: bytes, anew: Callable[[], hyperscan.Database]) -> hyperscan.Database:
    """The patterns compiled earlier; compiled anew when another kind of processor or library did that."""
    import hyperscan

    try:
        loaded = hyperscan.loadb(dumped, hyperscan.HS_MODE_BLOCK)
        loaded.scratch = hyperscan.Scratch(loaded)
    except hyperscan.HyperscanError:
        return anew()
    return loaded
