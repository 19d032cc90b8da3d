"""What a sample prints, taken apart without any schema: statements at labels, tables below headings, titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.documents.model import Document
from extractor.readers.open_layout.heading_bands import HeadedColumn, ListHeading, is_period
from extractor.readers.open_layout.leaf_values import ticked, without_box
from extractor.readers.open_layout.open_labels import is_total
from extractor.readers.open_layout.open_words import open_words
from extractor.readers.open_layout.printed_bands import Band, Fragment, bands_of
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.row_fit import STUB, ColumnFit, is_value
from extractor.schemas.shape import ShapeLeaf

_STATED = re.compile(r"(?P<label>[^:：]{1,60}?)\s*[:：](?:\s+|(?<=：))(?P<value>\S.*)")
_RATE = re.compile(r"\s*\(?\d+(?:[.,]\d+)?\s*%\)?")
_WORDS = 6
"""Words of the longest label and title that are proposed."""
_BELOW = 2.5
"""How many of its own heights below a label its value may stand."""
_PAIR = 2
"""Fragments of a line that is a label with its value."""
_TITLES = 3
"""Titles one below the other within a table, at most."""
_LEARNT = 40
"""Bands below a heading from which is learnt how wide its columns are."""
_ROWS = 2
"""Rows that show that a band of two columns, or of words alone, is the heading of a table."""


@dataclass(frozen=True, slots=True)
class SampleStatement:
    """A value at a label. ``section``: the title above, if any. ``weak``: nothing but its place says that the one is
    the label of the other."""

    section: str
    label: str
    value: str
    band: int
    weak: bool = False


@dataclass
class SampleTable:
    """Rows below headings. ``headings``: from left to right, empty for a column without one; ``rows``: the texts of
    their cells by column."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass
class SamplePage:
    """One sample. ``title``: what is printed first of all, if that is a title."""

    document: Document
    bands: tuple[Band, ...]
    title: str = ""
    statements: list[SampleStatement] = field(default_factory=list)
    tables: list[SampleTable] = field(default_factory=list)


def sample_page(document: Document) -> SamplePage:
    """Take a document apart."""
    page = SamplePage(document, bands_of(document))
    section = ""
    number = 0
    while number < len(page.bands):
        band = page.bands[number]
        if band.apart:
            section = ""
        headings = _headings(page.bands, number)
        if headings is not None:
            table, number = _table(page.bands, number, headings, section or _title_above(page.bands, number))
            page.tables.append(table)
            section = ""
            continue
        found = list(_statements(page.bands, band, section))
        if not found and _is_title(page.bands, number):
            section = "" if number == 0 else band.text
            page.title = band.text if number == 0 else page.title
        page.statements += found
        number += 1
    return page


def label_of(text: str) -> str:
    """A printed label without its colon and without a rate in it."""
    return _RATE.sub("", text).strip(" :：") or text.strip(" :：")


def without_continued(title: str) -> str:
    """A title without the words that say that it goes on."""
    words = "|".join(map(re.escape, open_words().continued))
    return re.sub(rf"\s*[(\[]?\s*\b(?:{words})\b\.?\s*[)\]]?\s*$", "", title, flags=re.IGNORECASE).strip() or title


def is_label_like(text: str) -> bool:
    """Whether a text may be a label: few words, letters, no value."""
    return (
        any(char.isalpha() for char in text)
        and len(text.split()) <= _WORDS
        and not is_value(text)
        and text[-1:] not in ".;,"
    )


def _is_title(bands: Sequence[Band], number: int) -> bool:
    band = bands[number]
    return len(band.fragments) == 1 and is_label_like(band.text) and ":" not in band.text and number + 1 < len(bands)


def _title_above(bands: Sequence[Band], number: int) -> str:
    """A single text directly above a heading, even where a gap parts them; what the document is called is none."""
    before = bands[number - 1] if number > 1 else None
    if before is None or len(before.fragments) != 1 or is_value(before.text) or ":" in before.text:
        return ""
    return before.text


def _headings(bands: Sequence[Band], number: int) -> tuple[Fragment | None, ...] | None:
    """The headings of a table that begins at a band, None first where the first column has none; None if it is none."""
    band = bands[number]
    pieces = sorted(band.fragments, key=lambda each: each.x0)
    if any(_STATED.match(each.text) or each.text.endswith(":") or ticked(each.text) is not None for each in pieces):
        return None
    if any(is_value(each.text) and not is_period(each.text) for each in pieces):
        return None
    if number + 1 < len(bands) and all(is_period(each.text) for each in bands[number + 1].fragments):
        return None
    below = [each for each in bands[number + 1 : number + 6] if len(each.fragments) > 1][:3]
    if not below or (bands[number + 1].apart and len(below[0].fragments) < len(pieces)):
        return None
    first = min(each.x0 for each in below[0].fragments)
    blank = bool(band.blanks) and min(each.x0 for each in band.blanks) < pieces[0].x0
    lead = pieces[0].x0 > max(each.x1 for each in below[0].fragments if each.x0 == first) if band.paper else blank
    lead = lead or (band.counted and len(pieces) > 1 and all(len(row.fragments) == len(pieces) + 1 for row in below))
    columns: tuple[Fragment | None, ...] = (None, *pieces) if lead else tuple(pieces)
    valued = [row for row in below if _has_values(row)]
    if len(columns) > 2:
        texts = [row for row in below if len(row.fragments) == len(columns)]
        return columns if valued or len(texts) >= _ROWS else None
    periods = all(is_period(each.text) for each in pieces[0 if lead else 1 :])
    return columns if len(columns) == 2 and len(valued) >= _ROWS and (lead or periods or _is_pair(valued)) else None


