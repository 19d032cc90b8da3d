"""Lines of a text, with their places."""

from typing import Literal, NamedTuple, TypeAlias

Style: TypeAlias = Literal["tabs", "pipes", "commas", "columns", "plain"]


class FileLine(NamedTuple):
    """One line without its newline: ``text`` is what stands at ``start`` to ``end`` of the whole."""

    text: str
    start: int
    end: int

    @property
    def is_blank(self) -> bool:
        """Nothing but spaces. A line that holds a tab is a blank cell, not a blank line."""
        return not self.text.strip() and "\t" not in self.text


class Stretch(NamedTuple):
    """Neighbouring lines of one style."""

    style: Style
    lines: tuple[FileLine, ...]


def split_lines(text: str, start: int, end: int) -> list[FileLine]:
    """The lines of ``text[start:end]``."""
    lines = []
    for content in text[start:end].split("\n"):
        lines.append(FileLine(content, start, start + len(content)))
        start += len(content) + 1
    return lines
