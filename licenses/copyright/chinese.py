"""Chinese copyright lines and authors: “版权所有 © 2021–2024 …有限公司”, “著作权归…所有”, “作者：…”.

A Chinese line has no spaces to tell words apart, but its forms are few and fixed; each is one bounded expression over a
cleaned line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

TRIGGER = re.compile(r"版权|版權|著作权|著作權|作者|开发者|開發者|编写者|維護者|维护者|撰写人|保留所有|保留一切")

# A letter beyond ASCII: in a line that says 版权 this is Chinese, and a range of ideographs takes a millisecond to
# compile wherever it stands.
_HAN = r"[^\W\x00-\x7f]"
_RIGHT = r"(?:版权|版權|著作权|著作權)"
_ALL = rf"(?:[ ,，。.]{{0,3}}{_RIGHT}所有(?![者人权權])| ?保留(?:所有|一切|全部)(?:权利|權利|版权))"
_SIGN = r"(?:(?:(?:版权|版權)(?= ?\(c\))|copyright|\(c\))[ ,:：]{0,3}){1,4}"
_YEAR = r"(?:19|20)\d\d ?年?"
_YEARS = rf"{_YEAR}(?: ?(?:[-~～至到,、/]|—{{1,2}}) ?(?:{_YEAR}|至今|今|现在|現在|present)){{0,30}}"
_DATED = rf"(?:(?P<years>{_YEARS})(?:-?\$? ?\{{?year\}}?)?[ ,，]{{0,3}})?"  # 2006-${YEAR}
# A name opens with a letter or a digit, not with another word for the right, nor with code.
_FIRST = rf"@?(?!{_RIGHT}|本|上述|(?:19|20)\d\d(?!\d))[\w$]"
_NAME = rf"(?P<holder>{_FIRST}[^\n，。；;：:！!？?]{{0,80}}?)"
_WORD = rf"(?P<holder>{_FIRST}[^\s,，。；;：:！!？?'()]{{1,40}}?)"  # a name without spaces
_STOPS = (
    "保留 未经 未經 侵权 侵權 翻版 盗版 盜版 违者 違者 禁止 请勿 請勿 不得 任何 版权 版權 著作权 著作權 "
    "并 並 许可 根据 根據 授权 地址 电话 邮箱 网址 本软件 本軟件 本程序 本文件 本文档 本项目"
)
_FIELD = rf" {_HAN}{{2,6}} ?[:：]| {_HAN}?ICP[备證证备]| CC[ -]BY"  # what a page footer says next
_END = (
    rf"(?=[ ,，。；;.!！（()）'|]{{0,4}}(?:{_STOPS.replace(' ', '|')}|all rights)"
    rf"|[。，；;！!？?]|{_FIELD}|'(?![a-z])|[ ;/*]*$)"
)
_BODY = (
    r"(?:公司|集团|集團|大学|大學|学院|學院|中学|中學|研究院|研究所|基金会|基金會|工作室|实验室|實驗室|团队|團隊|"
    r"协會|协会|協會|学会|學會|联盟|聯盟|委员会|委員會|中心|社区|社區|科技|网络|網絡|软件|項目組|项目组)"
)
# 著作权归某某所有
_BELONGS = (
    rf"(?:{_SIGN} ?(?:(?P<years>{_YEARS}) )[^\s,，。；;：:(]{{0,12}})?"
    rf"{_RIGHT}(?:均|皆|都|全部|完全)?(?:归属于|歸屬於|归属|归|歸|属于|屬於|由) ?{_NAME} ?(?:共同)?"
    r"(?:(?:所有|享有|拥有|擁有|持有|保留)(?![者人方权權])|(?=[。，；;]|$))"
)
# © 2021 某某 版权所有
_SIGNED = rf"(?:{_RIGHT}所有 ?)?{_SIGN} ?{_DATED}{_NAME}{_ALL}(?: ?{_SIGN}(?P<after>{_YEARS}))?"
# 某某工作室 版权所有 © 2015, 2014-2015 某某版权所有: the years stand on the other side
_TURNED = (
    rf"(?:(?:^|(?<=[\s'])){_WORD}|(?<=[:：]) ?{_NAME}) ?{_RIGHT}所有 ?{_SIGN} ?(?P<years>{_YEARS})(?=[ 。.;]*$)"
    rf"|(?<!\d)(?P<before>{_YEARS}) ?(?P<named>{_FIRST}[^\n，。；;：:！!？?]{{1,40}}?) ?{_RIGHT}所有(?![者人权權])"
)
# 版权所有 © 2021-2024 某某, 著作权人：某某, 版权：某某
_HEADED = (
    rf"(?:{_RIGHT}(?:所有者|所有人|持有者|持有人|归属|所有|人) ?[:：]"
    rf"|{_RIGHT}所有(?=[ (（\d@a-zA-Z]|{_HAN}{{2,30}}{_BODY})(?![者人权權])"
    rf"|(?:(?<!{_HAN})|(?<=软件)|(?<=作品)){_RIGHT} ?[:：]"
    rf"|{_RIGHT} ?(?=\(c\)|copyright))"
    rf" ?(?:{_SIGN})?{_DATED}(?:{_SIGN})?(?:[(（<]?{_NAME}(?:[ ,，)）]{{1,3}}(?P<after>{_YEARS}))?)?{_END}"
)
# 某某公司版权所有
_TRAILED = (
    rf"(?P<holder>{_FIRST}[^\s,，。；;：:！!？?']{{1,40}}{_BODY}){_ALL}"
    rf"|^ ?{_WORD} {_RIGHT}所有(?=[ 。.]*$)"
)
_AUTHOR = (
    rf"(?:(?<!{_HAN})|(?<=[原译主]))(?:作者|开发者|開發者|编写者|維護者|维护者|撰写人) ?[:：]"
    r" ?(?P<name>[^\s：:，。；;][^：:，。；;]{0,80}?)"
    rf"(?=[，。；;]| {_RIGHT}| {_YEAR}| (?:{_HAN}{{2,4}}|[A-Za-z]{{2,10}}) ?[:：]|$)"
)
# Who stands here is nobody by name.
_NOBODY = (
    r"(?:各自的?|相应的?|相應的?|相關|相关|其|原|该|該|文章|作品|上述|对应|所有|全部|我们的?)*"
    r"(?:作者|原著者|著作者|所有者|所有人|持有人|权利人|貢獻者|贡献者|开发者|提供者|方|者|发布者|版权方)?(?:本人)?"
    r"|各.*|.*(?:的|之)合法(?:拥有|所有|持有|权利)[者人]?"
    r"|您|你|你们|我们|我們|我方|他人|双方|甲方|乙方|声明|聲明|信息|资讯|说明|法|保护|页|问题|协议|侵权必究|翻版必究|不得.*|必究"
    r"|本(?:公司|站|网站|項目|项目|单位|团队|人|文|书|店|软件|系统|作者).*"
)
_TITLE = re.compile(r"^(?:原)?(?:作者|开发者|開發者|团队) (?=\S)")  # 原作者 某某
_NO_NAME = rf" ?<[^<>]*@[^<>]*>?| ?\S+@\S+\.\w+$| ?\(\S+@\S+\)|^@|^{_YEARS}$"
_TRIM = " ,，、.。-:：\"'()（）<>"


def has_ideograph(text: str) -> bool:
    """Whether any letter of `text` is Chinese."""
    return any(
        "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or "\U00020000" <= letter <= "\U0003134f"
        for letter in text
    )


class ChineseStatement(Struct, frozen=True):
    """One statement in a line; `holder` may be empty when years are given."""

    text: str
    holder: str
    years: str


_OWNED = re.compile(r"所有(?![者人权權])|保留")
_GIVEN = re.compile(r"[权權](?:均|皆|都|全部|完全)?[归歸属屬由]")


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compiled when the first line is met that can have the form: all of them take as long as a hundred files."""
    return re.compile(form, re.IGNORECASE)


