"""What a reader made of pictures of real paper: every printed number against the words at its place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from extractor.documents.model import Box, Cell, Document, Word
from extractor.schemas.values import fold_width
from specimens.real_paper.drawn_paper import PrintedPiece
from specimens.real_paper.paper_sample import PaperPicture

Fate: TypeAlias = Literal["right", "in doubt", "wrong", "told", "lost"]
"""Of a number: read right; read wrong and in doubt; read wrong without doubt; not read, but a doubt at its place or a
remark of its page says that something is missing; lost without a trace."""

_ALONG, _ACROSS = 0.4, 0.6
"""Heights of a number: so far from its ends and its middle the middle of a word may lie that belongs to it."""
_END = ".,;:\u3002\uff0c\uff1b\uff1a"


@dataclass
class PaperScore:
    """Counts over pictures. ``numbers`` and ``digits`` are those of pictures that were opened, ``among`` the numbers of
    all pictures that are among the words of their document wherever they stand, ``printed`` all of those.
    """

    pages: int = 0
    opened: int = 0
    numbers: int = 0
    right: int = 0
    doubted: int = 0
    wrong: int = 0
    told: int = 0
    lost: int = 0
    digits: int = 0
    digits_right: int = 0
    digits_wrong: int = 0
    printed: int = 0
    among: int = 0
    touched: int = 0
    touched_wrong: int = 0

    def __add__(self, other: "PaperScore") -> "PaperScore":
        return PaperScore(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


class ReadNumber(NamedTuple):
    """A printed number, what stands at its place, and what became of it. ``digits`` of it that are read."""

    piece: PrintedPiece
    read: str
    fate: Fate
    digits: int


def score_picture(picture: PaperPicture, document: Document | None) -> PaperScore:
    """The counts of one picture; None for one that was refused."""
    printed = [piece.text for piece in picture.page.numbers]
    score = PaperScore(pages=1, printed=len(printed))
    if document is None:
        return score
    words = [word.text for word in document.words]
    score = score + PaperScore(opened=1, among=among_words(printed, words))
    for number in read_numbers(picture, document):
        length = len(_digits(number.piece.text))
        silent = number.fate == "wrong"
        score = score + PaperScore(
            numbers=1,
            right=number.fate == "right",
            doubted=number.fate == "in doubt",
            wrong=silent,
            told=number.fate == "told",
            lost=number.fate == "lost",
            digits=length,
            digits_right=number.digits,
            digits_wrong=max(length, len(_digits(number.read))) - number.digits if silent else 0,
            touched=bool(number.piece.touched),
            touched_wrong=bool(number.piece.touched) and silent,
        )
    return score


def among_words(printed: Sequence[str], words: Sequence[str]) -> int:
    """How many of the printed numbers are among the words, each as often as it is printed."""
    return (Counter(map(plain, printed)) & Counter(map(plain, words))).total()


def plain(text: str) -> str:
    """A text in narrow signs without spaces and without the point that ends a sentence; all dashes are one sign."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", fold_width(text)).replace(" ", "").rstrip(_END)


def _digits(text: str) -> str:
    return "".join(char for char in fold_width(text) if char.isdigit())


def read_numbers(picture: PaperPicture, document: Document) -> Iterator[ReadNumber]:
    """Every printed number and what became of it."""
    words = [(word, _pixels(word.place.box, word.place.page, document, picture)) for word in document.words]
    cells = [
        (cell, _pixels(cell.place.box, cell.place.page, document, picture))
        for row in document.rows
        for cell in row.cells
        if cell.doubts
    ]
    for piece in picture.page.numbers:
        corners = np.array(picture.place(piece))
        yield _read(piece, corners, words, cells, bool(document.remarks))


def _pixels(box: Box | None, page: int, document: Document, picture: PaperPicture) -> Box | None:
    """A box of the document in pixels of the picture."""
    shown = document.pages[page - 1]
    if box is None or not shown.width or not shown.height:
        return None
    across, down = picture.paper.size[0] / shown.width, picture.paper.size[1] / shown.height
    return box[0] * across, box[1] * down, box[2] * across, box[3] * down


def _read(
    piece: PrintedPiece,
    corners: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    words: Sequence[tuple[Word, Box | None]],
    cells: Sequence[tuple[Cell, Box | None]],
    remarked: bool,
) -> ReadNumber:
    """What became of a number whose ``corners`` are known in the picture."""
    middle = corners.mean(axis=0)
    wide, high = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    along, across = (corners[1] - corners[0]) / wide, (corners[3] - corners[0]) / high
    here: list[tuple[float, Word]] = []
    around: list[Word] = []
    for word, box in words:
        if box is None:
            continue
        away = np.array(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) - middle
        if abs(away @ along) <= wide / 2 + _ALONG * high and abs(away @ across) <= _ACROSS * high:
            here.append((float(away @ along), word))
        elif _holds(box, middle):
            around.append(word)
    near = [word for _, word in sorted(here, key=lambda each: each[0])]
    seen = near or around
    read = "".join(word.text for word in seen)
    wanted = _digits(piece.text)
    if _says(piece.text, [*(word.text for word in seen), read]):
        return ReadNumber(piece, read, "right", len(wanted))
    found = SequenceMatcher(None, wanted, _digits(read), autojunk=False) if near else None
    matched = sum(block.size for block in found.get_matching_blocks()) if found is not None else 0
    doubted = any(cell.views == "differ" for cell, box in cells if box is not None and _holds(box, middle))
    if near:
        unclear = doubted or any(word.views == "differ" for word in near)
        return ReadNumber(piece, read, "in doubt" if unclear else "wrong", matched)
    told = remarked or any(box is not None and _holds(box, middle) for _, box in cells)
    return ReadNumber(piece, "", "told" if told or any(word.doubts for word in around) else "lost", 0)


def _holds(box: Box, place: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> bool:
    return bool(box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3])


def _says(printed: str, read: Sequence[str]) -> bool:
    """Whether one of the texts is the number, or has it in it as a number of its own."""
    wanted = re.escape(plain(printed))
    alone = re.compile(rf"(?<![\d.,\-]){wanted}(?![\d%]|[.,]\d)")
    return any(alone.search(plain(text)) is not None for text in read)
