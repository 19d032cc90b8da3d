"""Answers about pictures with ids in their margins: where everything stands, and what is printed there."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from extractor.evaluate.loopback.column_search import Group
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.oracle import Oracle
from extractor.evaluate.loopback.places_said import (
    Said,
    SaidColumns,
    SaidLine,
    SaidRow,
    SaidRows,
    SaidStatement,
    written,
)
from extractor.evaluate.loopback.printed_values import CellAt, Taken
from extractor.evaluate.loopback.request_text import ReadLine, ReadRequest
from extractor.evaluate.loopback.row_answers import CELL_CHANGES, Rows
from extractor.evaluate.loopback.wrong_answers import CHANGES, AskedOf
from extractor.readers.llm.mapping.ids import line_ids
from extractor.readers.llm.mapping.pictured_answer import PARTED, UNREADABLE
from extractor.readers.llm.shown import BLANK

BLIND = frozenset({"first", "random", "constant", "guess"})
"""Modes that look at nothing, neither for places nor for digits."""


_GUESSED = ("2021", "2024", "0", "1")
"""What somebody who sees nothing quotes."""


class PicturedPlaces:
    """One request about a picture of a document whose truth is known. ``number`` stands above the picture."""

    def __init__(self, request: ReadRequest, truth: KnownTruth, number: int) -> None:
        self._request = request
        self._truth = truth
        self._oracle = Oracle(request, truth, part=True)
        self._printed = self._oracle.printed()
        self._number = number

    def answer(self, mode: str) -> str:
        """The answer as JSON. A wrong one is wrong about places, about digits or about both; a blind one about both."""
        said, draws = self._oracle.answers(), random.Random(f"{mode}{self._number}")
        wrong = "both" if mode in BLIND else draws.choice(("places", "digits", "both"))
        if wrong != "digits" and mode in CHANGES:
            CHANGES[mode](said, AskedOf(self._request, self._truth, draws))
        if mode in BLIND:
            said = [replace(each, quote=draws.choice(_GUESSED)) if _states(each) else each for each in said]
        seen = list(self._seen(said))
        if wrong != "places" and mode in CELL_CHANGES:
            for rows in seen:
                CELL_CHANGES[mode](rows, draws)
        named = self._guessed(draws) if mode in BLIND else self._request.lines
        answers = [written(each, self._request.lines if isinstance(each, SaidLine) else named) for each in said]
        told = [[f" {PARTED} ".join(map(_shown, row)) for row in rows] for rows in seen]
        return json.dumps({"check": self._number, "answers": answers, "seen": told}, ensure_ascii=False)

    def _guessed(self, draws: random.Random) -> list[ReadLine]:
        """The lines under ids that somebody makes up who does not see them; the known line may be hit all the same."""
        names = line_ids(draws, len(self._request.lines))
        return [replace(line, id=name) for line, name in zip(self._request.lines, names, strict=True)]

    def _seen(self, said: Sequence[Said]) -> "list[Rows]":
        """What is printed in the rows that an answer names, question by question."""
        tables: list[tuple[SaidRows, list[Group]]] = []
        for each in said:
            if isinstance(each, SaidRows):
                tables.append((each, []))
            elif isinstance(each, SaidColumns) and tables:
                tables[-1][1].extend(tuple(group) for group in each.groups)
        return [
            [
                *(self._row(row, groups) for row in rows.listed if row.line is not None),
                *(self._row(row, groups)[row.named :] for row in rows.rows if row.line is not None),
            ]
            for rows, groups in tables
        ]

    def _row(self, row: SaidRow, groups: Sequence[Group]) -> list[object]:
        return [self._text(cell) for cell in self._cells(row, groups)]

    def _cells(self, row: SaidRow, groups: Sequence[Group]) -> Taken:
        """The cells of a row as the answer gives them: named one by one, or by the first columns that fit its line."""
        line = row.line or 0
        printed = self._request.lines[line].cells
        if not row.one_by_one:
            for group in groups:
                own = group[1:] if row.named else group
                if len(group) == len(row.taken) and all(name is None or name in printed for name in own):
                    return tuple(None if name is None or name not in printed else CellAt(line, name) for name in group)
        return row.taken

    def _text(self, cell: CellAt | None) -> object:
        if cell is None or cell.column not in self._request.lines[cell.line].cells:
            return UNREADABLE
        text = self._printed.get(cell, self._request.lines[cell.line].cells[cell.column])
        return int(text) if text.isascii() and text.isdigit() and text == str(int(text)) else text


def _states(said: Said) -> TypeGuard[SaidStatement]:
    return isinstance(said, SaidStatement) and said.quote is not None


def _shown(value: object) -> str:
    return UNREADABLE if value is None else str(value).replace(PARTED, "¦") or BLANK
