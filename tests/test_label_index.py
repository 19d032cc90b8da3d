"""Looking labels up finds what comparing a text with every one of them finds, and nothing else."""

import random

import pytest

from extractor.readers.label_index import form_labels, with_parents
from extractor.readers.labels import LabelBook, label_index, row_labels
from extractor.schemas.form import Label, Schema
from extractor.schemas.registry import load_schemas
from extractor.schemas.values import UNREADABLE

ORDINALS = ("", "1.", "（三）", "2 ", "V.A. ", "(b)", "12、", "7")
TAILS = ("", " of the year", "（件）", " (in days)", " 2023", "合计", " Total")
SCHEMAS = tuple(schema for schema in load_schemas() if all(form.tables for form in schema.forms))
"""Those whose forms have tables: the labels of any model are compared otherwise."""


def _labels(schema: Schema) -> list[Label]:
    rows = [row for form in schema.forms for table in form.tables for block in table.blocks for row in block.rows]
    every = [
        *(label for form in schema.forms for label in form_labels(form)),
        *(x for r in rows for x in with_parents(r)),
    ]
    return list({label.texts: label for label in every}.values())


def _misprinted(text: str, chance: random.Random) -> str:
    """A text with one thing changed that print, typists and recognition change."""
    at = chance.randrange(len(text) + 1)
    kind = chance.randrange(9)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + chance.choice("lOo05行人e ") + text[at + 1 :]
    if kind == 2:
        return text[:at] + UNREADABLE + text[at + 1 :]
    if kind == 3:
        return text[:at] + chance.choice(" -,(年x1") + text[at:]
    if kind == 4:
        return text[:at]
    if kind == 5:
        return text[at:]
    if kind == 6:
        return text.upper()
    if kind == 7:
        return text[at:] + text[:at]
    return text


def _printed(schema: Schema, chance: random.Random) -> list[str]:
    spellings = [text for label in _labels(schema) for text in label.texts if text]
    texts = []
    for _ in range(120):
        text = chance.choice(spellings)
        for _ in range(chance.randrange(3)):
            text = _misprinted(text, chance)
        front = chance.choice(("", "", chance.choice(spellings), "Form of "))
        texts.append(chance.choice(ORDINALS) + front + text + chance.choice(TAILS))
    return [*texts, "", "0", "1,234", "…", UNREADABLE * 3]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
@pytest.mark.parametrize("recognised", [False, True], ids=["stored", "recognised"])
@pytest.mark.parametrize("seed", range(3))
def test_a_label_looked_up_is_as_near_as_the_same_label_compared(schema: Schema, recognised: bool, seed: int) -> None:
    looked_up = LabelBook(schema.variants, recognised, label_index(schema))
    compared = LabelBook(schema.variants, recognised)
    labels = _labels(schema)
    assert all(label.texts in label_index(schema).spelled for label in labels)
    for text in _printed(schema, random.Random(seed)):
        for label in labels:
            assert looked_up.score(text, label) == compared.score(text, label), (text, label)
            assert looked_up.score_alone(text, label) == compared.score_alone(text, label), (text, label)
            assert looked_up.is_prefix(text, label) == compared.is_prefix(text, label), (text, label)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_the_labels_of_all_rows_asked_at_once_say_what_each_row_says(schema: Schema) -> None:
    book, compared = LabelBook(schema.variants, False, label_index(schema)), LabelBook(schema.variants)
    for form in schema.forms:
        rows = [row for table in form.tables for block in table.blocks for row in block.rows if row.label.printed]
        labels = row_labels(schema, form)
        for text in _printed(schema, random.Random(7)):
            every = [label for row in rows for label in with_parents(row)]
            assert labels.nearest(text, book) == max(compared.score_row(text, row) for row in rows)
            assert labels.nearest_alone(text, book) == max(compared.score_alone(text, label) for label in every)


def test_a_piece_of_a_label_is_known_and_a_piece_of_two_is_none() -> None:
    for schema in SCHEMAS:
        book = LabelBook(schema.variants, False, label_index(schema))
        for form in schema.forms:
            labels, rows = row_labels(schema, form), form.tables[0].blocks[0].rows
            cores = [book.fold(row.label.printed).core for row in rows if row.label.printed]
            assert all(labels.is_fragment(core[1:-1], book) for core in cores if len(core) > 3)
            assert not labels.is_fragment("".join(reversed("".join(cores[:2]))), book) or len(cores) < 2
