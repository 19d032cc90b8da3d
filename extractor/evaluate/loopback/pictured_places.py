"""Answers about pictures with ids in their margins: where everything stands, and what is printed there."""

import json
import random
from collections.abc import Sequence

from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.oracle import Oracle
from extractor.evaluate.loopback.places_said import Said, SaidColumns, SaidRow, SaidRows, written
from extractor.evaluate.loopback.printed_values import CellAt, Taken
from extractor.evaluate.loopback.request_text import ReadRequest
from extractor.evaluate.loopback.row_answers import CELL_CHANGES, Rows
from extractor.evaluate.loopback.wrong_answers import CHANGES, AskedOf
from extractor.readers.llm.mapping.pictured_answer import PARTED, UNREADABLE
from extractor.readers.llm.shown import BLANK

BLIND = frozenset({"first", "random", "constant", "guess"})
"""Modes that look at nothing, neither for places nor for digits."""


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
        seen = list(self._seen(said))
        if wrong != "places" and mode in CELL_CHANGES:
            for rows in seen:
                CELL_CHANGES[mode](rows, draws)
        answers = [written(each, self._request.lines) for each in said]
        told = [[f" {PARTED} ".join(map(_shown, row)) for row in rows] for rows in seen]
        return json.dumps({"check": self._number, "answers": answers, "seen": told}, ensure_ascii=False)

    def _seen(self, said: Sequence[Said]) -> "list[Rows]":
        """What is printed in the rows that an answer names, question by question."""
        groups = [each.groups for each in said if isinstance(each, SaidColumns)]
        shapes = [tuple(group) for each in groups for group in each]
        return [
            [
                *(self._row(row, shapes) for row in each.listed if row.line is not None),
                *(self._row(row, shapes)[row.named :] for row in each.rows if row.line is not None),
            ]
            for each in said
            if isinstance(each, SaidRows)
        ]

    def _row(self, row: SaidRow, groups: Sequence[tuple[str | None, ...]]) -> list[object]:
        return [self._text(cell) for cell in self._cells(row, groups)]

    def _cells(self, row: SaidRow, groups: Sequence[tuple[str | None, ...]]) -> Taken:
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


def _shown(value: object) -> str:
    return UNREADABLE if value is None else str(value).replace(PARTED, "¦") or BLANK
