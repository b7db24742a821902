"""Chinese copyright lines and authors: “版权所有 © 2021–2024 …有限公司”, “著作权归…所有”, “作者：…”.

A Chinese line has no spaces to tell words apart, but its forms are few and fixed; each is one bounded expression over a
cleaned line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

TRIGGER = re.compile(r"版权|版權|著作权|著作權|作者|开发者|開發者|编写者|維護者|维护者|撰写人")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")

_RIGHT = r"(?:版权|版權|著作权|著作權)"
_SIGN = r"(?:(?:copyright|\(c\))[ ,:]{0,3}){1,3}"
_YEAR = r"(?:19|20)\d\d ?年?"
_YEARS = rf"(?P<years>{_YEAR}(?: ?(?:[-~～至到,、/]|—{{1,2}}) ?(?:{_YEAR}|至今|今|现在|現在|present)){{0,30}})"
_NAME = r"(?P<holder>[^\s,，。；;：:！!？?、(（【《「][^\n，。；;：！!？?]{0,80}?)"
_STOPS = (
    "保留 未经 未經 侵权 侵權 翻版 盗版 盜版 违者 違者 禁止 请勿 請勿 不得 任何 版权 版權 著作权 著作權 "
    "并 並 许可 根据 根據 授权 地址 电话 邮箱 网址 本软件 本軟件 本程序 本文件 本文档 本项目"
)
_END = rf"(?=[ ,，。；;.!！（(]{{0,3}}(?:{_STOPS.replace(' ', '|')}|all rights)|[。，；;！!？?：]|$)"
_BODY = r"(?:公司|集团|集團|大学|大學|研究院|研究所|基金会|工作室|实验室|团队|协會|协会|联盟)"
_DATED = rf"(?:{_YEARS}[ ,，]{{0,3}})?"
# 著作权归某某所有
_BELONGS = (
    rf"{_RIGHT}(?:均|皆|全部|完全|都)?(?:归属于|歸屬於|归属|归|歸|属于|屬於|由) ?{_NAME} ?(?:共同)?"
    r"(?:所有|享有|拥有|擁有|持有|保留|(?=[。，；;]|$))"
)
# © 2021 某某 版权所有
_SIGNED = rf"{_SIGN} ?{_DATED}{_NAME}[ ,，。.]{{0,3}}{_RIGHT}所有"
# 版权所有 © 2021-2024 某某, 著作权人：某某
_HEADED = (
    rf"{_RIGHT}(?:所有者|所有人|持有者|持有人|归属|所有|人)? ?(?:[:：]|(?<=所有)|(?<=人)|(?=\(c\)|copyright)) ?"
    rf"(?:{_SIGN})?{_DATED}(?:{_SIGN})?(?:{_NAME}(?:[ ,，](?P<after>{_YEAR}(?:-{_YEAR})?))?)?{_END}"
)
# 某某公司版权所有
_TRAILED = rf"(?P<holder>[^\s,，。；;：:！!？?]{{2,40}}{_BODY}) ?{_RIGHT}所有"
_AUTHOR = (
    r"(?:(?<![\u3400-\u9fff])|(?<=[原译主]))(?:作者|开发者|開發者|编写者|維護者|维护者|撰写人) ?[:：]"
    r" ?(?P<name>[^\s：:，。；;][^：:，。；;]{0,80}?)"
    r"(?=[，。；;]| (?:[\u3400-\u9fff]{2,4}|[A-Za-z]{2,10}) ?[:：]|$)"
)
# Who stands here is nobody by name.
_NOBODY = (
    r"(?:各自的?|相应的?|相關|相关|其|原|该|該|本|文章|作品|上述|对应|所有|全部|我们的?)*"
    r"(?:作者|原著者|著作者|所有者|所有人|持有人|权利人|貢獻者|贡献者|开发者|提供者|方|者|发布者|版权方)?(?:本人)?"
    r"|您|你|你们|我们|我們|我方|其|他人|双方|甲方|乙方|声明|聲明|信息|资讯|说明|法|保护|页|问题|协议|作者|侵权必究|翻版必究|不得.*|必究"
)
_TRIM = " ,，、.。-:：\"'()（）<>"


class ChineseStatement(Struct, frozen=True):
    """One statement in a line; `holder` may be empty when years are given."""

    text: str
    holder: str
    years: str


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Compiled when the first Chinese line is met: it takes as long as reading a hundred files."""
    return tuple(re.compile(form, re.IGNORECASE) for form in (_BELONGS, _SIGNED, _HEADED, _TRAILED))


def statements(line: str) -> Iterator[ChineseStatement]:
    """The statements of a cleaned line, in order; a stretch is read once, by the first form that fits it."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, ChineseStatement]] = []
    for form in _forms():
        for match in form.finditer(line):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if statement := _statement(match):
                taken.append(match.span())
                found.append((match.start(), statement))
    yield from (statement for _start, statement in sorted(found, key=lambda each: each[0]))


def authors(line: str) -> Iterator[str]:
    """The authors of a cleaned line."""
    for match in re.finditer(_AUTHOR, line):
        if name := match["name"].strip(_TRIM.replace(">", "").replace(")", "")):
            yield name


def _statement(match: re.Match[str]) -> ChineseStatement | None:
    groups = match.groupdict()
    holder = (groups.get("holder") or "").strip(_TRIM)
    years = (groups.get("years") or groups.get("after") or "").strip(_TRIM)
    if re.fullmatch(_NOBODY, holder):
        holder = ""
    if not holder and not years:
        return None
    return ChineseStatement(match[0].strip(" ,，、。；;"), holder, years)
