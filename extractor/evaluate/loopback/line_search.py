"""Which line prints which row: all rows of a form laid along the lines of a request, by labels, values and order."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.evaluate.loopback.printed_values import CellAt, ShownCell, Taken, holds, is_number, taken_cells
from extractor.evaluate.loopback.request_text import ReadLine
from extractor.evaluate.loopback.sought_rows import SoughtRow, SoughtTable
from extractor.schemas.values import unspaced

_TITLE = 0.72
"""How like a title a line is to be one."""
_ALIKE = 0.5
"""How like the label of a row a line that has a label is to be that row."""
_ABOVE = 0.8
"""How like a label the line above is to be the label of a line that has none."""
_SURE = 0.8
"""How like a label a line is to be its row although the values are not found there."""
_NOT_HERE = -1.0


@dataclass(frozen=True)
class FoundRow:
    """The line of a row, and its cells if they were found in the order of the columns."""

    line: int
    cells: Taken | None


@dataclass(frozen=True)
class _Wanted:
    """A title or a row, on its way along the lines."""

    table: int
    title: str = ""
    row: SoughtRow | None = None
    number: int = -1


class LineSearch:
    """The lines of one request, and how like labels they are. ``misread``: their numbers may be others than printed."""

    def __init__(self, lines: Sequence[ReadLine], tables: Sequence[SoughtTable], misread: bool = False) -> None:
        self._misread = misread
        self._lines = lines
        self._tables = tables
        self._cells = [[(CellAt(at, name), text) for name, text in line.cells.items()] for at, line in enumerate(lines)]
        self._words = [_words(line) for line in lines]
        self._numbered = [any(is_number(text) for text in line.cells.values()) for line in lines]

    def found(self) -> tuple[dict[int, FoundRow], ...]:
        """For each table the rows that were found, by their number among the printed ones."""
        wanted = list(self._wanted())
        scores = [[self._score(each, at) for at in range(len(self._lines))] for each in wanted]
        found: tuple[dict[int, FoundRow], ...] = tuple({} for _ in self._tables)
        taken: set[int] = set()
        regions: dict[int, list[int]] = {}
        for each, at in zip(wanted, _along(scores, len(self._lines)), strict=True):
            if at is None:
                continue
            regions.setdefault(each.table, []).append(at)
            if each.row is not None:
                found[each.table][each.number] = self._row(each.row, at)
                taken.add(at)
        for each, row_scores in zip(wanted, scores, strict=True):
            if each.row is not None and each.number not in found[each.table]:
                near = regions.get(each.table, [0, len(self._lines) - 1])
                inside = range(max(0, min(near) - 1), min(len(self._lines), max(near) + 4))
                at = max((n for n in inside if n not in taken), key=lambda n: row_scores[n], default=None)
                if at is not None and row_scores[at] > 0.5:
                    found[each.table][each.number] = self._row(each.row, at)
                    taken.add(at)
        return found

    def _wanted(self) -> list[_Wanted]:
        wanted = []
        for number, table in enumerate(self._tables):
            wanted.append(_Wanted(number, title=table.spec.title.printed))
            wanted += [_Wanted(number, row=row, number=n) for n, row in enumerate(table.printed)]
        return wanted

    def _score(self, wanted: _Wanted, at: int) -> float:
        """How well a title or row fits a line; below 0 where it cannot stand there."""
        if wanted.row is None:
            like = max((alike(wanted.title, text) for text in self._lines[at].cells.values() if text), default=0.0)
            return 3 * like if like >= _TITLE else _NOT_HERE
        row = wanted.row
        like = self._like(row, at)
        if not self._numbered[at] and like < _SURE:
            return _NOT_HERE
        labelled = bool(self._words[at]) and bool(row.labels)
        if labelled and like < _ALIKE:
            return _NOT_HERE
        if row.numbers and not self._holds(row, at):
            if self._misread and like >= _SURE and self._left_over(row, at) == 0:
                return 4 * like - 1.6
            return _NOT_HERE if like < _SURE or self._numbered[at] else like / 4
        if not row.numbers and (like < _SURE or any(self._numbers(at))):
            return _NOT_HERE
        distinct = len({value for value in row.numbers if value != 0})
        return max(0.0, 4 * like - 1.6) + 0.3 + min(distinct, 4) * 0.3 - self._left_over(row, at) * 0.05

    def _numbers(self, at: int) -> list[str]:
        return [
            text
            for text in self._lines[at].cells.values()
            if text and any(c.isdigit() for c in text) and is_number(text)
        ]

    def _left_over(self, row: SoughtRow, at: int) -> int:
        return abs(len(self._numbers(at)) - len(row.numbers))

    def _like(self, row: SoughtRow, at: int) -> float:
        """How like the label of a row the words of a line are, or of the line above where it has none."""
        if not row.labels:
            return 0.6 if not self._words[at] else 0.0
        own = max((alike(label, text) for label in row.labels for text in self._words[at]), default=0.0)
        if own >= _ALIKE or self._words[at]:
            return own
        above = self._words[at - 1] if at > 0 and not self._numbered[at - 1] else []
        over = max((alike(label, text) for label in row.labels for text in above), default=0.0)
        return 0.9 * over if over >= _ABOVE else 0.0

    def _holds(self, row: SoughtRow, at: int) -> bool:
        if holds(row.values, row.columns, self._cells[at]):
            return True
        return self._spread(row, at) is not None

    def _row(self, row: SoughtRow, at: int) -> FoundRow:
        cells = taken_cells(row.values, row.columns, self._value_cells(at))
        if cells is None and not holds(row.values, row.columns, self._cells[at]):
            cells = self._spread(row, at)
        return FoundRow(at, cells)

    def _value_cells(self, at: int) -> list[ShownCell]:
        """The cells of a line behind its last words."""
        cells = self._cells[at]
        last = max((n for n, (_, text) in enumerate(cells) if text and not is_number(text)), default=-1)
        return cells[last + 1 :] or cells

    def _spread(self, row: SoughtRow, at: int) -> Taken | None:
        """The cells of a row that goes on over the next lines."""
        cells = [cell for cell in self._cells[at] if is_number(cell[1])]
        most = len(row.values)
        if len(cells) >= most:
            return None
        for line in range(at + 1, min(len(self._lines), at + most + 3)):
            more = self._cells[line]
            if any(text and not is_number(text) for _, text in more):
                return None
            cells += more
            if len(cells) >= len(row.numbers):
                found = taken_cells(row.values, row.columns, cells)
                if found is not None:
                    return found
            if len(cells) >= most:
                return None
        return None


def alike(label: str, text: str) -> float:
    """How like a label a text is, from 0 to 1; a text that was cut counts by its beginning."""
    one, other = _plain(label), _plain(text)
    if not one or not other:
        return 0.0
    if other.endswith("..."):
        other = other[:-3]
        one = one[: len(other)]
    score = fuzz.ratio(one, other)
    if min(len(one), len(other)) >= 6:
        score = max(score, 0.9 * fuzz.partial_ratio(one, other))
    return score / 100


def _plain(text: str) -> str:
    return unspaced(text.replace("﹦", "=").replace("﹕", ":")).casefold()


def _words(line: ReadLine) -> list[str]:
    """The texts of a line that are no numbers, each alone and all that stand before the first number together."""
    texts = [text for text in line.cells.values() if text]
    first = next((n for n, text in enumerate(texts) if is_number(text)), len(texts))
    before = [text for text in texts[:first] if not is_number(text)]
    return [*before, *(["".join(before)] if len(before) > 1 else [])]


def _along(scores: Sequence[Sequence[float]], lines: int) -> list[int | None]:
    """The line of each wanted one, in order and each line once, so that the scores come to most."""
    count = len(scores)
    best = [[0.0] * (lines + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        row, mine, below = scores[i], best[i], best[i + 1]
        mine[lines] = 0.0
        for at in range(lines - 1, -1, -1):
            skip = mine[at + 1] if mine[at + 1] > below[at] else below[at]
            here = row[at] + below[at + 1]
            mine[at] = here if row[at] > 0 and here >= skip else skip
    chosen: list[int | None] = []
    at = 0
    for i in range(count):
        while True:
            if at < lines and scores[i][at] > 0 and best[i][at] == scores[i][at] + best[i + 1][at + 1]:
                chosen.append(at)
                at += 1
                break
            if best[i][at] == best[i + 1][at]:
                chosen.append(None)
                break
            at += 1
    return chosen