def _forms(line: str) -> Iterator[re.Pattern[str]]:
    """The forms that `line` can have, by what each cannot do without."""
    lower = line.lower()
    signed = "(c)" in lower or "copyright" in lower
    owned = bool(_OWNED.search(line))
    if _GIVEN.search(line):
        yield _compiled(_BELONGS)
    if signed and owned:
        yield _compiled(_SIGNED)
    if owned:
        yield _compiled(_TURNED.replace("holder", "word", 1))
    if owned or signed or ":" in line or "：" in line:
        yield _compiled(_HEADED)
    if owned:
        yield _compiled(_TRAILED.replace("holder", "named", 1))


def statements(line: str) -> Iterator[ChineseStatement]:
    """The statements of a cleaned line, in order; a stretch is read once, by the first form that fits it."""
    if "权" not in line and "權" not in line:
        return
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, ChineseStatement]] = []
    for form in _forms(line):
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
    holder = next((groups[name] for name in ("holder", "named", "word") if groups.get(name)), "")
    years = next((groups[name] for name in ("years", "before", "after") if groups.get(name)), "")
    holder = _holder(holder)
    if not holder and not years:
        return None
    return ChineseStatement(_edges(match[0]), holder, years.strip(_TRIM))


def _holder(name: str) -> str:
    """The name alone: without address, title and brackets that have no partner; "" for who is nobody by name."""
    name = _TITLE.sub("", re.sub(_NO_NAME, "", name.strip())).strip(" ,，、。-:：\"'<>")
    for opening, closing in ("()", "（）"):
        if name.count(opening) != name.count(closing):
            name = name.strip(opening + closing)
    name = name[:-1] if name.endswith(").") or (name.endswith(".") and has_ideograph(name[-2:-1])) else name
    return "" if re.fullmatch(_NOBODY, name) else name


def _edges(text: str) -> str:
    text = text.strip(" ,，、。；;'\"|")
    return text[:-1] if text.endswith(".") and has_ideograph(text[-2:-1]) else text
