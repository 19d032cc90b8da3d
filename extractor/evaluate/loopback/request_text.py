"""What a request shows and asks, taken out of its words again: lines with their cells, and numbered questions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.readers.llm.shown import BLANK, SEPARATOR

_DOCUMENT = re.compile(r"<document>\n(?P<lines>.*)\n</document>\n(?P<questions>.*)", re.DOTALL)
_LINE = re.compile(r"(?P<id>[A-Z]\d+) (?P<text>.*)")
_CELL = re.compile(r"(?P<id>[a-z]+)=(?P<text>.*)", re.DOTALL)
_NUMBERED = re.compile(r"(?P<number>\d+)\. (?P<kind>rows of|columns under|statement:|line:) ?(?P<said>.*)")
_ASKED_ROW = re.compile(r"\((?:\d+|list)\) (?P<label>.*)")

QuestionKind: TypeAlias = Literal["rows", "columns", "statement", "line"]


@dataclass(frozen=True)
class ReadLine:
    """One line of the document as shown. ``cells`` by the ids of their columns; running text has none but ``""``."""

    id: str
    cells: Mapping[str, str]

    @property
    def plain(self) -> bool:
        """Whether it is running text, or one cell without an id."""
        return "" in self.cells

    @property
    def text(self) -> str:
        """All it prints."""
        return " ".join(text for text in self.cells.values() if text)


@dataclass(frozen=True)
class PosedQuestion:
    """One question: what it asks for, its words, and for rows their labels in order, one of which may be no row."""

    kind: QuestionKind
    said: str
    rows: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True)
class ReadRequest:
    """A request about places."""

    lines: tuple[ReadLine, ...]
    questions: tuple[PosedQuestion, ...]


def read_request(text: str) -> ReadRequest | None:
    """The lines and questions of a request about places; None for any other request."""
    found = _DOCUMENT.search(text)
    if found is None:
        return None
    lines = tuple(_lines(found["lines"]))
    return ReadRequest(lines, tuple(_questions(found["questions"].strip().split("\n"))))


def read_questions(text: str) -> tuple[PosedQuestion, ...]:
    """The questions of a request that comes with a picture."""
    return tuple(_questions(text.strip().split("\n")))


def read_lines(shown: str) -> tuple[ReadLine, ...]:
    """Lines as a request shows them, taken apart into their cells."""
    return tuple(_lines(shown))


def _lines(shown: str) -> Iterator[ReadLine]:
    for printed in shown.split("\n"):
        match = _LINE.fullmatch(printed)
        if match is not None:
            yield ReadLine(match["id"], _cells(match["text"]))


def _cells(text: str) -> dict[str, str]:
    parts = [_CELL.fullmatch(part) for part in text.split(SEPARATOR)]
    if not all(parts):
        return {"": text}
    return {part["id"]: "" if part["text"] == BLANK else part["text"] for part in parts if part is not None}


def _questions(lines: Sequence[str]) -> Iterator[PosedQuestion]:
    kinds: dict[str, QuestionKind] = {
        "rows of": "rows",
        "columns under": "columns",
        "statement:": "statement",
        "line:": "line",
    }
    open_question: PosedQuestion | None = None
    for line in lines:
        match = _NUMBERED.fullmatch(line)
        if match is not None:
            if open_question is not None:
                yield open_question
            open_question = PosedQuestion(kinds[match["kind"]], match["said"])
        elif open_question is not None:
            open_question = _with_row(open_question, line)
    if open_question is not None:
        yield open_question


def _with_row(question: PosedQuestion, line: str) -> PosedQuestion:
    match = _ASKED_ROW.fullmatch(line)
    if match is None:
        return question  # A heading that the next rows stand under.
    if line.startswith("(list)"):
        return PosedQuestion(question.kind, question.said, question.rows, True)
    return PosedQuestion(question.kind, question.said, (*question.rows, match["label"]), question.listed)
