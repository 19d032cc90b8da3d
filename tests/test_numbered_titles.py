"""A table that is counted in front of its title is that table, a sentence that names it is not."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.page_words import page_words
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schemas
from tests.test_layout_repeated import HEADINGS, TITLE, names, row


def read(folder: Path, *title: str) -> Reading:
    """The table under a title of these lines."""
    rows = (row("Headquarters", *range(1, 13)), row("AGENCY OVERALL", *range(1, 13)))
    path = folder / "report.txt"
    path.write_text("\n".join([*title, "", "\t".join(HEADINGS), *rows]), encoding="utf-8")
    schema = next(each for each in load_schemas() if each.name == "us_foia")
    return read_layout(open_document(path), schema, schema.forms[0])


@pytest.mark.parametrize("number", ["Table 2. ", "Table 2: ", "TABLE II. ", "Tab. 2 - ", "Schedule B. "])
def test_what_counts_a_table_is_no_part_of_its_title(tmp_path: Path, number: str) -> None:
    reading = read(tmp_path, number + TITLE)
    assert names(reading) == ["Headquarters"]
    assert TITLE not in {problem.about for problem in reading.problems}


def test_without_its_title_no_table_is_found(tmp_path: Path) -> None:
    assert names(read(tmp_path, "Nothing of this is a table")) == []


def test_a_numbered_title_may_run_over_two_lines(tmp_path: Path) -> None:
    at = TITLE.rindex(" ")
    reading = read(tmp_path, "Table 2. " + TITLE[:at], TITLE[at + 1 :])
    assert names(reading) == ["Headquarters"]


@pytest.mark.parametrize(
    ("language", "text", "bare"),
    [
        ("en", "Table 3. Fruit by depot", "Fruit by depot"),
        ("zh", "表2 - 各仓库水果", "各仓库水果"),
        ("zh", "附表三 各仓库水果", "各仓库水果"),
        ("en", "Tables of fruit", "Tables of fruit"),
        ("en", "Table 3.", "Table 3."),
        ("en", "See table 3. Fruit by depot", "See table 3. Fruit by depot"),
    ],
)
def test_only_the_number_in_front_is_taken_off(language: str, text: str, bare: str) -> None:
    assert page_words(language).without_number(text) == bare
