"""The grammar of statements: what may open, date, name, continue and end one, over letters of `kind.Kind`.

"x" stands for a word of "All rights reserved". Every expression is bounded or possessive.
"""

from __future__ import annotations

import re

RESERVED = re.compile(r"[wPAJ]?R[wPAnOJ]{0,2}S|S[wPA]{0,2}R")
YEARS = r"(?:Y(?:[-&T]{0,2}[YN]|-(?=$|[^PAIKUV]))*+)"
NAME = "[PAIKUMLD]"
BODY = "[PAIKU]"

OPEN = re.compile(r"C(?:[&-]?C)*+")
SIGN_AFTER_WORD = re.compile(r"wC++")
# Between the copyright word and the holder: "by the", "of", "holder is", "notice", "property of".
LEAD = re.compile(
    rf"(?:BT?w?w?(?={NAME}|V|[GHm])|[B(-]|c(?=[(]|{NAME}|Y)|h(?!&|w{{1,2}}H)i?d?B?|i(?={NAME})|w(?=Y)|i?dB|w?Ow?(?={NAME}|V)|T(?={NAME})|ww?(?=[PAI]+K|[PAI]{{2}}|[PAI]Y|[PAI]*[GH]|[PAI]{{1,2}}Ow?U|[UMHGX]|&w?[GZ]|w{{0,2}}L))"
)
DATE = re.compile(YEARS)
# After the years and before any name, words are taken as they come: lower-case holders ("2005 josh").
AFTER_DATE = re.compile(rf"(?:B?w++|&WB(?={BODY})|[-&(BT]++w{{0,2}}(?={NAME}|V|[GHmw])|N++|[GHmX]|&?Z)")
ITEM = re.compile(
    rf"""
      [PAIKUML]
    | V++(?={BODY}|w{{1,2}}P{{0,2}}K)
    | [GHmt]
    | {YEARS}
    | N[PA](?=Y)
    | (?<=P)N(?=P) | (?<=K)N(?=K)
    | [&(]++w{{0,2}}(?:[MLPAIKUGHZm]|V++{BODY})
    | (?:[OnT]|(?<!K)B)w{{0,2}}V?{NAME}
    | &n(?={BODY})
    | -(?:[IKUMLY]|P(?!w))
    | (?<=K)-A(?:-A)*+
    | wwBw?{BODY}
    | \(
    | ww?(?=[PAI]*K|U|L)
    | w(?=[PAI]{{2}}|[PAI]?M)
    | (?<=Y)w{{1,2}}(?=P)
    | (?<=[KU])w(?=P(?:Y|E|$|[JPx]))
    | w{{1,3}}(?=[PAIw]{{0,4}}[GH])
    """,
    re.VERBOSE,
)
# With a word and a sign, lower-case words may open a company's name, and a mistyped year ("200") may stand.
LEAD_TO_BODY = re.compile(r"w{1,3}(?=[PAI]*K)|N(?=[PI]{2})")
NEXT_SENTENCE = re.compile(r".[PA][iJ]|KPw[PA]")
AFTER_ADDRESS = re.compile(r"[ML][PA](?:[wJi]|[RS]?$)")  # "<ann@kettle.example> Added …", "(https://…) Added …"
THE_PLACE = re.compile(r"w(?=P(?:$|[^JOwi]))")  # "Amsterdam, The Netherlands"
ET_AL = re.compile(rf"&Z{BODY}")  # "et al.", and a heading
PORTIONS = re.compile(r"Q(?:WBw{1,3}m?i)?$")  # "Portions created by the Initial Developer are Copyright …"
DATED_BEFORE = re.compile(r"(?:^|(?<=[ExJw]))Y(?:[Y&T-]*Y)?$")  # "2009-2012 (c) Ann Bo": dates, no part of the text
FIRST = re.compile(rf"{NAME}|V++(?={BODY})|[GHm]|\(|(?<=w)&w?[GZ]")
TRAILING_DATE = re.compile(rf"C++{YEARS}(?!{BODY})")
HOLDER_IS = re.compile(rf"h(?=i{BODY}++M)")
BEFORE = re.compile(rf"(?:{BODY}|[VMH]|&w?(?={BODY}|G|Z)|[OG](?={BODY}|C|G)|Z|Y(?=w|{BODY}))+$")


NO_REMARK = re.compile(r"[CExJM]|^[^P][^AKUL]*$")
FORM = re.compile(r"[wJTOBn]*")
# Words of a name, and tokens that neither open, close nor end anything.
WORDS = re.compile(r"[PAI]++")
NO_SIGNS = re.compile(r"\.++")
