"""The text of a page in the order in which it is drawn, by lines (ISO 32000-2, 9.4).

Where a string begins and the one before it ended tells whether they are of one word, of two, or of two lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from licenses.pdf.document import Document, Stream
from licenses.pdf.font import Font
from licenses.pdf.syntax import TOKEN, nested, parse, value

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LINE = 0.4  # of the font's size: a string that begins so much higher or lower is on another line
_WORD = 0.16  # and one so much further is another word
_BACK = 0.5
_DEEPEST = 8  # forms within forms
_A_FORM = 512  # bytes of the budget that a form takes beside its own
_OPERANDS = 64
_WITHIN = 3  # arrays and dictionaries within each other, as operands
_SAVED = 64  # states of the graphics
_LARGEST = 1e9
# lines, curves, colours and such, which show no text: passed over in one go
_DRAWING = re.compile(
    rb"(?:(?:[\0\t\n\f\r ]++[-+.\d]++)*+[\0\t\n\f\r ]++(?:re|rg|RG|[mlcvyhnSsfFBbWwJjMigGkK]\*?+)(?=[\0\t\n\f\r ]))*+"
)


def page_text(page: dict[str, Any], document: Document, fonts: dict[int, Font]) -> str:
    """The text of one page."""
    contents = document.get(page.get("Contents"))
    streams = [document.get(each) for each in contents[:256]] if isinstance(contents, list) else [contents]
    data = b"\n".join(document.content(stream) for stream in streams if isinstance(stream, Stream))
    writer = _Writer(document, fonts)
    writer.run(data, page["Resources"])
    return "".join(writer.written)


class _Writer:
    def __init__(self, document: Document, fonts: dict[int, Font]) -> None:
        self.written: list[str] = []
        self._document = document
        self._fonts = fonts
        self._font: Font | None = None
        self._resources: dict[str, Any] = {}
        self._size = self._scale = 1.0
        self._leading = self._character = self._word = 0.0
        self._graphics: Matrix = _UNIT
        self._saved: list[Matrix] = []
        self._line: Matrix = _UNIT
        self._x = 0.0  # how far the line has been written
        self._end: tuple[float, float] | None = None  # where the string before ended
        self._depth = 0

    def run(self, data: bytes, resources: dict[str, Any]) -> None:
        """Follow the operators of a content stream."""
        outer, self._resources = self._resources, resources
        operands: list[Any] = []
        at = 0
        while found := TOKEN.match(data, at):
            kind, at = found.lastgroup, found.end()
            if kind == "word":
                operator = found["word"]
                if operator == b"BI":
                    at = _after_picture(data, at)
                elif follow := _OPERATORS.get(operator):
                    # with operands that are too few, too many or of the wrong kind nothing is done
                    with suppress(TypeError, ValueError, OverflowError):
                        follow(self, *operands)
                else:
                    at = _drawn(data, at)
                operands = []
            elif kind == "sign":
                if found["sign"] in (b"<<", b"["):
                    item, at = parse(data, found.start("sign"), _WITHIN)
                    operands.append(item)
            elif kind == "nested":
                item, at = nested(data, at)
                operands.append(item)
            else:
                operands.append(value(found))
            if len(operands) > _OPERANDS:
                operands = []
        self._resources = outer

    def begin(self) -> None:
        self._line, self._x = _UNIT, 0.0

    def font(self, name: str, size: float) -> None:
        about = self._document.table(self._resources, "Font").get(name)
        found = self._document.get(about)
        self._size = float(size)
        if id(found) not in self._fonts and isinstance(found, dict) and self._document.budget > 0:
            self._fonts[id(found)] = Font(found, self._document)
        self._font = self._fonts.get(id(found))

    def moved(self, x: float, y: float) -> None:
        self._line, self._x = _times((1.0, 0.0, 0.0, 1.0, x, y), self._line), 0.0

    def moved_and_led(self, x: float, y: float) -> None:
        self._leading = -y
        self.moved(x, y)

    def placed(self, *matrix: float) -> None:
        a, b, c, d, e, f = (float(each) for each in matrix)
        self._line, self._x = (a, b, c, d, e, f), 0.0

    def next_line(self) -> None:
        self.moved(0.0, -self._leading)

    def led(self, leading: float) -> None:
        self._leading = float(leading)

    def spaced(self, character: float) -> None:
        self._character = float(character)

    def word_spaced(self, word: float) -> None:
        self._word = float(word)

    def stretched(self, percent: float) -> None:
        self._scale = percent / 100

    def save(self) -> None:
        if len(self._saved) < _SAVED:
            self._saved.append(self._graphics)

    def restore(self) -> None:
        if self._saved:
            self._graphics = self._saved.pop()

    def transformed(self, *matrix: float) -> None:
        a, b, c, d, e, f = (float(each) for each in matrix)
        self._graphics = _times((a, b, c, d, e, f), self._graphics)

    def show(self, string: bytes) -> None:
        if self._font is None or not isinstance(string, bytes):
            return
        text, width, codes = self._font.shown(string)
        shift = (self._x, 0.0)
        matrix = _times(self._line, self._graphics)
        start = _at(matrix, *shift)
        self._x += (width * self._size / 1000 + codes * self._character + text.count(" ") * self._word) * self._scale
        if text:
            self._separate(start, matrix, text)
            self.written.append(text)
            self._end = _at(matrix, self._x, 0.0)

    def show_all(self, items: list[Any]) -> None:
        for item in items:
            if isinstance(item, bytes):
                self.show(item)
            elif isinstance(item, int | float):
                self._x -= item * self._size / 1000 * self._scale

    def show_next(self, string: bytes) -> None:
        self.next_line()
        self.show(string)

    def show_spaced(self, word: float, character: float, string: bytes) -> None:
        self.word_spaced(word)
        self.spaced(character)
        self.show_next(string)

    def draw(self, name: str) -> None:
        form = self._document.get(self._document.table(self._resources, "XObject").get(name))
        is_form = isinstance(form, Stream) and form.about.get("Subtype") == "Form"
        if not isinstance(form, Stream) or not is_form or self._depth >= _DEEPEST or self._document.budget <= 0:
            return
        self._document.budget -= _A_FORM
        outer = (self._graphics, self._saved, self._font, self._size, self._line, self._x)
        self._saved = []
        self._depth += 1
        matrix = self._document.entry(form, "Matrix")
        if isinstance(matrix, list) and len(matrix) == 6 and all(isinstance(each, int | float) for each in matrix):
            self.transformed(*matrix)
        self.run(self._document.content(form), self._document.table(form, "Resources") or self._resources)
        self._depth -= 1
        self._graphics, self._saved, self._font, self._size, self._line, self._x = outer

    def _separate(self, start: tuple[float, float], matrix: Matrix, text: str) -> None:
        """Write the space or the line break that stands between the string before and the one that begins here."""
        if self._end is None:
            return
        a, b = matrix[0], matrix[1]
        length = (a * a + b * b) ** 0.5
        height = self._size * (matrix[2] * matrix[2] + matrix[3] * matrix[3]) ** 0.5
        x, y = start[0] - self._end[0], start[1] - self._end[1]
        along, aside = ((x * a + y * b) / length, (y * a - x * b) / length) if length else (x, y)
        height = abs(height) or 1.0
        if abs(aside) > _LINE * height:
            self.written.append("\n")
        elif (along > _WORD * height or along < -_BACK * height) and not text.startswith(" "):
            self.written.append(" ")


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    made = (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
    return made if all(-_LARGEST < each < _LARGEST for each in made) else _UNIT


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _drawn(data: bytes, at: int) -> int:
    """The byte after the drawing that begins at byte `at`."""
    drawn = _DRAWING.match(data, at)
    return drawn.end() if drawn else at


def _after_picture(data: bytes, at: int) -> int:
    """The byte after a picture that stands among the operators (8.9.7)."""
    end = data.find(b"EI", data.find(b"ID", at) + 2)
    return end + 2 if end >= 0 else len(data)


_OPERATORS: dict[bytes, Callable[..., None]] = {
    b"BT": _Writer.begin,
    b"Tf": _Writer.font,
    b"Td": _Writer.moved,
    b"TD": _Writer.moved_and_led,
    b"Tm": _Writer.placed,
    b"T*": _Writer.next_line,
    b"TL": _Writer.led,
    b"Tc": _Writer.spaced,
    b"Tw": _Writer.word_spaced,
    b"Tz": _Writer.stretched,
    b"q": _Writer.save,
    b"Q": _Writer.restore,
    b"cm": _Writer.transformed,
    b"Tj": _Writer.show,
    b"TJ": _Writer.show_all,
    b"'": _Writer.show_next,
    b'"': _Writer.show_spaced,
    b"Do": _Writer.draw,
}
