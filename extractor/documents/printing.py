"""Cells and words cut out of running text: what the openers share.

The rule of this module: a place's span is stripped of white space, and the text of a cell is what the span holds,
but for line breaks inside the cell.
"""

import re
from collections.abc import Iterable, Sequence

from extractor.documents.model import Cell, Place, Row, Word

_WORD = re.compile(r"\S+")
_WIDE = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31c0-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff0f\uff1a-\uff60\U00020000-\U0003ffff“”‘’—…]"
)


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script that is written without spaces, its punctuation included.

    Full-width digits do not count: two numbers broken over lines never grow together.
    """
    return _WIDE.match(char) is not None


def whole_characters(text: str) -> str:
    """A text that can be stored and printed: two halves of a character become it, half of one becomes �.

    A font may say of a sign that it prints half a character of UTF-16, and a web page may name one by its number.
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def join_parts(parts: Iterable[str]) -> str:
    """The lines of one cell as one text: nothing between two CJK characters, a space between all others."""
    joined = ""
    for part in parts:
        part = part.strip()
        if not part:
            continue
        if joined and not (is_cjk(joined[-1]) and is_cjk(part[0])):
            joined += " "
        joined += part
    return joined


def cut_cell(text: str, start: int, end: int, column: int, page: int = 1) -> Cell:
    """The cell printed in ``text[start:end]``, stripped; a blank one gets an empty span where its content would be."""
    raw = text[start:end]
    bare = raw.strip()
    if not bare:
        return Cell("", Place(page, (start, start)), column)
    first = start if len(bare) == len(raw) else start + len(raw) - len(raw.lstrip())
    content = bare if "\n" not in bare else join_parts(bare.split("\n"))
    return Cell(content, Place(page, (first, first + len(bare))), column)


def cut_words(text: str, rows: Sequence[Row]) -> tuple[Word, ...]:
    """The words of all cells, in the order of the text; marks between cells are no words."""
    words: list[Word] = []
    for row in rows:
        for cell in row.cells:
            start, end = cell.place.span
            printed = text[start:end]
            if printed and printed.split() == [printed]:
                words.append(
                    Word(printed, cell.place if cell.place.box is None else Place(cell.place.page, (start, end)))
                )
                continue
            words.extend(
                Word(match.group(), Place(cell.place.page, match.span())) for match in _WORD.finditer(text, start, end)
            )
    return tuple(words)
