"""A property computed once that may ask for itself on another object, and so, in a hostile tree, for itself here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Acyclic(Generic[T]):
    """As `functools.cached_property`; where a circle closes the value is that of `empty`."""

    def __init__(self, empty: Callable[[], Any], function: Callable[[Any], T]) -> None:
        self._empty = empty
        self._function = function
        self._name = function.__name__

    def __get__(self, instance: Any, owner: type | None = None) -> T:
        # found in the instance from the second time on: this descriptor has no __set__, so the instance comes first
        busy: set[str] = instance.__dict__.setdefault("_busy", set())
        if self._name in busy:
            empty: T = self._empty()
            return empty
        busy.add(self._name)
        try:
            value = instance.__dict__[self._name] = self._function(instance)
        finally:
            busy.discard(self._name)
        return value


def acyclic(empty: Callable[[], Any]) -> Callable[[Callable[[Any], T]], Acyclic[T]]:
    """Decorate a method to be an `Acyclic` property."""
    return lambda function: Acyclic(empty, function)
