"""Titles and headings of a form among printed texts: what was found of a text is kept for the documents after it."""

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from extractor.readers.label_index import Texts
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.page_words import PageWords
from extractor.schemas.form import Form, Label, TableSpec
from extractor.schemas.remembered import Remembered

_DIGIT = re.compile(r"\d")


class FormHeads:
    """The titles and headings of a form, compared with the texts of documents by the label book of its schema.

    ``titled``: the keys of the tables whose title a text prints, or prints again where the table goes on.
    ``is_printed_head``: whether a text is the title of a table of the form or of a block, or a heading of a column or a
    group of them.
    """

    def __init__(self, form: Form, book: LabelBook, words: PageWords) -> None:
        self._form = form
        self._book = book
        self._words = words
        self._headings = {spec.key: _headings(spec) for spec in form.tables}
        self._numbered = {
            key: tuple(each for each in headings if _DIGIT.search(" ".join(each.texts)))
            for key, headings in self._headings.items()
        }
        known = [label for label in form_heads(form) if book.knows(label)]
        self._known: frozenset[Texts] = frozenset(label.texts for label in known)
        self._others = [label for label in form_heads(form) if not book.knows(label)]
        self._nearness = {spec.key: Remembered(partial(self._near, spec)) for spec in form.tables}
        self.titled = Remembered(self._titled).__getitem__
        self.is_printed_head = Remembered(self._is_printed_head).__getitem__

    def headings(self, spec: TableSpec) -> tuple[Label, ...]:
        """Every different column heading of a table."""
        return self._headings[spec.key]

    def numbered(self, spec: TableSpec) -> tuple[Label, ...]:
        """The column headings of a table that hold a digit."""
        return self._numbered[spec.key]

    def nearness(self, text: str, spec: TableSpec) -> float:
        """Best similarity of a text to a column heading of a table; a heading cut off counts as just accepted."""
        return self._nearness[spec.key][text]

    def _near(self, spec: TableSpec, text: str) -> float:
        labels = [label for label in self._headings[spec.key] if self._book.may_be(text, label)]
        return max([self._to_label(text, label) for label in labels], default=0.0)

    def _to_label(self, text: str, label: Label) -> float:
        score = self._book.score_alone(text, label)
        if score >= SCALE.accepted:
            return score
        return SCALE.accepted if self._book.is_prefix(text, label) else 0.0

    def _titled(self, text: str) -> frozenset[str]:
        bare = self._words.without_number(text)
        texts = dict.fromkeys((text, *map(self._words.without_continued, (text, bare))))
        near = {label for each in texts for label, score in self._book.near(each).items() if score >= SCALE.title}
        return frozenset(
            table.key for table in self._form.tables if table.title.texts in near or self._is_titled(texts, table)
        )

    def _is_titled(self, texts: Iterable[str], table: TableSpec) -> bool:
        known = self._book.knows(table.title)
        return not known and any(self._book.score(text, table.title) >= SCALE.title for text in texts)

    def _is_printed_head(self, text: str) -> bool:
        near = self._book.near(text)
        if any(score >= SCALE.title and texts in self._known for texts, score in near.items()):
            return True
        return any(self._book.score(text, label) >= SCALE.title for label in self._others)


@lru_cache(maxsize=16)
def heads_of(form: Form, book: LabelBook, words: PageWords) -> FormHeads:
    """The titles and headings of a form, kept while documents of the form are read."""
    return FormHeads(form, book, words)


def form_heads(form: Form) -> Iterable[Label]:
    """Every title and heading of a form."""
    for table in form.tables:
        yield table.title
        for block in table.blocks:
            yield from (block.title,) if block.title is not None else ()
            yield from (label for column in block.columns for label in (column.label, *column.groups))


def _headings(spec: TableSpec) -> tuple[Label, ...]:
    found = {column.label.texts: column.label for block in spec.blocks for column in block.columns}
    return tuple(found.values())
