"""Which heading stands over which value, in the columns of the grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.documents.model import Cell
from extractor.documents.text.spans import MADE_UP
from extractor.readers.block_headings import block_headings
from extractor.readers.heads_by_place import SIDES, placed_lines
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.schemas.form import BlockSpec

_NOBODY: frozenset[int] = frozenset()
HeadLine = tuple[Cell, ...]
_LINES = 8
"""Most lines that one heading is torn over."""
ALIKE, _AHEAD, _KNOWN = 70.0, 15.0, 0.75
"""How like its own label, of 100, a misread heading is, how much more than any other label of its table, and which
share of the headings beside it is known to the letter.
"""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """For each printed position the columns that the headings over it name: ``sure`` to the letter, ``cut`` where the
    heading is cut off. ``bare``: nothing is printed over it. ``alike``: the column that a misread heading is like, and
    like no other, ``half``: that of which an unclear one prints half and no more; None where there is none.
    ``unclear``: the heading where the picture of it is, nothing elsewhere.
    """

    sure: tuple[frozenset[int], ...]
    cut: tuple[frozenset[int], ...]
    bare: tuple[bool, ...]
    alike: tuple[int | None, ...]
    half: tuple[int | None, ...]
    unclear: tuple[str, ...] = ()

    @property
    def named(self) -> int:
        """How many positions have a heading that is known."""
        return sum(1 for names in self.sure if names)

    def could_be(self, order: Sequence[int]) -> bool:
        """Whether the headings name, to the letter or cut off, the columns in this order."""
        names = zip(order, self.sure, self.cut, strict=True)
        return all(n in sure or (not sure and n in cut) for n, sure, cut in names)

    def own(self) -> frozenset[int]:
        """The columns that stand where the form has them, each under its own heading to the letter, printed once. None
        where another heading is unknown: it may be another table altogether; of a lost one that cannot be said. A
        misread one is known where it is like that of its column alone and its neighbours stand under theirs. Where half
        of one is lost so may be what stands below it: its neighbours are known, and it is not.
        """
        names = enumerate(self.sure)
        own = frozenset(n for n, sure in names if sure == {n} and sum(n in other for other in self.sure) == 1)
        misread = frozenset(n for n in range(len(self.sure)) if self._is_misread(n, self.alike, own))
        torn = frozenset(n for n in range(len(self.sure)) if self._is_misread(n, self.half, own))
        known = all(
            sure or bare or n in misread | torn for n, (sure, bare) in enumerate(zip(self.sure, self.bare, strict=True))
        )
        return own | misread if known else frozenset()

    def _is_misread(self, column: int, told: Sequence[int | None], own: frozenset[int]) -> bool:
        """Whether the heading of a column is misread: the picture of it is one witness, and where it stands another."""
        beside = {column - 1, column + 1} & {*range(len(self.sure))}
        like = not self.sure[column] and told[column] == column
        return like and bool(beside) and beside <= own and len(own) >= _KNOWN * len(self.sure)

    def allows(self, order: Sequence[int]) -> bool:
        """Whether no heading names another column than this order has in its place."""
        return all(not sure or n in sure for n, sure in zip(order, self.sure, strict=True))

    def order(self) -> tuple[int, ...] | None:
        """The order in which every position has a column of its own, if the headings leave only one. What they do not
        name is told by what is left, from left to right.
        """
        names = [sure or cut for sure, cut in zip(self.sure, self.cut, strict=True)]
        found: dict[int, int] = {}
        while len(found) < len(names):
            taken = set(found.values())
            left = {at: names[at] - taken for at in range(len(names)) if at not in found and names[at]}
            if any(not each for each in left.values()):
                return None
            only = next((at for at, each in left.items() if len(each) == 1), None)
            if only is not None:
                found[only] = next(iter(left[only]))
            elif left:
                return None
            else:
                rest = iter(n for n in range(len(names)) if n not in taken)
                return tuple(found[at] if at in found else next(rest) for at in range(len(names)))
        return tuple(found[at] for at in range(len(names)))


class _Places(NamedTuple):
    """The grid columns of the values; ``labelled``: those before them hold the labels of rows."""

    values: tuple[int, ...]
    labelled: bool


def name_columns(
    block: BlockSpec, lines: Sequence[HeadLine], rows: Sequence[OutlineRow], book: LabelBook
) -> ColumnNames | None:
    """The columns that the headings over the values name; None where the grid does not tell what stands over what."""
    places = value_columns(rows, len(block.columns))
    if places is None or not lines or _width(lines) != _row_width(_full_by_page(rows, len(block.columns))[0]):
        return None
    return _named_over(_Places(places, any(row.labels for row in rows)), lines, block, book)


def name_columns_by_place(
    block: BlockSpec, lines: Sequence[HeadLine], rows: Sequence[OutlineRow], book: LabelBook
) -> Iterator[ColumnNames]:
    """The same by where headings and values stand on the page, for each side of its column that values may stand at."""
    full = _full_by_page(rows, len(block.columns))
    for side in SIDES if full else ():
        if placed := placed_lines(lines, full[0], side):
            places = tuple(range(1, len(block.columns) + 1))
            yield _named_over(_Places(places, True), placed, block, book)


def _named_over(places: _Places, lines: Sequence[HeadLine], block: BlockSpec, book: LabelBook) -> ColumnNames:
    found = [_names(lines, place, places, block, book) for place in places.values]
    for at, place in enumerate(places.values):
        if not found[at][0]:
            filled = [tuple(cell for cell in line if not _is_filled(cell, line, place)) for line in lines]
            found[at] = max(found[at], _names(filled, place, places, block, book), key=lambda names: bool(names[0]))
    return ColumnNames(*(tuple(each) for each in zip(*found, strict=True)))


def _is_filled(cell: Cell, line: HeadLine, place: int) -> bool:
    """Whether a cell over a column repeats its neighbour on the left, as programs fill a cell whose text is above."""
    return cell.column == place and any(
        other.column + other.column_span == place and other.text == cell.text for other in line
    )


def over_values(
    block: BlockSpec, lines: Sequence[HeadLine], rows: Sequence[OutlineRow], book: LabelBook
) -> list[HeadLine]:
    """What is printed over the values of a block, line by line, without names of groups and titles; nothing that stands
    above the names of its groups heads a column.
    """
    places = value_columns(rows, len(block.columns)) or (0,)
    heads, first = block_headings(block, book), min(1, places[0])
    grouped = [n for n, line in enumerate(lines) if any(heads.grouped(cell.text) for cell in line)]
    found = []
    for line in lines[grouped[0] if grouped else 0 :]:
        over = (cell for cell in line if cell.column >= first and cell.column + cell.column_span > places[0])
        found.append(tuple(c for c in over if not (heads.grouped(c.text) or heads.is_title(c.text))))
    return [line for line in found if line]


def value_columns(rows: Sequence[OutlineRow], columns: int) -> tuple[int, ...] | None:
    """The grid columns of the values, if every row of a page that prints all of them prints them in the same ones,
    behind its label; those of the first such page, over which the headings stand. The grid of the next page is another.
    """
    found = [_columns_of(full, columns) for full in _full_by_page(rows, columns)]
    return found[0] if found and all(places is not None for places in found) else None


def _columns_of(full: Sequence[OutlineRow], columns: int) -> tuple[int, ...] | None:
    places, *others = {tuple(cell.column for cell in row.values if cell.text) for row in full}
    behind = all(cell.column < places[0] for row in full for cell in row.labels)
    return places if not others and behind and len(set(places)) == columns else None


def _full_by_page(rows: Sequence[OutlineRow], columns: int) -> list[list[OutlineRow]]:
    """The rows that print a value in every column, page by page."""
    pages: dict[int, list[OutlineRow]] = {}
    for row in rows:
        printed = [cell for cell in row.values if cell.text]
        if len(printed) == columns:
            pages.setdefault(printed[0].place.page, []).append(row)
    return [*pages.values()]


def _width(lines: Sequence[HeadLine]) -> int:
    return max(cell.column + cell.column_span for line in lines for cell in line)


def _row_width(rows: Sequence[OutlineRow]) -> int:
    return max(row.values[-1].column + row.values[-1].column_span for row in rows)


def _names(
    lines: Sequence[HeadLine], place: int, known: _Places, block: BlockSpec, book: LabelBook
) -> tuple[frozenset[int], frozenset[int], bool, int | None, int | None, str]:
    """The columns that the headings over a column of values name to the letter, those they may name, cut off, whether
    there are none, and where the picture of them is unclear the column they are like, that they print half of, and what
    they say.
    """
    texts: list[str] = []
    every: list[str] = []
    unclear = False
    heads, places = block_headings(block, book), known.values
    inside = frozenset(range(len(block.columns)))
    for line in lines:
        over = [
            cell for cell in line if cell.column + cell.column_span > places[0] and not MADE_UP.fullmatch(cell.text)
        ]
        for cell in (cell for cell in over if cell.column <= place < cell.column + cell.column_span):
            if cell.column == 0 < places[0] and known.labelled:  # it begins over the labels, as titles do
                continue
            under = heads.grouped(cell.text)
            if under and cell.column_span > 1:
                inside &= under
            elif under or heads.is_title(cell.text):
                continue
            elif not _is_over_several(cell, over, places):
                texts.append(heads.untitled(cell.text))
                every.append(texts[-1])
                unclear = unclear or (bool(cell.seen_by) and bool(cell.doubts))
            elif cell.column_span == 1:
                every.append(cell.text)
            elif (own := _part_of(cell, place, places, block, book)) is not None:
                texts.append(own)
                every.append(own)
    text = " ".join(texts[-_LINES:])
    stacks = (texts, every) if texts else (every, every[-1:])
    said = {heads.sure(" ".join(each[-_LINES:])) & inside for each in stacks if each} - {_NOBODY}
    sure = said.pop() if len(said) == 1 else _NOBODY
    cut = heads.begun(text) & inside if text and not sure else _NOBODY
    said_unclear = text if unclear else ""
    if sure or not unclear:
        return sure, cut, not text, None, None, said_unclear
    return sure, cut, not text, _likest(text, block, book), _half(text, block, book), said_unclear


def _part_of(cell: Cell, place: int, places: Sequence[int], block: BlockSpec, book: LabelBook) -> str | None:
    """The heading over one column in a cell over several of them that prints nothing but their headings, one behind the
    other, to the letter; None if it does not.
    """
    over = [each for each in places if cell.column <= each < cell.column + cell.column_span]
    core = book.fold(cell.text).core
    for first in range(len(block.columns) - len(over) + 1):
        labels = [column.label for column in block.columns[first : first + len(over)]]
        if "".join(book.fold(label.printed).core for label in labels) == core:
            return labels[over.index(place)].printed
    return None


def _likest(text: str, block: BlockSpec, book: LabelBook) -> int | None:
    """The column whose label an unclear heading is like, and far more than any other's."""
    likeness = sorted((book.likeness(text, column.label), n) for n, column in enumerate(block.columns))
    (best, found), second = likeness[-1], likeness[-2][0] if len(likeness) > 1 else 0.0
    if best < ALIKE or best - second < _AHEAD or not book.may_be_misread(text, block.columns[found].label):
        return None
    return found


