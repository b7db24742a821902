"""What every form of a verdict is: a module `as_<name>` in this folder with `write(judged) -> str`.

Adding one is adding its file: the folder's listing is the list of forms.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import cast

from msgspec import Struct

from licenses.language import Language, Text
from licenses.policy import RulePack
from licenses.subject import Subject
from licenses.verdict import Verdict

_PREFIX = "as_"


class Compared(Struct, frozen=True):
    """What a change was compared with, and what is left out because both sides have it."""

    ref: str  # as the person wrote it
    commit: str  # hex
    merge_base: bool  # the commit is where the change left the branch `ref`, which has moved on
    before: int  # findings that were there before


class Judged(Struct, frozen=True):
    """A verdict and what a form may say around it."""

    name: str  # the project's
    verdict: Verdict
    pack: RulePack
    language: Language
    tool_version: str  # trustpool's own
    excluded: tuple[str, ...] = ()  # patterns that the project's settings left out of the scan
    compared: Compared | None = None  # None: the whole was judged
    settings: str = ""  # the file in the source that the settings were read from
    notes: tuple[Text, ...] = ()  # what a person at a desk should know of the source, such as uncommitted changes
    everything: bool = False  # list all findings, however many are alike
    recorded: str = ""  # the file into which today's violations were written


Writer = Callable[[Judged], str]


def gate_formats() -> tuple[str, ...]:
    """The names of all forms, sorted."""
    from scanner import gate_formats as folder

    names = (module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(name.removeprefix(_PREFIX) for name in names if name.startswith(_PREFIX)))


def gate_writer(name: str) -> Writer:
    """The writer of a form.

    Raises:
        KeyError: no form has that name.
    """
    if name not in gate_formats():
        raise KeyError(name)
    return cast(Writer, importlib.import_module(f"scanner.gate_formats.{_PREFIX}{name}").write)


def place(subject: Subject) -> str:
    """Where a person finds it: `path:line`, else its path, else its name."""
    where = f"{subject.path}:{subject.first_line}" if subject.path and subject.first_line else subject.path
    return where or subject.identity
