"""What was found out about a text and holds of the same text wherever it is printed: kept from document to document."""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

_Asked = TypeVar("_Asked", bound=Hashable)
_Found = TypeVar("_Found")

REMEMBERED = 20_000
"""Texts of which something is kept: those of some hundred documents."""
_EACH = 50
"""Characters of a text, on an average: of long ones fewer are kept, so that they take no more memory."""


class Remembered(dict[_Asked, _Found]):
    """Answers by what was asked; one that is not there is made and kept. ``known`` are those that are there at once.

    Where there are more than ``most``, or they are as long together as so many are, all are forgotten: what the next
    documents print is soon there again.
    """

    def __init__(
        self,
        make: Callable[[_Asked], _Found],
        known: Mapping[_Asked, _Found] | None = None,
        most: int = REMEMBERED,
    ) -> None:
        super().__init__(known or {})
        self._make = make
        self._known = known or {}
        self._most = most
        self._characters = 0

    def __missing__(self, asked: _Asked) -> _Found:
        found = self._make(asked)
        self._characters += len(asked) if isinstance(asked, str) else _length(asked)
        if len(self) >= self._most or self._characters > _EACH * self._most:
            self.clear()
            self.update(self._known)
            self._characters = _length(asked)
        self[asked] = found
        return found


def _length(asked: object) -> int:
    """Characters of what was asked."""
    if isinstance(asked, str):
        return len(asked)
    if not isinstance(asked, tuple):
        return 0
    return sum([len(each) if isinstance(each, str) else _length(each) for each in asked])
