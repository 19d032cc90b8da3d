"""A document as bands of fragments: what is printed side by side, each with where it begins and ends along the line.

Signs of money that stand in a cell of their own go to their number, cells that hold several numbers are parted, and
texts that print every cell on a line of its own are put together again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.documents.model import Box, Cell, Document, Place, Row, Word
from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.open_layout.calendar_dates import date_in
from extractor.readers.open_layout.open_words import is_currency
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.schemas.values import NIL_MARKS, fold_width

_BLANK_BAND = 2.2
"""How many heights of a line its top stands below that of the line before, where a blank band parts them."""
_STACKED = 0.7
"""Share of lines of one cell from which on a text prints its cells below each other."""
_FEWEST = 8
"""Lines of a text that prints its cells below each other."""
_WIDE = 2
"""Characters of white space that part cells in a line of text, where single spaces stand within them."""
_LINES = 2
"""Lines that a text in a cell runs over without doubt."""
_CLOSING = frozenset({")", "%", ")%"})
_OPENING = re.compile(r"\([^)]*")
_HEAD_GROUP = re.compile(r"[-+−]?\d{1,3}")
_NEXT_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAD = re.compile(r"^[:：]\s*")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Something printed in one place. ``text`` has single spaces; ``x0`` and ``x1`` are points on paper and columns of
    the grid elsewhere; ``y0`` and ``y1`` are points, 0 where there is no paper. ``words`` are those of a page.
    """

    text: str
    place: Place
    x0: float
    x1: float
    y0: float = 0.0
    y1: float = 0.0
    seen_by: str = ""
    doubts: tuple[Doubt, ...] = ()
    words: tuple[Word, ...] = ()

    def over(self, other: "Fragment") -> float:
        """How much of the line both of them take."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)


@dataclass(frozen=True, slots=True)
class Band:
    """What stands side by side. ``blanks`` are cells of it that are printed empty; ``apart``: a blank band is above;
    ``counted``: its fragments are told by their order, for nothing says where they stand along the line. ``named``: the
    file itself says that it is a name and its value, both at one address.
    """

    number: int
    fragments: tuple[Fragment, ...]
    blanks: tuple[Fragment, ...] = ()
    table: int | None = None
    page: int = 1
    paper: bool = False
    apart: bool = False
    counted: bool = False
    named: bool = False

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(each.text for each in self.fragments)


def bands_of(document: Document) -> tuple[Band, ...]:
    """The bands of a document in reading order, those without print left out."""
    found: list[Band] = []
    last: Row | None = None
    whole = any(map(_is_named, document.rows))
    for row in document.rows:
        if not any(cell.text.strip() for cell in row.cells):
            continue
        band = _band(document, row, len(found), whole)
        found.append(replace(band, apart=_is_apart(document, band, found[-1] if found else None, last)))
        last = row
    if document.method == "text" and _is_stacked(found):
        return tuple(_restacked(found))
    return tuple(found)


def _is_named(row: Row) -> bool:
    """Whether the file itself says that a row is a name and its value: both have one address."""
    return len({cell.address for cell in row.cells}) == 1 < len(row.cells) and bool(row.cells[0].address)


def _band(document: Document, row: Row, number: int, whole: bool) -> Band:
    """The band of a row. ``whole``: a value of this file never stands in two cells."""
    paper = any(cell.place.box is not None for cell in row.cells)
    pieces: list[Fragment] = []
    blanks: list[Fragment] = []
    for cell in row.cells:
        if not cell.text.strip():
            blanks.append(_fragment(cell, cell.place, "", paper))
        else:
            pieces += _parted(document, cell, paper)
    pieces = _as_texts(pieces) if paper else pieces
    page = row.cells[0].place.page
    counted = document.method == "text" and not paper
    pieces = _with_thousands(document, pieces) if counted else pieces
    joined = tuple(pieces) if whole else tuple(_with_money(pieces))
    return Band(number, joined, tuple(blanks), row.table, page, paper, counted=counted, named=_is_named(row))


def _with_thousands(document: Document, pieces: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of a line of text, groups of three digits behind one space joined to what they belong to, where
    everything else in the line is parted by more than that."""
    gaps = [document.text[one.place.span[1] : two.place.span[0]] for one, two in pairwise(pieces)]
    joins = [
        gap == " " and _HEAD_GROUP.fullmatch(one.text) is not None and _NEXT_GROUP.fullmatch(two.text) is not None
        for gap, (one, two) in zip(gaps, pairwise(pieces), strict=True)
    ]
    others = [gap for gap, join in zip(gaps, joins, strict=True) if not join]
    if not any(joins) or not others or any(len(gap) < _WIDE for gap in others):
        return list(pieces)
    found = [pieces[0]]
    for piece, join in zip(pieces[1:], joins, strict=True):
        if join:
            found[-1] = _joined(found[-1], piece)
        else:
            found.append(piece)
    return found


