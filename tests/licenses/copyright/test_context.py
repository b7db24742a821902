"""What the neighbours of a word, its line and the signs around it say: who holds, since when, what is no statement."""

from __future__ import annotations

import pytest

from licenses.copyright.detect import detect_copyrights
from licenses.copyright.finding import Copyright


def only(text: str) -> Copyright:
    (found,) = detect_copyrights(text.encode()).copyrights
    return found


@pytest.mark.parametrize(
    ("text", "holder", "years"),
    [
        ("Copyright (c) 2019-Jun. 2023 Kettle Inc", "Kettle Inc", "2019-Jun. 2023"),
        ("Copyright (c) Grace Kettle, Sep 1998", "Grace Kettle", "Sep 1998"),
        ("Copyright (c) April 29, 1997 Grace Kettle", "Grace Kettle", "April 29, 1997"),
        ("Copyright © 2016年 Grace Kettle", "Grace Kettle", "2016年"),
        ("Copyright 2010-20224 Kettle, Inc.", "Kettle, Inc.", "2010-20224"),
        ("Copyright (C) 89, 91, 1995-2006 Kettle Foundation, Inc.", "Kettle Foundation, Inc.", "89, 91, 1995-2006"),
        ("Copyright (C) 86-88 Grace Kettle", "Grace Kettle", "86-88"),
        ("Copyright (C) 2000 and written by Grace Kettle <grace@kettle.example>", "Grace Kettle", "2000"),
        ("# 2009-2012 (c) Grace Kettle (grace at kettle dot example)", "Grace Kettle", "2009-2012"),
        (
            "Copyright (c) 2000- (insert then current year) Kettle Research and others",
            "Kettle Research and others",
            "2000",
        ),
    ],
)
def test_dates_in_all_their_forms_are_years_and_no_holders(text: str, holder: str, years: str) -> None:
    found = only(text)

    assert (found.holders, found.years) == ((holder,), years)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("/* (c) 2014-2021 Grace You */", "Grace You"),
        ("# Copyright (C) 2018-2023 Grace To", "Grace To"),
        ("Copyright (c) 2010 Kettle System", "Kettle System"),
        ("Copyright (c) 2010, microKettle SARL", "microKettle SARL"),
        ("Copyright (c) 1995 KetTLE Computer, Inc.", "KetTLE Computer, Inc."),
        ("disk interface (C)KeTN, 2014", "KeTN"),
        ("Copyright (c) 2013 Grace Teapot (grace<at>kettle<dot>example)", "Grace Teapot"),
        ("Copyright (c) 2016 <KETTLE SYSTEMS (SHANGHAI) PTE LTD>", "KETTLE SYSTEMS (SHANGHAI) PTE LTD"),
        ("Copyright (c) 2010, Kettle.org B.V.", "Kettle.org B.V."),
        ("Copyright (c) 1997,2003 Grace A Kettle", "Grace A Kettle"),
        ("Copyright (C) 2010-2013 by tyKettle Grace Teapot", "tyKettle Grace Teapot"),
        ("Copyright (c) 2023 looly(looly@kettle.example)\nKettle is licensed under Mulan PSL v2.", "looly"),
        ("Copyright (c) 2020 Contributors as noted in the AUTHORS file", "Contributors as noted in the AUTHORS file"),
        ("Copyright:  Copyright (c) 1998<p>\n * Company:  KETTLE Engineering Inc.<p>", "KETTLE Engineering Inc."),
        ("<!-- Copyright (c) 2022 Kettle Device Co., Ltd.-->", "Kettle Device Co., Ltd."),
        ("@rem Copyright 2015 the original author or authors.\n@rem\n", "the original author or authors"),
        ("Add suggestions (© 2000 Grace Kettle)\n2013-08-25: forked by another", "Grace Kettle"),
        ("Copyright (c) 2010 KetTLE embedded systems\n", "KetTLE embedded systems"),
        ("Copyright 2010 Grace Kettle and friends\n", "Grace Kettle and friends"),
        (" Copyright 2008 by\n Ada Kettle, Grace Bo, and suzuki teapot.\n", "Ada Kettle, Grace Bo, and suzuki teapot"),
        ("Copyright (c) grace", "grace"),
        ("Copyright (c) grace/kettle", "grace/kettle"),
        ("Copyright (c) 2002-2004, K A Kettle", "K A Kettle"),
        ("Copyright 2002 Mark Kettle (Teapot IT Services).", "Mark Kettle (Teapot IT Services)"),
        ("Copyright by many contributors; see below", "many contributors"),
        ("Kettle is copyrighted by many authors between here and there", "many authors"),
        ("Copyright 2005 __MyKettleName__. All rights reserved.", "MyKettleName"),
        ("  - font.zip (c) by Joseph Kettle available at", "Joseph Kettle"),
        (" (C) 1995-2004 Grace Kettle and Ada Teapot", "Grace Kettle and Ada Teapot"),
        ("Copyright (c) 2015 My C-Labs", "My C-Labs"),
        ("Copyright 2006 Universidade do Kettle", "Universidade do Kettle"),
        (
            "(c) Copyright 1995 Kettle zur Teapot der angewandten\nForschung e.V.",
            "Kettle zur Teapot der angewandten Forschung e.V.",
        ),
        ("Copyright (c) 2013 por Grace Kettle <grace@kettle.example>", "Grace Kettle"),
        ("Copyright (c) 2004-2017 Grace Teapot of Kettle.com", "Grace Teapot of Kettle.com"),
        ("Copyright (c) {localyear} Grace Kettle", "Grace Kettle"),
        (
            "Copyright [various years] The Regents of the University of Kettle",
            "The Regents of the University of Kettle",
        ),
        ("Copyright (C) ${project.inceptionYear} Kettle Inc", "Kettle Inc"),
        ("<p>© KettleWorks</p>", "KettleWorks"),
        ("<footer>&copy; Kettle</footer>", "Kettle"),
        (
            r"{\rtlch\fcs1 Copyright \'a9 2007 - 201}{\rtlch\fcs1 \af43 1}{\hich , Kettle Corporation.\par}",
            "Kettle Corporation",
        ),
        ("Portions copyright (c) 2010,Kettle Inc.", "Kettle Inc."),
        ('msgid "Copyright Kettle Corp. 2011"\nmsgstr "Drepturi de autor Kettle"', "Kettle Corp."),
        ("Copyright (C) 2008 Grace Kettle, grace.k -at- kettle.example.org", "Grace Kettle"),
        ('"Copyright (c) %04d, Kettle Corporation"', "Kettle Corporation"),
        ("Copyright (C) 200 Grace Kettle <grace@kettle.example>", "Grace Kettle"),
        ("Copyright (C) 2004 Kettle Corporation by Grace Teapot <grace@kettle.example>", "Kettle Corporation"),
        (
            "Copyright 2002 Grace Kettle (grace@kettle.example)\n - Incorporating suggestions made by Ada",
            "Grace Kettle",
        ),
        ("Copyright (c) 2002-2015 Grace Kettle - Teapot.com LTD", "Grace Kettle - Teapot.com LTD"),
        ("Copyright (c) 1996, 1997 Grace Kettle Distributed according to the\nsame disclaimer", "Grace Kettle"),
        (" * Copyright 1999-$today.year Kettle Holding Ltd.", "Kettle Holding Ltd."),
        ("copyright = u'2012, Kenneth Kettle'", "Kenneth Kettle"),
        ("The Kettle OHL is copyright of KETTLE. Anyone is welcome", "KETTLE"),
    ],
)
def test_a_name_is_read_whole_and_without_what_is_no_name(text: str, holder: str) -> None:
    assert only(text).holders == (holder,)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("/*! Kettle 1.0 | (c) 2014 Teapot | MIT License */", "(c) 2014 Teapot"),
        (
            'x({copyright:"© 2021 Grace Kettle"}),Vc=Ba.Object,Bc',
            "copyright (c) 2021 Grace Kettle",
        ),
        ("Copyright 2012 Kettle\n * Contributing Author: Tyler Teapot", "Copyright 2012 Kettle"),
        ("/* Kettle, (c) 2014 Teapot MIT License */", "(c) 2014 Teapot"),
        ("Copyright © 2000–2023 Kettle. Tutti i diritti riservati.", "Copyright (c) 2000-2023 Kettle"),
        ("Copyright © 2000–2023 Kettle. Все права защищены.", "Copyright (c) 2000-2023 Kettle"),
        ("Copyright (c) Ian Kettle 1986, 1995.\nSoftware written by him", "Copyright (c) Ian Kettle 1986, 1995"),
        (
            "Copyright 2019 Grace (https://kettle.example) Implemented the function.",
            "Copyright 2019 Grace (https://kettle.example)",
        ),
        ("Copyright 1999 Kettle Corporation. Portions of Teapot", "Copyright 1999 Kettle Corporation"),
        ("Copyright 1999 Kettle Inc.All rights reserved.", "Copyright 1999 Kettle Inc."),
        (
            "Copyright 2018 Kettle, Inc. and/or its affiliates.\nkettle TC Handling",
            "Copyright 2018 Kettle, Inc. and/or its affiliates",
        ),
        ("© 2023 Kettle Works\n# Kettle and the Kettle Logo are trademarks", "(c) 2023 Kettle Works"),
        (
            'Copyright 2004 by Kettle Consortium, Inc. ("KC")',
            "Copyright 2004 by Kettle Consortium, Inc.",
        ),
        (
            'Copyright (c) 2006 Academy of Kettle Arts\n("A.K.A."). Portions contributed by others as indicated.',
            "Copyright (c) 2006 Academy of Kettle Arts",
        ),
        ("Copyright (c) 2000 Kettle Inc.  Teapot for Grace Machines", "Copyright (c) 2000 Kettle Inc."),
        ("Copyright 2002 Kettle communications\n12 Oct 2002 Added", "Copyright 2002 Kettle communications"),
        ('"Copyright (C) 1998 Kettle, Inc."\n  VALUE "OriginalFilename", "kettle"', "Copyright (c) 1998 Kettle, Inc."),
        ("6Copyright 2016 The Kettle Project Authors", "Copyright 2016 The Kettle Project Authors"),
        ("© 2006 Kettle Trademarks", "(c) 2006 Kettle"),
        ("Copyright @copyright{} 2000,2001 Kettle Foundation", "Copyright 2000,2001 Kettle Foundation"),
        ("(c) 2003 Kettle\n * @author Grace Teapot", "(c) 2003 Kettle"),
        (
            "Copyright (C) Grace Kettle, <grace@kettle.example>, et al.\n# EXIT CODES",
            "Copyright (c) Grace Kettle, <grace@kettle.example>, et al",
        ),
        (
            '$c = "Copyright (C) Grace Kettle, <grace\\@kettle.example>, et al.";',
            "Copyright (c) Grace Kettle, <grace@kettle.example>, et al",
        ),
        ("-- (c) The University of Kettle 2004-2009.\n--\n-- Package tool", "(c) The University of Kettle 2004-2009"),
        ("Copyright 2025 Grace Kettle.\n.URL https://kettle.example", "Copyright 2025 Grace Kettle"),
        (
            "Copyright 2014 kettle developers and contributors. For a full\nlist of contributors, see",
            "Copyright 2014 kettle developers and contributors",
        ),
        ("+# Copyright 1993\n+#  The Regents of Kettle.\n+#\n", "Copyright 1993 The Regents of Kettle"),
        (
            "Copyright 1994 Kettle Consortium, (Institut National de Recherche en Informatique et en Automatique)",
            "Copyright 1994 Kettle Consortium, (Institut National de Recherche en Informatique et en Automatique)",
        ),
        ("Copyright 2021 Kettle Co., Ltd.\nTesting Materials under this file", "Copyright 2021 Kettle Co., Ltd."),
        (
            'copyrighted by <A\nHREF="https://kettle.example/">Grace Kettle</A> 1993',
            "copyrighted by Grace Kettle 1993",
        ),
    ],
)
def test_a_statement_ends_where_its_sentence_does(text: str, statement: str) -> None:
    assert only(text).statement == statement


