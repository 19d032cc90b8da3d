"""What is shown in a cell or a line and was not read as text: pictures, fields, boxes, struck numbers.

Who takes a file apart puts a mark among the characters (:data:`PICTURE`, :data:`NOT_TEXT`, :data:`COVERED`, or
:func:`struck` or :func:`deleted` around text). When the characters become words, each mark that may stand for a value
becomes one sign that cannot be read, with a doubt that says what it is. So no cell is blank in which something is
shown. The marks are noncharacters of Unicode, which no file prints.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from extractor.documents.shown_order import CONTROLS, text_in_shown_order
from extractor.evidence import Doubt, DoubtKind, doubt

UNREADABLE = "\ufffd"
"""Stands for what is shown and cannot be read."""
PICTURE = "\ufdd0"
"""A picture, drawing or chart."""
NOT_TEXT = "\ufdd1"
"""A form field, a formula, a number that a list or style generates."""
COVERED = "\ufdd2"
"""Text under a box, or of the colour of the box that it stands in."""
_STRUCK, _DELETED, _STRUCK_END, _STRUCK_ALONE = "\ufdd3", "\ufdd4", "\ufdd5", "\ufdd6"

_KINDS = {
    PICTURE: DoubtKind.PICTURE_IN_CELL,
    NOT_TEXT: DoubtKind.NOT_TEXT_IN_CELL,
    COVERED: DoubtKind.COVERED_IN_CELL,
    _STRUCK_ALONE: DoubtKind.STRUCK_WITHOUT_REPLACEMENT,
}
_MARK = re.compile("[\ufdd0-\ufdd6]")
_LONE = re.compile(f"[{PICTURE}{NOT_TEXT}]")
_STRUCK_TEXT = re.compile(f"[{_STRUCK}{_DELETED}]([^{_STRUCK_END}]*){_STRUCK_END}")
_TORN = re.compile(f"{_STRUCK_END}(?:{_STRUCK}|{_DELETED})")
_SMALL = {"raised": "⁰¹²³⁴⁵⁶⁷⁸⁹", "lowered": "₀₁₂₃₄₅₆₇₈₉"}


class MarkedLines(NamedTuple):
    """Lines whose remaining marks are single signs, and for each of them in order what it stands for."""

    lines: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def struck(text: str) -> str:
    """Text that is shown struck through, on its way into a line. White space alone is left as it is."""
    return f"{_STRUCK}{text}{_STRUCK_END}" if text.strip() else text


def deleted(text: str) -> str:
    """Text that was deleted and is only shown as long as the change is: what stands around it grows together."""
    return f"{_DELETED}{text}{_STRUCK_END}" if text.strip() else ""


def raised(text: str) -> str:
    """Text that stands above its line: its digits are no digits of the number beside them."""
    return _small(text, _SMALL["raised"])


def lowered(text: str) -> str:
    """Text that stands below its line, with its digits as small ones."""
    return _small(text, _SMALL["lowered"])


def has_marks(text: str) -> bool:
    """Whether something that was not read as text stands among the characters."""
    return _MARK.search(text) is not None


def is_marked(text: str) -> bool:
    """Whether a text is not simply read as it is stored: it has marks, or characters that turn its direction."""
    return not text.isascii() and (_MARK.search(text) is not None or CONTROLS.search(text) is not None)


def settled_marks(lines: Iterable[str], running: bool = False) -> MarkedLines:
    """Lines of one cell, or of text that runs (``running``), with only the marks left that may stand for a value.

    Struck text gives way to what replaces it: in a cell to any other number, in running text to the number beside it.
    Struck words without digits go where other words are left. A picture beside words only is no value.
    """
    text = text_in_shown_order(_TORN.sub("", "\n".join(lines)))
    if not has_marks(text):
        return MarkedLines(tuple(text.split("\n")), ())
    plain = _MARK.sub("", _STRUCK_TEXT.sub(" ", text))
    details: list[str] = []
    keeps = _keeps_in_line if running else _keeps_in_cell(plain)

    def replaced(match: re.Match[str]) -> str:
        before, after = text[: match.start()], text[match.end() :]
        if keeps(match[1], _bare(before), _bare(after)):
            details.append(" ".join(_MARK.sub("", match[1]).split()))
            return _STRUCK_ALONE
        both = before[-1:].isalpha() and after[:1].isalpha()
        return "" if both or match[0][0] == _DELETED else " "

    text = re.sub(f"[{_STRUCK}{_DELETED}{_STRUCK_END}]", "", _STRUCK_TEXT.sub(replaced, text))
    text = _without_ornaments(text, running or any(map(str.isalpha, plain)))
    told = iter(details)
    marks = _MARK.findall(text)
    doubts = tuple(doubt(_KINDS[mark], *([next(told)] if mark == _STRUCK_ALONE else ())) for mark in marks)
    return MarkedLines(tuple(text.split("\n")), doubts)


def words_with_doubts(lines: MarkedLines) -> Iterator[tuple[str, bool, tuple[Doubt, ...]]]:
    """The words of settled lines: characters, whether the word begins a line, and what speaks against it."""
    told = iter(lines.doubts)
    for line in lines.lines:
        for index, word in enumerate(line.split()):
            doubts = tuple(next(told) for _ in _MARK.findall(word))
            yield (_MARK.sub(UNREADABLE, word) if doubts else word), index == 0, doubts


def _keeps_in_cell(plain: str) -> Callable[[str, str, str], bool]:
    """Whether struck text of a cell has nothing that replaces it: ``plain`` is what else stands in the cell."""
    number, empty = _has_digit(plain), not plain.strip()
    return lambda content, _before, _after: empty or (_has_digit(content) and not number)


def _keeps_in_line(content: str, before: str, after: str) -> bool:
    return _has_digit(content) and not (before[-1:].isdecimal() or after[:1].isdecimal()) and bool(before + after)


def _without_ornaments(text: str, words: bool) -> str:
    """The text without marks that stand beside words only; one that touches a digit may be a digit."""
    if not words:
        return text

    def kept(match: re.Match[str]) -> str:
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        return match[0] if before[-1:].isdecimal() or after[:1].isdecimal() else " "

    return _LONE.sub(kept, text)


def _bare(text: str) -> str:
    """Text without what is struck or marked in it."""
    return _MARK.sub("", _STRUCK_TEXT.sub(" ", text)).strip()


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _small(text: str, digits: str) -> str:
    return "".join(digits[unicodedata.decimal(char)] if char.isdecimal() else char for char in text)
