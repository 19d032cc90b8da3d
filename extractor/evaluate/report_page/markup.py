"""HTML from nested calls, where text can never become markup: only what :func:`tag` made is written as it is.

Documents are hostile text. Every string is escaped on its way in; control characters and marks that turn the direction
of writing are shown as what they are, so that a line cannot pretend to be another one.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

_VOID = frozenset({"br", "hr", "input", "meta"})
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Markup(str):
    """Finished HTML."""

    __slots__ = ()


Content: TypeAlias = "str | int | Iterable[Content] | None"
"""What an element may hold: text (escaped), numbers, finished markup, nothing, or many of these."""


def tag(name: str, /, *content: Content, **attributes: str | int | bool | None) -> Markup:
    """An element. ``class_`` and ``for_`` stand for the words Python keeps, ``_`` in a name for a hyphen.

    An attribute that is None or False is left out; one that is True stands without a value.
    """
    opened = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if name in _VOID:
        return Markup(f"<{name}{opened}>")
    return Markup(f"<{name}{opened}>{join(content)}</{name}>")


def join(content: Content) -> Markup:
    """Content one after the other, without an element around it."""
    if content is None:
        return Markup("")
    if isinstance(content, Markup):
        return content
    if isinstance(content, str | int):
        return text(str(content))
    return Markup("".join(join(each) for each in content))


def text(content: str) -> Markup:
    """Text as it is to be read: escaped, with what cannot be seen written out (``‹U+202E›``)."""
    return Markup(escape(_UNSEEN.sub(_name, content)))


def _name(found: re.Match[str]) -> str:
    return f"‹U+{ord(found[0]):04X}›"


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{text(str(value))}"'
