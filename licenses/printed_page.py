"""One HTML page that needs nothing else, runs no script, and is readable on paper: A4, numbered, with Chinese type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from licenses.language import Language

_STYLE = """
body{font-family:system-ui,'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif;
max-width:50rem;margin:2rem auto;padding:0 1rem;line-height:1.5;overflow-wrap:anywhere}
pre{font-family:ui-monospace,'DejaVu Sans Mono',Consolas,'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap;
font-size:.85rem;background:#f5f5f5;padding:1rem}
h1,h2,h3{line-height:1.25}
.task{padding-left:1.8em}.task h2{text-indent:-1.5em;font-size:1.1rem;margin:1.5em 0 .2em}
.task p{margin:.2em 0}.task ul{margin:.3em 0;padding-left:1.2em}
.done{border-bottom:1px solid;display:inline-block;width:12em}
@page{size:A4;margin:18mm 16mm 20mm 20mm;@bottom-center{content:counter(page) ' / ' counter(pages);font-size:8pt}}
@media print{body{margin:0;padding:0;max-width:none;font-size:10.5pt;color:#000}
pre{background:none;border:1px solid #999;padding:.6em;font-size:8pt;line-height:1.35}
h1,h2,h3,.leads{break-after:avoid}p,li,pre{orphans:3;widows:3}.task h2,.task p{break-inside:avoid}
nav{display:none}a{color:inherit;text-decoration:none}a.out::after{content:' <' attr(href) '>';font-size:85%}}
"""
_TAGS = {"en": "en", "zh": "zh-Hans"}


def printed_page(title: str, body: Iterable[str], language: Language) -> str:
    """The page; `title` is text, `body` lines of HTML."""
    return "\n".join(_lines(escape(title), body, language)) + "\n"


def _lines(title: str, body: Iterable[str], language: Language) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_TAGS[language]}"><head><meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    yield from body
    yield "</body></html>"
