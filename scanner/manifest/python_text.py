"""Python source as a syntax tree, for files that are programs and are read, never run."""

from __future__ import annotations

import ast
import warnings

from scanner.manifest.malformed import Malformed


def parse_python(text: str) -> ast.Module:
    """The syntax tree of `text`.

    Raises:
        Malformed: not Python, or nested too deeply.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the style of somebody else's program
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Malformed(f"not Python: {error}", getattr(error, "lineno", None)) from None
