"""Another report in front of whose tables the title region stands again: of forms with tables that say who and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from extractor.documents.model import Document, Row
from extractor.readers.label_index import Texts, form_labels
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, book_for
from extractor.readers.parting.page_numbers import PageNumbers, annex_words
from extractor.readers.parting.part_start import PartStart, is_copy, printed, rows_between, start_at
from extractor.readers.parting.stated_identity import Identities, StatedIdentity
from extractor.readers.recognise import LEAST_SHARE, recognise
from extractor.schemas.form import Schema

_REGION = 240
"""Rows in front of a table in which its title region is looked for."""
_HEAD = 3
"""Printed rows of running heads that may stand over a title on its page."""
_OVER = 3
"""Rows over a title, and from its beginning on, in which words tell that it is a part of what stands before it."""


def starts_of_form(document: Document, schema: Schema, numbers: PageNumbers) -> tuple[PartStart, ...]:
    """Where another report begins: the title region with its identity stands again in front of tables of the form that
    were printed before.
    """
    search = _TitleSearch(document, schema, numbers)
    anchors = search.anchors
    if len(anchors) < 2:
        return ()
    found: list[PartStart] = []
    first = search.identities.over(0, anchors[0])
    before = first.values if first is not None else None
    begun = first.row if first is not None else 0
    for anchor in anchors[1:]:
        title = search.title_over(anchor)
        if title is None or (found and title.row <= found[-1].row):
            continue
        start = search.judged(title, before, begun, anchor)
        if start is not None:
            found.append(start)
            before, begun = title.values, title.row
    return tuple(found)


@dataclass
class _TitleSearch:
    document: Document
    schema: Schema
    numbers: PageNumbers

    def __post_init__(self) -> None:
        self.rows: Sequence[Row] = self.document.rows
        self.book: LabelBook = book_for(self.document, self.schema)
        self.titles, self.labels = _titles_and_labels(self.schema, self.book)
        self.identities = Identities(self.document, self.schema)
        self.tops = dict(_tops(self.rows))

    @property
    def anchors(self) -> list[int]:
        """The rows that print the first title of a table that is printed again."""
        places: dict[Texts, list[int]] = {}
        for number, row in enumerate(self.rows):
            for texts in self._titles_in(row):
                places.setdefault(texts, []).append(number)
        return min((found for found in places.values() if len(found) > 1), default=[])

    def _titles_in(self, row: Row) -> Iterator[Texts]:
        for cell in row.cells:
            if cell.text and len(cell.text) < 120 and (near := self.book.near_alone(cell.text)):
                yield from (t for t, score in near.items() if score >= SCALE.accepted and t in self.titles)

    def title_over(self, anchor: int) -> StatedIdentity | None:
        """The title region in front of a table that is printed again, behind the last row of the table before."""
        least = max(0, anchor - _REGION)
        last = next((n for n in range(anchor - 1, least - 1, -1) if self._is_labelled(self.rows[n])), least - 1)
        return self.identities.over(last + 1, anchor)

    def _is_labelled(self, row: Row) -> bool:
        """Whether a row is one of a table of the form, with a label and something beside it."""
        texts = [cell.text for cell in row.cells if cell.text]
        return len(texts) > 1 and any(self.book.fold(text).core in self.labels for text in texts)

    def judged(
        self, title: StatedIdentity, before: Mapping[str, object] | None, begun: int, anchor: int
    ) -> PartStart | None:
        """Whether another document begins with a title; None where it is a running head, or nothing speaks for it."""
        page = self.rows[title.row].cells[0].place.page
        paged = len(self.document.pages) > 1
        opens = self.tops.get(title.row, _HEAD + 1) <= _HEAD
        again = self.numbers.begin_again_at(page)
        if before == title.values:
            if self.numbers.goes_on_at(page):
                return None
            alike = is_copy(self.rows[begun : title.row], self.rows[title.row : 2 * title.row - begun])
            if not (again or alike):
                # The same body and year over a table once more is a head that runs over every page.
                return None
        if self._share(begun, title.row) < LEAST_SHARE or not self._goes_on_as_form(title.row, title.row - begun):
            return None
        numbered = not self.numbers.goes_on_at(page)
        certain = before is not None and (opens or not paged) and numbered and not self._is_quoted(title.row)
        return start_at(self.rows, title.row, opens and paged, certain)

    def _goes_on_as_form(self, first: int, before: int) -> bool:
        """Whether enough of a form is printed from a row on. It mostly is in about as many rows as were printed
        ``before``: only else all the rest of the file is looked at, which would be once for each of its documents.
        """
        near, end = min(first + 2 * before, len(self.rows)), len(self.rows)
        return any(self._share(first, to) >= LEAST_SHARE for to in dict.fromkeys((near, end)))

    def _share(self, first: int, end: int) -> float:
        """How much of a form is printed in a stretch of rows."""
        stretch = rows_between(self.document, first, end)
        return 0.0 if stretch is None else recognise(stretch, [self.schema]).share

    def _is_quoted(self, row: int) -> bool:
        """Whether words at a title say that it stands in an annex, or over something that is quoted."""
        near = self.rows[max(0, row - _OVER) : row + _OVER]
        return any(annex_words().match(cell.text.strip(" \t(（[【")) for each in near for cell in each.cells)


@lru_cache(maxsize=16)
def _titles_and_labels(schema: Schema, book: LabelBook) -> tuple[frozenset[Texts], frozenset[str]]:
    """The titles of the tables of a schema, and the words of all its other labels."""
    titles = frozenset(table.title.texts for form in schema.forms for table in form.tables)
    labels = {label.texts for form in schema.forms for label in form_labels(form)} - titles
    cores = (book.fold(text).core for texts in labels for text in texts)
    return titles, frozenset(core for core in cores if len(core) > 1)


def _tops(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """How many printed rows stand over each row on its page."""
    inside = [(number, row) for number, row in enumerate(rows) if row.cells and printed(row)]
    for _, page in groupby(inside, key=lambda each: each[1].cells[0].place.page):
        yield from ((number, over) for over, (number, _) in enumerate(page))