def _has_values(row: Band) -> bool:
    return any(is_value(each.text) for each in row.fragments[1:])


def _is_pair(rows: Sequence[Band]) -> bool:
    """Whether rows of two are a name and a number each, without gaps between them."""
    return all(
        len(row.fragments) == 2 and figure_in(row.fragments[1].text) is not None and not row.apart for row in rows
    )


def _table(
    bands: Sequence[Band], number: int, columns: Sequence[Fragment | None], title: str
) -> tuple[SampleTable, int]:
    """The table below a heading, and the number of the band behind it."""
    table = SampleTable(without_continued(title), tuple(each.text if each is not None else "" for each in columns))
    fit, at = _column_fit(bands, number, columns), number + 1
    while at < len(bands):
        band = bands[at]
        parted = band.apart or (_tells_tables(band) and band.table not in (None, bands[number].table))
        if parted and table.rows and len(band.fragments) < max(3, len(columns) - 1):
            break
        if _is_foot(bands, at, len(columns)):
            break
        if [each.text for each in band.fragments] == [each.text for each in columns if each is not None]:
            break
        stated = any(each.text.endswith(":") or _STATED.match(each.text) for each in band.fragments)
        if stated and len(columns) > 2 and len(band.fragments) > 1:
            break
        if len(band.fragments) == 1 and not _goes_on(bands, at):
            break
        if len(band.fragments) > 1:
            table.rows.append(_cells(fit, band, columns))
        at += 1
    return table, at


def _tells_tables(band: Band) -> bool:
    """Whether the file itself says where a table ends: no page and no running text does."""
    return not band.paper and not band.counted


def _is_foot(bands: Sequence[Band], number: int, columns: int) -> bool:
    """Whether a band is the first of the sums below a table: a label and its value, and no whole row follows."""
    band = bands[number]
    if columns <= _PAIR or len(band.fragments) != _PAIR or not is_total(band.fragments[0].text):
        return False
    for lower in bands[number + 1 :]:
        if lower.apart:
            break
        if len(lower.fragments) > _PAIR:
            return False
    return True


def _goes_on(bands: Sequence[Band], number: int) -> bool:
    """Whether a single text stands among the rows of a table: titles within it, and soon a row with values."""
    for band in bands[number + 1 : number + 1 + _TITLES]:
        if band.apart:
            return False
        if len(band.fragments) > 1:
            return _has_values(band) and not any(each.text.endswith((":", "：")) for each in band.fragments)
    return False


def _column_fit(bands: Sequence[Band], number: int, columns: Sequence[Fragment | None]) -> ColumnFit:
    """The columns below a heading as the reader of lists would see them."""
    headed = tuple(
        HeadedColumn(each.x0, each.x1, each.text, ShapeLeaf(f"{{n}}.{at}", "text", (each.text,)))
        for at, each in enumerate(columns)
        if each is not None
    )
    band = bands[number]
    cells = len(band.fragments) + len(band.blanks)
    heading = ListHeading(number, number, headed, cells, band.counted, columns[0] is None, len(headed))
    return ColumnFit(heading, bands[number + 1 : number + 1 + _LEARNT])


def _cells(fit: ColumnFit, band: Band, columns: Sequence[Fragment | None]) -> tuple[str, ...]:
    """The texts of a row by column."""
    lead = columns[0] is None
    found = [""] * len(columns)
    for at, pieces in fit.fit(band).cells.items():
        place = 0 if at == STUB else at + lead
        found[place] = " ".join(filter(None, [found[place], *(each.text for each in pieces)]))
    return tuple(found)


def _statements(bands: Sequence[Band], band: Band, section: str) -> Iterator[SampleStatement]:
    pieces = sorted(band.fragments, key=lambda each: each.x0)
    taken = -1
    for at, piece in enumerate(pieces):
        if at <= taken:
            continue
        behind = pieces[at + 1] if at + 1 < len(pieces) else None
        if ticked(piece.text) is not None and is_label_like(without_box(piece.text)):
            yield SampleStatement(section, without_box(piece.text), "", band.number)
        elif (match := _STATED.fullmatch(piece.text)) is not None and is_label_like(match["label"].rstrip(".")):
            yield SampleStatement(section, label_of(match["label"]), match["value"], band.number)
        elif piece.text.endswith((":", "：")) and is_label_like(piece.text.rstrip(":： .")):
            value = behind.text if behind is not None else _text_below(bands, band, piece)
            taken = at + 1 if behind is not None else at
            yield SampleStatement(section, label_of(piece.text), value, band.number)
        elif behind is not None and is_label_like(label_of(piece.text)) and ":" not in behind.text:
            weak = not is_value(behind.text)
            taken = at + 1
            yield SampleStatement(section, label_of(piece.text), behind.text, band.number, weak or len(pieces) % 2 > 0)


def _text_below(bands: Sequence[Band], band: Band, piece: Fragment) -> str:
    """What stands right below a label that has nothing beside it."""
    if band.number + 1 >= len(bands):
        return ""
    lower = bands[band.number + 1]
    near = not lower.paper or min(each.y0 for each in lower.fragments) - piece.y1 < _BELOW * (piece.y1 - piece.y0)
    if not near or lower.apart:
        return ""
    return next((each.text for each in lower.fragments if each.over(piece) > 0 and ":" not in each.text), "")