def _fragment(cell: Cell, place: Place, text: str, paper: bool) -> Fragment:
    plain = _LEAD.sub("", " ".join(text.split()))
    if paper and place.box is not None:
        x0, y0, x1, y1 = place.box
        return Fragment(plain, place, x0, x1, y0, y1, cell.seen_by, cell.doubts)
    end = cell.column + cell.column_span
    return Fragment(plain, place, float(cell.column), float(end), seen_by=cell.seen_by, doubts=cell.doubts)


def _parted(document: Document, cell: Cell, paper: bool) -> Iterator[Fragment]:
    """A cell, or each number of a cell that holds nothing but several of them."""
    if not _LEAD.sub("", cell.text).strip():
        return
    words = document.words_in(cell.place.span) if paper else []
    groups = list(_numbers_apart(words)) if len(words) > 1 and figure_in(cell.text) is None else []
    if len(groups) < 2:
        whole = _fragment(cell, cell.place, cell.text, paper)
        yield _with_lines(replace(whole, words=tuple(words))) if paper else whole
        return
    for group in groups:
        yield _of_words(_fragment(cell, cell.place, cell.text, paper), group)


def _with_lines(piece: Fragment) -> Fragment:
    """A fragment of a page, in doubt where its words stand on more lines than a text runs over: it may be a column."""
    if len(_lines_of(piece)) <= _LINES:
        return piece
    return replace(piece, doubts=merged(piece.doubts, (doubt(DoubtKind.JOINED_LINES, piece.text),)))


def _lines_of(piece: Fragment) -> list[list[Word]]:
    """The words of a fragment of a page by the lines that they stand on."""
    found: list[tuple[float, list[Word]]] = []
    for word in piece.words:
        box = word.place.box
        if box is None:
            continue
        line = next((words for at, words in found if abs(box[3] - at) < (box[3] - box[1]) / 2), None)
        if line is None:
            found.append((box[3], [word]))
        else:
            line.append(word)
    return [words for _, words in found]


