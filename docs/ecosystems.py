"""`make docs`: write which files are read for which ecosystem into docs/ecosystems.md and docs/ecosystems.zh-CN.md,
from the parsers' declarations.

The text around the two marks in each file is written by hand; what stands between them is replaced.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from licenses.language import Language
from scanner.manifest.catalogue import catalogue

HERE = Path(__file__).resolve().parent
FILES: dict[Language, Path] = {"en": HERE / "ecosystems.md", "zh": HERE / "ecosystems.zh-CN.md"}
HEADS: dict[Language, str] = {
    "en": "| purl type | what people write | what tools write |",
    "zh": "| purl 类型 | 人写的清单文件 | 工具生成的锁文件 |",
}
BEGIN, END = "<!-- ecosystems: make docs -->", "<!-- end of ecosystems -->"


def table(language: Language) -> str:
    """A row for each ecosystem, with the patterns of its parsers."""
    read: dict[str, dict[bool, list[str]]] = defaultdict(lambda: {False: [], True: []})
    for parser in catalogue().parsers:
        read[parser.ecosystem][parser.locked] += parser.patterns
    rows = [f"| {name} | {_cell(files[False])} | {_cell(files[True])} |" for name, files in sorted(read.items())]
    return "\n".join([HEADS[language], "| --- | --- | --- |", *rows])


def _cell(patterns: list[str]) -> str:
    return " ".join(f"`{pattern}`" for pattern in dict.fromkeys(patterns))


def renewed(page: str, language: Language) -> str:
    """A page with the part between its marks made anew."""
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    return f"{before}{BEGIN}\n\n{table(language)}\n\n{END}{after}"


def main() -> None:
    """Rewrite both pages."""
    for language, path in FILES.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
