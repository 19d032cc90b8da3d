"""The oracle for forms that are any model: every question answered rightly, from truth and what the request shows."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.line_search import alike
from extractor.evaluate.loopback.places_said import Said, SaidColumns, SaidLine, SaidRow, SaidRows, SaidStatement
from extractor.evaluate.loopback.printed_values import CellAt
from extractor.evaluate.loopback.request_text import ReadLine, ReadRequest
from extractor.evaluate.loopback.value_lines import ValueAt, ValueLines
from extractor.readers.llm.mapping.leaf_questions import AskedList, asked_leaves, asked_lists, said_of
from extractor.readers.open_layout.open_labels import label_fit
from extractor.schemas.form import Value
from extractor.schemas.shape import ITEM, Shape, ShapeLeaf
from extractor.schemas.values import looks_like_value

_NEAR = 3
"""Lines beside that of an item in which its other values may stand, and above a value in which its label may."""
_BESIDE = 0.3
"""What a value beside a line tells of it, as a share of what it tells of its own."""
_TELLING = 12
"""Characters of a value from which on it tells no more."""


@dataclass(frozen=True)
class _PlacedItem:
    line: int
    cells: tuple[CellAt | None, ...]
    quotes: dict[int, tuple[int, str]]


class LeafOracle:
    """Answers one request from the truth about the document it shows."""

    def __init__(self, request: ReadRequest, truth: KnownTruth, shape: Shape) -> None:
        self._request, self._truth, self._shape = request, truth, shape
        self._lines = request.lines
        self._values = ValueLines(self._lines)
        self._taken: set[CellAt] = set()

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
        found = self._values.places(leaf, self._truth.values.get(leaf.path))
        if not found:
            return SaidStatement(0, None)
        best = max(found, key=lambda each: self._trust(leaf, each))
        return SaidStatement(best.line, best.quote)

    def _trust(self, leaf: ShapeLeaf, found: ValueAt) -> tuple[float, int, int]:
        """How sure a line is the one: by the words before the value, else by a label that stands alone above it."""
        before = self._lines[found.line].text.partition(found.quote)[0].rstrip(" :")
        if not before and any(label_fit(each.text, leaf.labels) for each in self._above(found.line)):
            return 1.0, len(found.quote), -found.line
        before = before or (self._lines[found.line - 1].text if found.line else "")
        return max((alike(label, before) for label in leaf.labels), default=0.0), len(found.quote), -found.line

    def _above(self, line: int) -> Sequence[ReadLine]:
        return self._lines[max(line - _NEAR, 0) : line]

    def _items(self, asked: AskedList) -> Iterator[_PlacedItem]:
        """The items of a list, each at a line that prints its values, in the order that prints most of them."""
        found = []
        for values in self._values_of(asked):
            pairs = zip(asked.leaves, values, strict=True)
            found.append([self._values.places(leaf or _KEY, value) for leaf, value in pairs])
        worth = [_worth(places, len(self._lines)) for places in found]
        lines = _in_order(worth, [_beside(*pair) for pair in pairwise(found)])
        turned = _in_order(worth[::-1], [_beside(*pair) for pair in pairwise(found[::-1])])[::-1]
        if _printed(worth, turned) > _printed(worth, lines):
            found, lines = found[::-1], turned[::-1]
        usual: list[Counter[str | None]] = [
            Counter(
                each.column
                for places, line in zip(found, lines, strict=True)
                for each in places[at]
                if each.line == line and each.column is not None
            )
            for at in range(len(asked.leaves))
        ]
        for places, line in zip(found, lines, strict=True):
            if line is not None:
                item = _placed_item(line, places, usual, self._taken)
                yield item
                self._taken.update(cell for cell in item.cells if cell is not None)

    def _values_of(self, asked: AskedList) -> Iterator[tuple[Value | None, ...]]:
        for owner in self._owners(asked):
            names = dict.fromkeys(
                path[len(owner) + 1 :].partition(".")[0] for path in self._truth.values if path.startswith(f"{owner}.")
            )
            for name in names:
                item = f"{owner}.{name}"
                yield tuple(
                    name if leaf is None else self._truth.values.get(f"{item}{leaf.path[len(asked.item) :]}")
                    for leaf in asked.leaves
                )

    def _owners(self, asked: AskedList) -> Iterator[str]:
        """The paths of a list in the record: one, or one in every item of the list above."""
        if asked.above is None:
            yield asked.path
            return
        upper = asked.above.path
        names = dict.fromkeys(
            path[len(upper) + 1 :].partition(".")[0] for path in self._truth.values if path.startswith(f"{upper}.")
        )
        yield from (f"{upper}.{name}{asked.path[len(upper) + len(f'.{ITEM}') :]}" for name in names)

    def _rows(self, items: Sequence[_PlacedItem], asked: AskedList) -> SaidRows:
        groups = _groups(items)
        listed = [SaidRow(each.line, each.cells, self._apart(each, groups), quotes=each.quotes) for each in items]
        return SaidRows([SaidRow(None, control=True)], listed, asks_list=True)

    def _apart(self, item: _PlacedItem, groups: Sequence[Sequence[str | None]]) -> bool:
        """Whether an item has to be named cell by cell: the columns that are said give other cells."""
        printed = self._lines[item.line].cells
        if not groups or item.quotes:
            return len(item.cells) > 1 or bool(item.quotes)
        best = max(groups, key=lambda group: sum(name in printed for name in group))
        given = [name if name is not None and printed.get(name) else None for name in best]
        return [*item.cells] != [None if name is None else CellAt(item.line, name) for name in given]

    def _known_line(self, said: str) -> int:
        """The line that prints a text, or the one that prints most of it."""
        wanted = "".join(said.split())
        texts = ["".join(line.text.split()) for line in self._lines]
        begins = [at for at, text in enumerate(texts) if text.startswith(wanted)]
        return begins[0] if begins else max(range(len(texts)), key=lambda at: alike(said, texts[at]))


_KEY = ShapeLeaf("", "text", ())


def _worth(places: Sequence[Sequence[ValueAt]], many: int) -> list[float]:
    """How much of an item each line prints, the lines beside it a little: long values tell more than short ones, and
    a line that prints more of its values more than one that prints the longest."""
    worth = [0.0] * many
    values = [0.0] * many
    for each in places:
        lines = {found.line for found in each}
        told: dict[int, float] = {}
        for line in lines:
            share = max(min(len(found.quote), _TELLING) for found in each if found.line == line) / len(lines) ** 0.5
            told[line] = max(told.get(line, 0.0), share)
            for near in range(max(line - _NEAR, 0), min(line + _NEAR + 1, many)):
                told[near] = max(told.get(near, 0.0), _BESIDE * share)
        for line, share in told.items():
            worth[line] += share
            values[line] += 1.0 if line in lines else _BESIDE
    own = {found.line for each in places for found in each}
    return [each * share if line in own else 0.0 for line, (each, share) in enumerate(zip(worth, values, strict=True))]


def _beside(one: Sequence[Sequence[ValueAt]], other: Sequence[Sequence[ValueAt]]) -> frozenset[int]:
    """The lines that print two items side by side: every value of both, those of one elsewhere than those of the
    other."""
    held = [{found.line: found for found in reversed(each)} for each in (*one, *other) if each]
    if not held:
        return frozenset()
    shared = set(held[0]).intersection(*held[1:])
    return frozenset(
        line for line in shared if len({(each[line].column, each[line].quote) for each in held}) == len(held)
    )


def _in_order(worth: Sequence[Sequence[float]], beside: Sequence[frozenset[int]]) -> list[int | None]:
    """A line for every item, none above that of the item before, such that most is printed; None where nothing is.
    ``beside``: for every item but the last the lines that print the next one as well."""
    many = len(worth[0]) if worth else 0
    step = [[line + (line not in held) for line in range(many)] for held in (*beside, frozenset[int]())]
    best = [[0.0] * (many + 1) for _ in range(len(worth) + 1)]
    for item in range(len(worth) - 1, -1, -1):
        for line in range(many - 1, -1, -1):
            taken = worth[item][line] + best[item + 1][step[item][line]] if worth[item][line] else 0.0
            best[item][line] = max(best[item + 1][line], best[item][line + 1], taken)
    lines: list[int | None] = []
    line = 0
    for item in range(len(worth)):
        while line < many and best[item][line] == best[item][line + 1] > best[item + 1][line]:
            line += 1
        after = step[item][line] if line < many else line
        here = line < many and worth[item][line] and best[item][line] == worth[item][line] + best[item + 1][after]
        lines.append(line if here else None)
        line = after if here else line
    return lines


def _printed(worth: Sequence[Sequence[float]], lines: Sequence[int | None]) -> float:
    """How much of the items stands in the lines that were chosen for them."""
    return sum(each[line] for each, line in zip(worth, lines, strict=True) if line is not None)


def _placed_item(
    line: int, places: Sequence[Sequence[ValueAt]], usual: Sequence[Counter[str | None]], gone: Collection[CellAt]
) -> _PlacedItem:
    """The values of an item: each in the usual cell of its line, as characters there, or in a line
    near it; what is printed once, wherever that is. Numbers do not stand in cells that are ``gone`` to other items
    where they stand in others as well."""
    cells: list[CellAt | None] = []
    quotes: dict[int, tuple[int, str]] = {}
    for at, each in enumerate(places):
        near = [found for found in each if abs(found.line - line) <= _NEAR or len(each) == 1]
        taken = [cell for cell in cells if cell is not None]
        free = [found for found in near if found.column is None or CellAt(found.line, found.column) not in taken]
        best = min(
            free,
            key=lambda found: (
                _is_gone(found, gone),
                abs(found.line - line),
                -usual[at][found.column],
                found.line < line,
            ),
            default=None,
        )
        cells.append(None if best is None or best.column is None else CellAt(best.line, best.column))
        if best is not None and best.column is None:
            quotes[at] = (best.line, best.quote)
    return _PlacedItem(line, tuple(cells), quotes)


def _is_gone(found: ValueAt, gone: Collection[CellAt]) -> bool:
    number = found.column is not None and looks_like_value(found.quote)
    return number and CellAt(found.line, found.column or "") in gone


def _groups(items: Sequence[_PlacedItem]) -> list[list[str | None]]:
    """The columns of the items: for each leaf the one that most of them have it in; none for lines of one cell."""
    if not items or all(cell is None or not cell.column for item in items for cell in item.cells):
        return []
    found: list[str | None] = []
    for column in zip(*(item.cells for item in items), strict=True):
        counted = Counter(cell.column for cell in column if cell is not None and cell.column not in found)
        found.append(counted.most_common(1)[0][0] if counted else None)
    return [found]