def _as_texts(pieces: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of a row; one of several lines beside several of one line each is no column but a text, of which
    only the end is in doubt."""
    lines = [_lines_of(each) for each in pieces]
    tall = [at for at, each in enumerate(lines) if len(each) > 1]
    if len(tall) != 1 or len(lines[tall[0]]) <= _LINES or len(pieces) <= _LINES:
        return list(pieces)
    first, *rest = (" ".join(word.text for word in words) for words in lines[tall[0]])
    piece = pieces[tall[0]]
    kept = tuple(each for each in piece.doubts if each.kind is not DoubtKind.JOINED_LINES)
    said = doubt(DoubtKind.LINES_BELOW, first, " ".join(rest))
    text = replace(piece, doubts=merged(kept, (said,)))
    return [*pieces[: tall[0]], text, *pieces[tall[0] + 1 :]]


def _of_words(whole: Fragment, group: Sequence[Word]) -> Fragment:
    """The part of a fragment that some of its words are."""
    boxes = [word.place.box for word in group if word.place.box is not None]
    span = (group[0].place.span[0], group[-1].place.span[1])
    box = _around(boxes) if boxes else whole.place.box
    x0, x1 = (box[0], box[2]) if boxes and box is not None else (whole.x0, whole.x1)
    text = " ".join(word.text for word in group)
    return replace(whole, text=text, place=Place(whole.place.page, span, box), x0=x0, x1=x1, words=tuple(group))


def cut_at(piece: Fragment, extents: Sequence[tuple[float, float]]) -> list[Fragment]:
    """A fragment of a page, or its parts where its words stand in several of the columns, each in one of them."""
    labelled = any(word.text.endswith((":", "：")) for word in piece.words)
    if len(piece.words) < 2 or labelled or figure_in(piece.text) is not None:
        return [piece]
    places: list[int | None] = []
    for word in piece.words:
        box = word.place.box
        over = [at for at, (x0, x1) in enumerate(extents) if box is not None and min(box[2], x1) > max(box[0], x0)]
        if len(over) > 1:
            return [piece]
        places.append(over[0] if over else None)
    groups: list[tuple[int | None, list[Word]]] = []
    for word, at in zip(piece.words, _with_nearest(piece.words, places), strict=True):
        if groups and groups[-1][0] == at:
            groups[-1][1].append(word)
        else:
            groups.append((at, [word]))
    return [_of_words(piece, words) for _, words in groups] if len(groups) > 1 else [piece]


def _with_nearest(words: Sequence[Word], places: Sequence[int | None]) -> list[int | None]:
    """The columns of words, those that stand in none in that of the word before, or at the beginning in that of the
    next one where they are no further from it than words of one text are."""
    found = list(places)
    for at in range(len(found) - 2, -1, -1):
        one, two = words[at].place.box, words[at + 1].place.box
        if found[at] is None and one is not None and two is not None and two[0] - one[2] < one[3] - one[1]:
            found[at] = found[at + 1] if all(each is None for each in found[:at]) else None
    for at in range(1, len(found)):
        found[at] = found[at - 1] if found[at] is None else found[at]
    return found


def _numbers_apart(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The numbers of a cell, each with its sign of money or unit; nothing where it holds other words as well."""
    groups: list[list[Word]] = []
    for word in words:
        text = word.text
        if figure_in(text) is not None and not is_currency(text):
            lead = groups and all(is_currency(each.text) for each in groups[-1])
            if lead:
                groups[-1].append(word)
            else:
                groups.append([word])
        elif is_currency(text) or text == "%":
            behind = groups and any(figure_in(each.text) for each in groups[-1]) and word is words[-1]
            if (
                behind
                or (groups and text == "%")
                or (groups and not any(is_currency(each.text) for each in groups[-1]))
            ):
                groups[-1].append(word)
            else:
                groups.append([word])
        else:
            return
    yield from groups


def _around(boxes: Sequence[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _with_money(pieces: Sequence[Fragment]) -> Iterator[Fragment]:
    """Fragments with signs of money joined to the number behind them, and brackets and percent to the one before.
    A sign of money in front of nothing but years and days is the corner of a table."""
    if len(pieces) > 1 and is_currency(pieces[0].text) and all(_is_time(each.text) for each in pieces[1:]):
        yield from pieces
        return
    waiting: Fragment | None = None
    held: Fragment | None = None
    for piece in pieces:
        if waiting is not None:
            joins = figure_in(piece.text) is not None or _OPENING.fullmatch(piece.text) or _is_nil(piece.text)
            if joins:
                piece = _joined(waiting, piece)
            elif held is not None:
                yield held
                held = waiting
            else:
                held = waiting
            waiting = None
        if held is not None and piece.text in _CLOSING and _may_close(held.text, piece.text):
            held = _joined(held, piece)
            continue
        if is_currency(piece.text):
            waiting = piece
            continue
        if held is not None:
            yield held
        held = piece
    yield from (each for each in (held, waiting) if each is not None)


def _may_close(text: str, closing: str) -> bool:
    """Whether a bracket belongs to what was opened before it, and a percent sign to a number."""
    if _OPENING.fullmatch(text):
        return True
    return closing != ")" and (figure_in(text) is not None or text.endswith(")"))


def _is_time(text: str) -> bool:
    return _YEAR.fullmatch(text) is not None or date_in(text, "") is not None


def _is_nil(text: str) -> bool:
    return fold_width(text).lower() in NIL_MARKS


def _joined(first: Fragment, second: Fragment) -> Fragment:
    """Two fragments as one. A sign of money before a mark for no value says nothing."""
    text = second.text if _is_nil(second.text) and second.text != "-" else f"{first.text} {second.text}"
    boxes = [each.place.box for each in (first, second) if each.place.box is not None]
    span = (first.place.span[0], second.place.span[1])
    place = Place(first.place.page, span, _around(boxes) if len(boxes) == 2 else None)
    doubts = merged(first.doubts, second.doubts)
    return replace(second, text=text, place=place, x0=min(first.x0, second.x0), x1=second.x1, doubts=doubts)


def _is_apart(document: Document, band: Band, before: Band | None, row: Row | None) -> bool:
    """Whether a blank band stands above: an empty line of a text, a wide gap on paper."""
    if before is None or row is None:
        return True
    if band.page != before.page:
        return True
    if band.paper and before.paper:
        height = max(each.y1 - each.y0 for each in before.fragments)
        gap = min(each.y0 for each in band.fragments) - max(each.y1 for each in before.fragments)
        return gap > (_BLANK_BAND - 1) * max(height, 1.0)
    if document.method != "text" and band.table is not None and band.table == before.table:
        return False
    between = document.text[row.cells[-1].place.span[1] : band.fragments[0].place.span[0]]
    return between.count("\n") > 1


def _is_stacked(bands: Sequence[Band]) -> bool:
    single = sum(1 for band in bands if len(band.fragments) == 1)
    values = sum(1 for band in bands if len(band.fragments) == 1 and _is_value(band.fragments[0].text))
    return len(bands) >= _FEWEST and single >= _STACKED * len(bands) and 2 * values >= single * _STACKED


def _is_value(text: str) -> bool:
    opened = bool(_OPENING.fullmatch(text)) and any(char.isdigit() for char in text)
    return figure_in(text) is not None or _is_nil(text) or is_currency(text) or text in _CLOSING or opened


def _restacked(bands: Sequence[Band]) -> Iterator[Band]:
    """Bands of a text that prints its cells below each other: each label with the values that follow it."""
    groups: list[list[Fragment]] = []
    for band in bands:
        for piece in band.fragments:
            dated = date_in(piece.text, "") is not None
            if groups and not dated and _is_value(piece.text):
                groups[-1].append(piece)
            else:
                groups.append([piece])
    rows = [list(_with_money(group)) for group in groups]
    counts = Counter(len(row) - 1 for row in rows if len(row) > 1)
    columns = counts.most_common(1)[0][0] if counts else 0
    for number, row in enumerate(_with_dates(rows, columns)):
        pieces = tuple(replace(piece, x0=float(at), x1=at + 1.0) for at, piece in enumerate(row))
        yield Band(number, pieces, page=pieces[0].place.page, counted=True)


def _with_dates(rows: Sequence[list[Fragment]], columns: int) -> Iterator[list[Fragment]]:
    """Rows with the dates that stand alone below each other, as many as there are columns, put side by side."""
    dates: list[Fragment] = []
    for row in rows:
        if len(row) == 1 and date_in(row[0].text, "") is not None:
            dates.append(row[0])
            continue
        yield from _dated_rows(dates, columns)
        dates = []
        yield row
    yield from _dated_rows(dates, columns)


def _dated_rows(dates: Sequence[Fragment], columns: int) -> Iterator[list[Fragment]]:
    heading = list(dates[-columns:]) if columns > 1 and len(dates) >= columns else []
    yield from ([each] for each in dates[: len(dates) - len(heading)])
    if heading:
        yield heading