def _half(text: str, block: BlockSpec, book: LabelBook) -> int | None:
    """The column whose label alone a heading begins, printing half of it at least."""
    core = book.fold(text).core
    labels = [book.fold(column.label.printed).core for column in block.columns]
    begun = [n for n, label in enumerate(labels) if core and label.startswith(core)]
    return begun[0] if len(begun) == 1 and 2 * len(core) >= len(labels[begun[0]]) else None


def _is_over_several(cell: Cell, line: Sequence[Cell], places: Sequence[int]) -> bool:
    """Whether a cell heads several columns: it spans them, or it is the only one on its line."""
    spanned = sum(1 for place in places if cell.column <= place < cell.column + cell.column_span)
    return len(places) > 1 and (spanned > 1 or len(line) == 1)


def count_in_order(block: BlockSpec, lines: Sequence[HeadLine], book: LabelBook) -> int:
    """How many columns have their headings printed in the order of the form; all of them only if none is printed in
    another place. Columns are read line by line, those outside of groups first where a line holds their groups.
    """
    texts = (text for line in lines for text in _headings_of(line, block, book))
    printed = [names for text in texts if (names := _named(text, block, book))]
    columns = list(range(len(block.columns)))
    by_depth = sorted(columns, key=lambda n: len(block.columns[n].groups))
    best = 0
    for order in (columns, by_depth):
        times = len(printed) // len(order)
        if times and len(printed) == times * len(order):
            best = max(best, sum(1 for n, names in zip(order * times, printed, strict=True) if n in names) // times)
    return best


def printed_columns(block: BlockSpec, lines: Sequence[HeadLine], book: LabelBook) -> frozenset[int]:
    """The columns whose heading is printed anywhere in the lines."""
    found = [_named(text, block, book) for line in lines for text in _headings_of(line, block, book)]
    labels = [column.label.texts for column in block.columns]
    times = (sum(n in names for names in found) for n in range(len(labels)))
    return frozenset(n for n, count in enumerate(times) if count >= labels[: n + 1].count(labels[n]))


def _named(text: str, block: BlockSpec, book: LabelBook) -> frozenset[int]:
    return block_headings(block, book).named(text)


def _headings_of(line: HeadLine, block: BlockSpec, book: LabelBook) -> Iterator[str]:
    """The texts of a line. A cell that is no heading, but holds nothing else, is told apart into the headings in it,
    which a space parts; so is a line of one cell with several, whatever else it holds.
    """
    for cell in line:
        words = cell.text.split()
        if len(words) < 2 or _named(cell.text, block, book):
            yield cell.text
            continue
        found = list(_headings_in(words, block, book))
        whole = sum(len(text.split()) for text in found) == len(words)
        yield from found if whole or (len(line) == 1 and len(found) > 1) else [cell.text]


def _headings_in(words: Sequence[str], block: BlockSpec, book: LabelBook) -> Iterator[str]:
    """The known headings that words are, the longest first."""
    at = 0
    while at < len(words):
        ends = range(len(words), at, -1)
        end = next((end for end in ends if _is_heading(" ".join(words[at:end]), block, book)), 0)
        if end:
            yield " ".join(words[at:end])
        at = end or at + 1


def _is_heading(text: str, block: BlockSpec, book: LabelBook) -> bool:
    return any(book.is_sure(text, label) for column in block.columns for label in (column.label, *column.groups))
