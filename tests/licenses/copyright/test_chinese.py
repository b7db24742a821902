"""Forms of Chinese copyright lines, each with who it names and when."""

from __future__ import annotations

import pytest

from licenses.copyright.detect import detect_copyrights


@pytest.mark.parametrize(
    ("line", "holder", "years"),
    [
        ("版权所有 © 2021–2024 蓝壶科技有限公司", "蓝壶科技有限公司", "2021-2024"),
        ("版权所有(C)2012-2015，蓝壶公司", "蓝壶公司", "2012-2015"),
        ("版权所有：杭州蓝壶有限公司", "杭州蓝壶有限公司", ""),
        ("版权所有 2015 王五", "王五", "2015"),
        ("版權所有 © 2010 台灣藍壺股份有限公司", "台灣藍壺股份有限公司", "2010"),
        ("著作权人：李四", "李四", ""),
        ("著作权归张三所有。", "张三", ""),
        ("本软件的著作权归属于北京蓝壶科技有限公司所有，保留所有权利。", "北京蓝壶科技有限公司", ""),
        ("著作权由北方示例大学享有", "北方示例大学", ""),
        ("版权属于 BlueKettle 社区", "BlueKettle 社区", ""),
        ("© 2020-2022 深圳市蓝壶计算机系统有限公司 版权所有", "深圳市蓝壶计算机系统有限公司", "2020-2022"),
        ("Copyright (c) 2019 蓝壶集团 版权所有。", "蓝壶集团", "2019"),
        ("版权所有 Copyright (c) 2022 蓝壶软件有限公司", "蓝壶软件有限公司", "2022"),
        ("版权所有 (c) 2021 蓝壶有限公司。未经许可，不得复制。", "蓝壶有限公司", "2021"),
        ("北方示例大学版权所有", "北方示例大学", ""),
        ("蓝壶工作室 版权所有 (c) 2015", "蓝壶工作室", "2015"),
        ("2014-2015蓝壶版权所有", "蓝壶", "2014-2015"),
        ("版权 (c) 2015 <蓝壶科技（上海）有限公司>", "蓝壶科技（上海）有限公司", "2015"),
        ("版权：版权所有 (杭州蓝壶有限公司) 2017", "杭州蓝壶有限公司", "2017"),
        ("Copyright 2018 本系统版权归杭州蓝壶有限公司所有", "杭州蓝壶有限公司", "2018"),
        ("Copyright (C) 2006-${YEAR} 杭州蓝壶有限公司 版权所有", "杭州蓝壶有限公司", "2006"),
        ("杭州蓝壶有限公司版权所有  电话：18000000000", "杭州蓝壶有限公司", ""),
        ("审批文号：〔2024〕1号 著作权人：杭州蓝壶有限公司 出版单位：南方出版社", "杭州蓝壶有限公司", ""),
        ("版权所有 (C) 2022 Ada <ada@kettle.example>", "Ada", "2022"),
        ("版权所有 © 蓝壶百科 | CC BY-SA 4.0", "蓝壶百科", ""),
        ("© 2050 蓝壶保留所有权利", "蓝壶", "2050"),
        ("模组版权归原作者 Ada 所有。", "Ada", ""),
        ("版权所有Kettle公司。保留所有权利。", "Kettle公司", ""),
    ],
)
def test_a_chinese_statement_names_its_holder_and_years(line: str, holder: str, years: str) -> None:
    (found,) = detect_copyrights(f"// {line}\n".encode()).copyrights

    assert (found.holders, found.years) == ((holder,), years)


@pytest.mark.parametrize(
    "line",
    [
        "版权所有，侵权必究",
        "不得删除上述版权声明",
        "版权归原作者所有",
        "《中华人民共和国著作权法》",
        "请阅读版权信息。",
        "贡献者或版权所有者不对任何人承担责任",
        "以及您作为版权人的名字",
        "由著作权人享有的其他著作财产权利",
        "著作权人保留一切权利，任何使用需经授权。",
        "版权归该资源的合法拥有者所有，",
        "音频版权归各音乐平台所有",
        "版权归本公司所有，不得复制",
        "工具版权：外部调用的命令归各自团队",
        '.pressText("版权所有", Color.RED, //',
        "title:'著作权人',name:'ZZQR', width: 330",
    ],
)
def test_prose_about_copyright_is_no_statement(line: str) -> None:
    assert detect_copyrights(f"# {line}\n".encode()).copyrights == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    text = "/* 这个文件说明各个接口的用法，由工具自动生成。\n * 版权所有 © 2020 蓝壶科技有限公司\n * 作者：张三\n */\n"

    findings = detect_copyrights(text.encode(encoding))

    assert [each.holders for each in findings.copyrights] == [("蓝壶科技有限公司",)]
    assert [(each.name, each.first_line) for each in findings.authors] == [("张三", 3)]


def test_an_author_ends_where_the_next_field_starts() -> None:
    findings = detect_copyrights("作者: 李四 日期: 2020-01-01\n".encode())

    assert [each.name for each in findings.authors] == ["李四"]


def test_an_author_ends_where_a_statement_starts() -> None:
    findings = detect_copyrights("作者：Ada 版权所有 (c) Ada 2026\n".encode())

    assert [each.name for each in findings.authors] == ["Ada"]
    assert [each.years for each in findings.copyrights] == ["2026"]
