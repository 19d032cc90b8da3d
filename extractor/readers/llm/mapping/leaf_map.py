"""What a model says of a document that is read into any model: where its values stand, and the items of its lists.

::

    rows       C4 C9 F1; -              the lines of the items, then the row that is printed nowhere
               C4(a "16 oz" F1b) C9     an item whose values are named one by one: a cell, characters of its own line,
                                        a cell of another line (F1"more" are characters there)
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from extractor.errors import MalformedReply, MissedControl
from extractor.readers.llm.mapping.place_map import (
    CellRef,
    PlaceMap,
    PlacesAnswer,
    line_named,
    merge_maps,
    note_question,
    only_space,
)
from extractor.readers.llm.mapping.questions import Question, RowsQuestion
from extractor.readers.llm.mapping.sheet import NumberedSheet

_QUOTED = r'"[^"\n]*"'
_ITEM = re.compile(rf'(?P<first>[A-Z]\d+)(?:\.\.(?P<last>[A-Z]\d+))?(?:\((?P<values>(?:{_QUOTED}|[^()"])*)\))?')
_VALUE = re.compile(rf"(?P<line>[A-Z]\d+)?(?:(?P<column>[a-z]+)|(?P<quote>{_QUOTED}))|(?P<whole>[A-Z]\d+)|-")


class QuotedRef(NamedTuple):
    """Characters of a line: its position on the sheet, and what is quoted of it."""

    line: int
    quote: str


ItemRefs: TypeAlias = tuple[CellRef | QuotedRef | None, ...]
"""Where the values of an item stand, in the order of the columns asked; None for one that is not printed."""


class NamedItem(NamedTuple):
    """An item of a list: its line, and its values if they are named one by one."""

    line: int
    refs: ItemRefs | None


@dataclass
class LeafMap:
    """``places``: what is stated, and the columns of lists. ``items``: the items of every list by its path, in printed
    order; of one line those first that are named first.
    """

    places: PlaceMap = field(default_factory=PlaceMap)
    items: dict[str, list[NamedItem]] = field(default_factory=dict)

    def add(self, found: "LeafMap") -> None:
        """Add what another answer says: of lines that both name, the first one counts."""
        merge_maps(self.places, found.places)
        for path, items in found.items.items():
            known = self.items.setdefault(path, [])
            lines = {each.line for each in known}
            known += [each for each in items if each.line not in lines]
            known.sort(key=lambda each: each.line)


def note_leaf_answer(
    mapping: LeafMap, questions: Sequence[Question], answer: PlacesAnswer, sheet: NumberedSheet
) -> tuple[MalformedReply, ...]:
    """Add an answer to what is known, without the questions whose answers are none; those are given back.

    MalformedReply for an answer that cannot be one or misses a control: nothing of it counts.
    """
    if len(answer.answers) != len(questions):
        raise MalformedReply(f"{len(answer.answers)} answers to {len(questions)} questions")
    found, useless = LeafMap(), []
    for question, said in zip(questions, answer.answers, strict=True):
        part = deepcopy(found)
        try:
            if isinstance(question, RowsQuestion):
                part.items[question.table.key] = _items_said(question, said.strip(), sheet)
            else:
                note_question(part.places, question, said.strip(), sheet)
        except MissedControl:
            raise
        except MalformedReply as error:
            useless.append(error)
        else:
            found = part
    mapping.add(found)
    return tuple(useless)


def _items_said(question: RowsQuestion, said: str, sheet: NumberedSheet) -> list[NamedItem]:
    listed, _, control = said.rpartition(";")
    if control.strip() != "-":
        if re.fullmatch(r"\s*[A-Z]\d+\s*", control) and line_named(control.strip(), sheet) >= 0:
            raise MissedControl(f"a place for a row that is printed nowhere ({question.rows[0].label})")
        raise MalformedReply(f"“{control.strip()[:80]}” is no answer for one row")
    return sorted(_items(listed, sheet), key=lambda each: each.line)


def _items(said: str, sheet: NumberedSheet) -> Iterator[NamedItem]:
    at = 0
    for match in _ITEM.finditer(said):
        only_space(said[at : match.start()])
        at = match.end()
        first = line_named(match["first"], sheet)
        last = line_named(match["last"], sheet) if match["last"] else first
        if last < first:
            raise MalformedReply(f"“{match[0]}” runs backwards")
        refs = None if match["values"] is None else tuple(_refs(match["values"], first, sheet))
        if refs is not None and first != last:
            raise MalformedReply(f"“{match[0]}” names values of several lines at once")
        yield from (NamedItem(line, refs) for line in range(first, last + 1))
    only_space(said[at:])


def _refs(said: str, line: int, sheet: NumberedSheet) -> Iterator[CellRef | QuotedRef | None]:
    at = 0
    for match in _VALUE.finditer(said):
        only_space(said[at : match.start()])
        at = match.end()
        if match["whole"] is not None:
            whole = line_named(match["whole"], sheet)
            if not sheet.lines[whole].plain:
                raise MalformedReply(f"“{match[0]}” is a line of several cells")
            yield CellRef(whole, "")
            continue
        own = line_named(match["line"], sheet) if match["line"] else line
        if match["quote"] is not None:
            yield QuotedRef(own, match["quote"][1:-1].strip())
        elif match["column"] is None:
            yield None
        elif match["column"] in sheet.lines[own].cells:
            yield CellRef(own, match["column"])
        else:
            raise MalformedReply(f"there is no cell “{match[0]}”")
    only_space(said[at:])
