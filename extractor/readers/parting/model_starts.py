"""Another document where page numbers begin again: of any model, and of forms that do not say who they are of."""

import re
from collections.abc import Mapping, Sequence

from extractor.documents.file_parts import FilePart, document_part
from extractor.documents.model import Document, Row
from extractor.readers.open_layout import read_open
from extractor.readers.parting.page_numbers import PageNumbers, annex_words
from extractor.readers.parting.part_start import PartStart, is_complete, is_copy, printed, rows_between, start_at
from extractor.readers.recognise import recognise
from extractor.schemas.form import Form, Schema, Value

_TOP = 4
"""Printed rows of a page in which its title stands."""
_LETTERS = 4
"""Letters of a title that is worth comparing."""
_MOST_PAGES = 60
"""Pages of a file up to which each is looked at by itself, where no numbers tell."""
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[^\w#]+")


def starts_of_model(document: Document, schema: Schema, form: Form, numbers: PageNumbers) -> tuple[PartStart, ...]:
    """Where another document begins. Certain where page numbers begin again over a title that is printed again or an
    identity with another value; likely where title and identity say so and no page numbers do.
    """
    search = _RestartSearch(document, schema, form, numbers)
    if len(numbers.runs) > 1:
        return search.by_numbers(numbers.runs)
    if numbers.runs:
        return ()  # Pages that are counted through are those of one document.
    return search.by_identity()


class _RestartSearch:
    def __init__(self, document: Document, schema: Schema, form: Form, numbers: PageNumbers) -> None:
        self._document, self._schema, self._form, self._numbers = document, schema, form, numbers
        self._pages: dict[int, list[int]] = {}
        for number, row in enumerate(document.rows):
            if row.cells and printed(row):
                self._pages.setdefault(row.cells[0].place.page, []).append(number)
        self._identity = [path for path, spec in form.fields.items() if spec.identity]

    def by_numbers(self, runs: Sequence[Sequence[int]]) -> tuple[PartStart, ...]:
        """The first pages of runs of page numbers, and whether all of them begin documents."""
        parts = [document_part(self._document, FilePart("page", run[0], run[-1])) for run in runs]
        if not all(is_complete(part, self._schema) for part in parts):
            return ()  # Annexes are counted anew as well, and so are terms of business.
        said = [self._identities(part) for part in parts]
        starts = []
        for number in range(1, len(runs)):
            page, before, now = runs[number][0], said[number - 1], said[number]
            if before and before == now and not is_copy(parts[number - 1].rows, parts[number].rows):
                return ()  # The same document goes on, whatever its pages count.
            other = bool(now) and any(now.get(path) != value for path, value in before.items())
            sure = (other or self._repeats_title(runs[0][0], page)) and not self._is_quoted(page)
            starts.append(start_at(self._document.rows, self._pages[page][0], True, sure))
        return tuple(starts)

    def by_identity(self) -> tuple[PartStart, ...]:
        """Pages, or lines of a text, over which the title stands again, with another identity below it."""
        if not self._identity:
            return ()
        tops = self._pages if len(self._pages) > 1 else {}
        if len(tops) > _MOST_PAGES:
            return ()
        firsts = self._titled_pages() if tops else self._title_rows()
        if len(firsts) < 2:
            return ()
        starts: list[PartStart] = []
        before: Mapping[str, Value | None] = {}
        for number, row in enumerate(firsts):
            end = firsts[number + 1] if number + 1 < len(firsts) else len(self._document.rows)
            part = rows_between(self._document, row, end)
            if part is None or recognise(part, [self._schema]).form is None:
                continue
            said = self._identities(part)
            if not said:
                continue
            if before and all(said.get(path, value) != value for path, value in before.items()):
                starts.append(start_at(self._document.rows, row, bool(tops), False))
            before = said
        return tuple(starts)

    def _titled_pages(self) -> list[int]:
        """The first rows of the pages that print a line of the top of the first page at their top again."""
        first, *_ = self._pages
        titles = self._titles_of(first)
        return [rows[0] for page, rows in self._pages.items() if titles & self._titles_of(page)]

    def _titles_of(self, page: int) -> set[str]:
        """The lines at the top of a page that say something."""
        masked = map(_masked, self._top_of(page))
        return {text for text in masked if sum(char.isalpha() for char in text) >= _LETTERS}

    def _title_rows(self) -> list[int]:
        """The rows of a text that print its first line again, but for digits."""
        rows = [number for each in self._pages.values() for number in each]
        title = _masked(self._document.rows[rows[0]]) if rows else ""
        if sum(char.isalpha() for char in title) < _LETTERS:
            return []
        return [number for number in rows if _masked(self._document.rows[number]) == title]

    def _identities(self, part: Document) -> Mapping[str, Value | None]:
        """The identity fields that a part states."""
        if self._form.shape is None or not self._identity:
            return {}
        fields = read_open(part, self._schema, self._form).fields
        said = {path: fields[path] for path in self._identity if path in fields}
        return {path: field.value for path, field in said.items() if field.state == "read"}

    def _repeats_title(self, first: int, page: int) -> bool:
        """Whether a line at the top of the first page stands at the top of this one, and of no page between them."""
        tops = {each: self._titles_of(each) for each in self._pages if first <= each <= page}
        titles = tops[first] & tops[page]
        follow = [tops[each] for each in tops if self._numbers.goes_on_at(each)]
        return any(all(text not in others for others in follow) for text in titles)

    def _top_of(self, page: int) -> list[Row]:
        rows = [self._document.rows[number] for number in self._pages[page]]
        return [row for row in rows if not self._numbers.is_number(row)][:_TOP]

    def _is_quoted(self, page: int) -> bool:
        return any(
            annex_words().match(cell.text.strip(" \t(（[【")) for row in self._top_of(page) for cell in row.cells
        )


def _masked(row: Row) -> str:
    """A line with its digits as signs: what it says, whatever it counts."""
    return _SIGNS.sub(" ", _DIGITS.sub("#", row.text.lower())).strip()
