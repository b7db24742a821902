"""Reading a setup.py without running it: the literals that reach the call of `setup`, followed through the script's
names.

Only constants, names, lists, dictionaries, concatenation, `%s`, simple `format`, and a handful of string methods are
folded; everything else is unknown. Results are bounded, so no script can make them grow.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scanner.manifest.malformed import Malformed
from scanner.manifest.python_text import parse_python

Value = object  # str, int, list, dict, or None when unknown

_LONGEST = 200_000  # characters of a folded string, items of a folded list
_DEEPEST = 60
_PYTHON_2 = (
    (re.compile(r"^([ \t]*)print\b(?![ \t]*\().*$", re.MULTILINE), r"\1pass"),
    (re.compile(r"\bexcept[ \t]+([\w.]+),[ \t]*\w+[ \t]*:"), r"except \1:"),
    (re.compile(r"\braise[ \t]+([\w.]+),.*$", re.MULTILINE), r"raise \1"),
    (re.compile(r"\b0(\d+)\b"), r"0o\1"),
    (re.compile(r"\bur(?=['\"])"), "r"),
)


def setup_arguments(source: str) -> tuple[dict[str, Value], int | None]:
    """The keyword arguments of the script's call of `setup`, as far as they are known, and the line of the call.

    Raises:
        Malformed: the script does not parse.
    """
    script = _parsed(source)
    names = _Names(script)
    for call in ast.walk(script):
        if isinstance(call, ast.Call) and _called(call) == "setup" and call.keywords:
            return names.arguments(call), call.lineno
    return {}, None


def _parsed(source: str) -> ast.Module:
    """The script's tree. Statements that only Python 2 has are taken out before a second attempt."""
    try:
        return parse_python(source)
    except Malformed:
        for pattern, newer in _PYTHON_2:
            source = pattern.sub(newer, source)
    return parse_python(source)


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


class _Names:
    """The script's names and the values that assignments give them, in the order of the text."""

    def __init__(self, script: ast.Module) -> None:
        self._known: dict[str, Value] = {}
        for node in _statements(script):
            self._learn(node)

    def arguments(self, call: ast.Call) -> dict[str, Value]:
        """The keyword arguments of a call, those of `**` dictionaries too."""
        found: dict[str, Value] = {}
        for keyword in call.keywords:
            value = self.value(keyword.value)
            if keyword.arg:
                found[keyword.arg] = value
            elif isinstance(value, dict):
                found |= {key: item for key, item in value.items() if isinstance(key, str)}
        return found

    def _learn(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._known[name] = self.value(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                self._known[name] = self.value(value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
                self._known[name] = _added(self._known.get(name), self.value(value))
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value):
                holder, index = self._known.get(name), self.value(key)
                if isinstance(holder, dict) and isinstance(index, str):
                    holder[index] = self.value(value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[argument])):
                holder, extra = self._known.get(name), self.value(argument)
                if isinstance(holder, list) and method in ("append", "extend") and len(holder) < _LONGEST:
                    holder.extend([extra] if method == "append" else extra if isinstance(extra, list) else [])
                elif isinstance(holder, dict) and method == "update" and isinstance(extra, dict):
                    holder.update(extra)

    def value(self, node: ast.expr | None, depth: int = 0) -> Value:
        """What an expression amounts to, None when unknown."""
        if depth > _DEEPEST:
            return None
        match node:
            case ast.Constant(value=str() | int() as constant):
                return constant
            case ast.Name(id=name):
                known = self._known.get(name)
                return known.copy() if isinstance(known, list | dict) else known
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return [value for item in items for value in self._item(item, depth)][:_LONGEST]
            case ast.Dict(keys=keys, values=values):
                entries = zip(keys, values, strict=True)
                return {
                    k: self.value(v, depth + 1)
                    for key, v in entries
                    if isinstance(k := self.value(key, depth + 1), str)
                }
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _added(self.value(left, depth + 1), self.value(right, depth + 1))
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                return _filled(r"%[sd]", self.value(left, depth + 1), self.value(right, depth + 1))
            case ast.JoinedStr(values=parts):
                known = [self.value(p.value if isinstance(p, ast.FormattedValue) else p, depth + 1) for p in parts]
                return None if None in known else "".join(map(str, known))[:_LONGEST]
            case ast.IfExp(body=body, orelse=other):
                return self.value(body, depth + 1) or self.value(other, depth + 1)
            case ast.Call():
                return self._call(node, depth)
        return None

    def _item(self, item: ast.expr, depth: int) -> list[Value]:
        if isinstance(item, ast.Starred):
            value = self.value(item.value, depth + 1)
            return value if isinstance(value, list) else []
        return [self.value(item, depth + 1)]

    def _call(self, call: ast.Call, depth: int) -> Value:
        if isinstance(call.func, ast.Name):
            if call.func.id == "dict" and not call.args:
                return {word.arg: self.value(word.value, depth + 1) for word in call.keywords if word.arg}
            argument = self.value(call.args[0], depth + 1) if call.args else None
            return argument if call.func.id in ("list", "tuple", "sorted", "str", "set") else None
        if not isinstance(call.func, ast.Attribute):
            return None
        text = self.value(call.func.value, depth + 1)
        arguments = [self.value(argument, depth + 1) for argument in call.args]
        return _method(text, call.func.attr, arguments) if isinstance(text, str) else None


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below `node` in the order of the text, at any depth of blocks."""
    waiting = list(reversed(getattr(node, "body", [])))
    while waiting:
        statement = waiting.pop()
        yield statement
        for block in ("finalbody", "orelse", "handlers", "body"):
            below = getattr(statement, block, [])
            waiting += reversed(below if isinstance(below, list) else [])


def _added(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= _LONGEST:
        return left + right
    if isinstance(left, list) or isinstance(right, list):
        parts = [side for side in (left, right) if isinstance(side, list)]
        return [item for part in parts for item in part][:_LONGEST]
    return None


def _method(text: str, name: str, arguments: list[Value]) -> Value:
    words = [argument for argument in arguments if isinstance(argument, str)]
    if len(words) != len(arguments) and name != "format":
        return text.join(map(str, arguments[0])) if name == "join" and isinstance(arguments[0], list) else None
    match name, words:
        case ("split", []) | ("split", [""]):
            return list(text.split())
        case "split", [separator]:
            return list(text.split(separator))
        case "splitlines", []:
            return list(text.splitlines())
        case (("strip" | "lower" | "rstrip" | "lstrip"), _):
            return text.lower() if name == "lower" else text.strip(words[0] if words else None)
        case "format", _:
            return _filled(r"\{\w*\}", text, arguments)
    return None


def _filled(placeholder: str, template: Value, values: Value) -> Value:
    """`template` with its placeholders replaced in order; None when their number does not fit or one is unknown."""
    known = values if isinstance(values, list) else [values]
    if not isinstance(template, str) or None in known or len(re.findall(placeholder, template)) != len(known):
        return None
    rest = iter(map(str, known))
    filled = re.sub(placeholder, lambda _: next(rest), template)
    return filled if len(filled) <= _LONGEST else None