@pytest.mark.parametrize(
    "text",
    [
        '{"coordinates": "@@ABİČ©ÄŐǄD@@"}',  # a sign behind a letter, as in packed maps
        '"chars": " ¡¢£¤¥¦§¨©ª«¬"',
        "(c) Batch Dimensions: Axes of the labels\n(c) Batch Sizes of the labels",
        "* Add the location of the sources to the copyright\n* Merged KETTLE Works",
        "Material in the public domain is not protected by copyright\n\nBean Kettle Inc. 2.0",
        "any copyright over the Database. Database Works",
        "rights other than copyright resulting from Directive 96/9/EC",
        "e((c) ,l https://kettle.example/1999)",
        "the Copyright Holder(s) or the Author(s) of the Font",
        "copyright year 2026 or later found",
        "unsigned char copyright[60]; /* Copyright (C) 64 bit */",
        "Copyright (c) {{ now.Year }} T",
        "(c) KettleWorks",
        "'Issue (D) To Complete (C) Average Latencies'",
        "keys((c), (c), (c), (c) Separator",
        "(c) kM ðx‚Þ‹ˆ å˜",
        "the Copyright Holder or the Author(s) of the Font Software",
        "Copyright TargetPath IsGlobalProperty",
        "(c) (c) Nat224.IsOne",
        "THE ABOVE LISTED COPYRIGHT HOLDER(S) DISCLAIM ALL WARRANTIES",
    ],
)
def test_signs_in_data_and_words_of_prose_are_no_statements(text: str) -> None:
    assert detect_copyrights(text.encode()).copyrights == ()


