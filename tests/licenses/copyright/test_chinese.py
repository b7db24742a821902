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
