"""Chinese notices, names and texts, in the encodings that they come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.index.compile import compile_rules
from licenses.index.layout import write
from licenses.index.location import FORMAT, data_folder, own_folder
from licenses.index.own import read_own_entries, read_own_rules
from licenses.index.source import read_entries, read_rule
from licenses.match.detector import Detector


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of our own rules and the Mulan texts."""
    path = tmp_path_factory.mktemp("chinese") / "own.index"
    mulan = [read_rule(each) for each in sorted(data_folder().glob("licenses/mulan*.LICENSE"))]
    entries = [*read_entries(data_folder()), *read_own_entries(own_folder())]
    arrays = compile_rules([*read_own_rules(own_folder()), *mulan], entries)
    write(path, arrays, {"version": "test", "format": FORMAT})
    return path


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本软件遵循木兰宽松许可证第2版", ["MulanPSL-2.0"]),
        ("// 本项目采用 Mulan PSL v2 许可", ["MulanPSL-2.0"]),
        ("本项目采用 Apache-2.0 许可证", ["Apache-2.0"]),
        ("本项目基于 MIT 协议开源", ["MIT"]),
        ("依据 GPLv3 许可证授权", ["GPL-3.0-only"]),
        ("本作品采用知识共享署名-相同方式共享 4.0 国际许可协议进行许可", ["CC-BY-SA-4.0"]),
        ("数据以木兰-白玉兰开放数据许可协议开放", ["LicenseRef-CN-Mulan-Baiyulan-ODL-1.0"]),
        ("开放属性：有条件开放", ["LicenseRef-CN-public-data-conditional"]),
        ("权重遵循《通义千问许可协议》", ["LicenseRef-scancode-tongyi-qianwen-2023"]),
        ("仅供学习交流，禁止商用。", ["LicenseRef-scancode-proprietary-license"]),
        ("我们许可用户删除自己的评论", []),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_sentence_names_its_licence(chinese: Path, sentence: str, expected: list[str], encoding: str) -> None:
    content = f"说明\n{sentence}\n更多内容请看手册\n".encode(encoding)

    assert [match.expression for match in Detector.open(chinese).detect(content)] == expected


def test_traditional_characters_in_big5_are_read(chinese: Path) -> None:
    content = "本軟體採用 MIT 授權條款散布，您可以自由使用、複製、修改本軟體\n".encode("big5")

    assert [match.expression for match in Detector.open(chinese).detect(content)] == ["MIT"]


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_chinese_half_of_mulan_psl_is_mulan_psl(chinese: Path, version: str) -> None:
    text = (data_folder() / "licenses" / f"mulanpsl-{version}.LICENSE").read_text(encoding="utf-8")
    half = "\n".join(line for line in text.splitlines() if any("\u4e00" <= sign <= "\u9fff" for sign in line))

    found = {match.expression for match in Detector.open(chinese).detect(half.encode())}

    assert found == {f"MulanPSL-{version}"}