def test_strings_of_a_program_do_not_run_into_each_other() -> None:
    program = b"\x00\x01Copyright 2016 The Kettle Authors\x00\x05Kettle Regular\x00\x04Kettle\x00"

    (found,) = detect_copyrights(program).copyrights

    assert found.holders == ("The Kettle Authors",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" * @author looly, Grace Kettle", ["looly, Grace Kettle"]),
        (" * @author Grace Kettle,Ada Teapot", ["Grace Kettle, Ada Teapot"]),
        (" * @author graceteapot\n */", ["graceteapot"]),
        ("All code developed by the 3K project", ["the 3K project"]),
        ("created by Grace Kettle <grace_AT_kettle_DOT_example>", ["Grace Kettle <grace_AT_kettle_DOT_example>"]),
        (" * @author graceteapot 2015年11月19日 上午11:57:21", ["graceteapot"]),
        (" * @author looly,graceteapot", ["looly, graceteapot"]),
        (" * @author name", []),
        (" * @author\n * graceteapot", []),
        (" * @author 张三\n * 按字符数替换成星号", ["张三"]),
        (" * @author Grace Kettle\n * https://kettle.example/manual", ["Grace Kettle"]),
        (" * @author Grace Kettle\n * @deprecated use another", ["Grace Kettle"]),
        (" * @author zheng qian <zheng@kettle.example>", ["zheng qian <zheng@kettle.example>"]),
        ("Grace Kettle <grace@kettle.example>, February 2003: added by Ada Kettle <a@kettle.example>", None),
        ("neither the authors of the Product nor others", []),
    ],
)
def test_authors_end_with_their_line_and_start_with_the_first(text: str, expected: list[str] | None) -> None:
    names = [each.name for each in detect_copyrights(text.encode()).authors]

    assert names == (["Ada Kettle <a@kettle.example>"] if expected is None else expected)
