"""The oracle for forms that are any model: every question answered rightly, from truth and what the request shows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.line_search import alike
from extractor.evaluate.loopback.places_said import Said, SaidColumns, SaidLine, SaidRow, SaidRows, SaidStatement
from extractor.evaluate.loopback.printed_values import CellAt
from extractor.evaluate.loopback.request_text import ReadRequest
from extractor.readers.llm.mapping.leaf_questions import AskedList, asked_leaves, asked_lists, said_of
from extractor.readers.llm.shown import show_text
from extractor.readers.open_layout.calendar_dates import day_order
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.printed_figures import decimal_mark
from extractor.schemas.form import Value
from extractor.schemas.shape import Shape, ShapeLeaf

_WORDS = 6
"""Words of a line that say one value at most."""
_LONGEST = 10_000


@dataclass(frozen=True)
class _PlacedItem:
    line: int
    cells: tuple[CellAt | None, ...]


class LeafOracle:
    """Answers one request from the truth about the document it shows."""

    def __init__(self, request: ReadRequest, truth: KnownTruth, shape: Shape) -> None:
        self._request, self._truth, self._shape = request, truth, shape
        self._lines = request.lines
        texts = [text for line in self._lines for text in line.cells.values()]
        words = [word for text in texts for word in text.split()]
        self._notations = Notations(decimal_mark([*texts, *words]), day_order(line.text for line in self._lines))

    def answers(self) -> list[Said]:
        """What is to be said, question by question."""
        leaves = iter(asked_leaves(self._shape))
        lists = iter(asked_lists(self._shape))
        leaf = next(leaves, None)
        items: list[_PlacedItem] = []
        current: AskedList | None = None
        said: list[Said] = []
        for question in self._request.questions:
            if question.kind == "statement":
                if leaf is not None and question.said == said_of(self._shape, leaf):
                    said.append(self._statement(leaf))
                    leaf = next(leaves, None)
                else:
                    said.append(SaidStatement(0, None))
            elif question.kind == "rows":
                current = next(lists)
                items = list(self._items(current))
                said.append(self._rows(items, current))
            elif question.kind == "columns" and current is not None:
                said.append(SaidColumns(_groups(items), len(current.leaves)))
            else:
                said.append(SaidLine(self._known_line(question.said)))
        return said

    def _statement(self, leaf: ShapeLeaf) -> SaidStatement:
        value = self._truth.values.get(leaf.path)
        found = [] if value is None else list(self._stated(leaf, value))
        if not found:
            return SaidStatement(0, None)
        return max(found, key=lambda each: self._trust(leaf, each))

    def _stated(self, leaf: ShapeLeaf, value: Value) -> Iterator[SaidStatement]:
        """Every line that prints the value, with its characters."""
        for at, line in enumerate(self._lines):
            if leaf.kind == "text":
                signs = r"\s*".join(re.escape(sign) for sign in "".join(show_text(str(value), _LONGEST).split()))
                yield from (SaidStatement(at, match[0]) for match in re.finditer(signs, line.text))
                continue
            for text in (*line.cells.values(), *_runs(line.text)):
                if self._says(text, leaf, value):
                    yield SaidStatement(at, text)

    def _trust(self, leaf: ShapeLeaf, found: SaidStatement) -> tuple[float, int, int]:
        """How sure a line is the one: by the words before the value."""
        before = self._lines[found.line].text.partition(found.quote or "")[0].rstrip(" :")
        before = before or (self._lines[found.line - 1].text if found.line else "")
        return max((alike(label, before) for label in leaf.labels), default=0.0), len(found.quote or ""), -found.line

    def _items(self, asked: AskedList) -> Iterator[_PlacedItem]:
        """The items of a list in printed order, each at the line that holds most of its values."""
        begin = 0
        found: list[tuple[int, tuple[Sequence[str], ...]]] = []
        for values in self._values_of(asked):
            tried = [(self._candidates(asked, values, at), at) for at in range(begin, len(self._lines))]
            names, line = max(tried, key=lambda each: (sum(map(bool, each[0])), -each[1]), default=((), 0))
            if any(names):
                found.append((line, names))
                begin = line + 1
        usual = [Counter(name for _, names in found for name in names[at]) for at in range(len(asked.leaves))]
        for line, names in found:
            taken: list[str | None] = []
            for own, counted in zip(names, usual, strict=True):
                free = [name for name in own if name not in taken]
                taken.append(max(free, key=lambda name: counted[name], default=None))
            yield _PlacedItem(line, tuple(None if name is None else CellAt(line, name) for name in taken))

    def _values_of(self, asked: AskedList) -> Iterator[tuple[Value | None, ...]]:
        names = dict.fromkeys(
            path[len(asked.path) + 1 :].partition(".")[0]
            for path in self._truth.values
            if path.startswith(f"{asked.path}.")
        )
        for name in names:
            item = f"{asked.path}.{name}"
            yield tuple(
                name if leaf is None else self._truth.values.get(f"{item}{leaf.path[len(asked.item) :]}")
                for leaf in asked.leaves
            )

    def _candidates(self, asked: AskedList, values: Sequence[Value | None], at: int) -> tuple[Sequence[str], ...]:
        """For each leaf the columns of a line that say its value."""
        cells = self._lines[at].cells
        return tuple(
            [name for name, text in cells.items() if self._says(text, leaf or _KEY, value)]
            for leaf, value in zip(asked.leaves, values, strict=True)
        )

    def _says(self, text: str, leaf: ShapeLeaf, value: Value | None) -> bool:
        if value is None or not text:
            return False
        if leaf.kind == "text":
            return "".join(show_text(str(value), _LONGEST).split()) == "".join(text.split())
        return leaf_value(text, leaf, self._notations).value == value

    def _rows(self, items: Sequence[_PlacedItem], asked: AskedList) -> SaidRows:
        groups = _groups(items)
        listed = [SaidRow(each.line, each.cells, self._apart(each, groups)) for each in items]
        return SaidRows([SaidRow(None, control=True)], listed, asks_list=True)

    def _apart(self, item: _PlacedItem, groups: Sequence[Sequence[str | None]]) -> bool:
        """Whether an item has to be named cell by cell: the columns that are said give other cells."""
        printed = self._lines[item.line].cells
        if not groups:
            return len(item.cells) > 1
        best = max(groups, key=lambda group: sum(name in printed for name in group))
        given = [name if name is not None and printed.get(name) else None for name in best]
        return [None if cell is None else cell.column for cell in item.cells] != given

    def _known_line(self, said: str) -> int:
        """The line that prints a text, or the one that prints most of it."""
        wanted = "".join(said.split())
        texts = ["".join(line.text.split()) for line in self._lines]
        begins = [at for at, text in enumerate(texts) if text.startswith(wanted)]
        return begins[0] if begins else max(range(len(texts)), key=lambda at: alike(said, texts[at]))


_KEY = ShapeLeaf("", "text", ())


def _groups(items: Sequence[_PlacedItem]) -> list[list[str | None]]:
    """The columns of the items: for each leaf the one that most of them have it in; none for lines of one cell."""
    if not items or all(cell is None or not cell.column for item in items for cell in item.cells):
        return []
    found: list[str | None] = []
    for column in zip(*(item.cells for item in items), strict=True):
        counted = Counter(cell.column for cell in column if cell is not None and cell.column not in found)
        found.append(counted.most_common(1)[0][0] if counted else None)
    return [found]


def _runs(text: str) -> Iterator[str]:
    """Words of a line that follow each other, the longest first."""
    words = text.split()
    for length in range(min(_WORDS, len(words)), 0, -1):
        yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
