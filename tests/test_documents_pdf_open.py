"""Tables without rules in PDF, two reports on one sheet, and what stands beside tables."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from pathlib import Path

import pymupdf

from tests.document_places import cells
from tests.test_documents_pdf import Draw, opened, rule, write

FORM = [["Received", "12"], ["Granted", "3.5"], ["Refused", ""], ["Pending", "/"], ["Withdrawn", "1,204"]]


def test_two_reports_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    def ruled(page: pymupdf.Page) -> None:
        for left in (10, 210):
            write(page, left, 80, "Annual report of an authority", size=9)
            rule(page, [left, left + 90, left + 170], [100 + 20 * i for i in range(len(FORM) + 1)])
            for r, row in enumerate(FORM):
                for c, text in enumerate(row):
                    write(page, left + 4 + 90 * c, 114 + 20 * r, text, size=9)

    def unruled(page: pymupdf.Page) -> None:
        for left in (10, 210):
            write(page, left, 80, "Annual report of an authority", size=9)
            for r, row in enumerate(FORM):
                for c, text in enumerate(row):
                    write(page, left + 110 * c, 114 + 20 * r, text, size=9)

    for draw in (ruled, unruled):
        document = opened(tmp_path, draw)
        report = [["Annual report of an authority"], *FORM]
        assert cells(document) == report + report
        assert [row.table for row in document.rows] == [None, 0, 0, 0, 0, 0, None, 1, 1, 1, 1, 1]


def test_a_table_with_a_wide_gap_in_its_middle_is_one_table(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for r, row in enumerate([*FORM, ["Appealed", "7"], ["Overturned", "2"]]):
            for c, text in enumerate([row[0], row[1], str(r), "4"]):
                write(page, (10, 100, 240, 320)[c], 114 + 16 * r, text, size=9)

    assert [row.table for row in opened(tmp_path, draw).rows] == [0] * 7


def test_text_that_runs_up_the_margin_does_not_get_into_a_table(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for r, row in enumerate(FORM):
            for c, text in enumerate(row):
                write(page, 60 + 120 * c, 114 + 20 * r, text)
        page.insert_text((30, 200), "Form 2014 of 17", fontsize=9, rotate=90)

    document = opened(tmp_path, draw)
    assert cells(document)[:5] == FORM
    assert [row.text for row in document.rows if row.table is None] == ["Form 2014 of 17"]


def test_figures_half_way_between_the_lines_of_their_label_are_one_row(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for r, label in enumerate([["Inequality of", "income (index)"], ["Mortality before", "age 75"]]):
            for line, text in enumerate(label):
                write(page, 40, 114 + 40 * r + 12 * line, text)
            for c in range(3):
                write(page, 200 + 60 * c, 120 + 40 * r, f"0.{r}{c}8")

    assert cells(opened(tmp_path, draw)) == [
        ["Inequality of income (index)", "0.008", "0.018", "0.028"],
        ["Mortality before age 75", "0.108", "0.118", "0.128"],
    ]


def test_a_column_that_is_blank_in_every_row_is_known_by_its_heading(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for r, row in enumerate([["Made", "Void", "Left"], ["12", "", "3"], ["4", "", "51"]]):
            write(page, 40, 100 + 16 * r, ["", "licences", "fees"][r])
            for c, text in enumerate(row):
                write(page, 160 + 70 * c, 100 + 16 * r, text)

    assert cells(opened(tmp_path, draw)) == [
        ["", "Made", "Void", "Left"],
        ["licences", "12", "", "3"],
        ["fees", "4", "", "51"],
    ]


def test_a_label_over_many_lines_does_not_end_its_table(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        at = 100
        for label, figures in (("one two three four five six", ["1", "", "3"]), ("seven", ["4", "5", "6"])):
            for c, text in enumerate(figures):
                write(page, 160 + 70 * c, at, text)
            for word in label.split():
                write(page, 40, at, word)
                at += 13

    document = opened(tmp_path, draw)
    assert {row.table for row in document.rows} == {0}
    assert [row.text for row in document.rows if len(row.text.split()) > 1] == ["one\t1\t\t3", "seven\t4\t5\t6"]


def test_a_running_head_beside_a_page_number_is_no_table(tmp_path: Path) -> None:
    def draw(number: int) -> Draw:
        def page_with_foot(page: pymupdf.Page) -> None:
            write(page, 40, 100, "Running text of the page.")
            write(page, 40, 580, "Chapter on results")
            write(page, 350, 580, str(number))

        return page_with_foot

    assert {row.table for row in opened(tmp_path, draw(46), draw(47)).rows} == {None}


def test_blank_columns_are_known_where_headings_stand_on_two_lines(tmp_path: Path) -> None:
    lines: list[dict[int, str]] = [
        {0: "Upheld", 1: "Changed", 2: "Other", 3: "Total"},
        {4: "Upheld", 5: "Changed", 6: "Other", 7: "Open", 8: "Total"},
        {0: "11", 1: "4", 3: "15", 8: "2"},
    ]

    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate(lines):
            for column, text in line.items():
                width = pymupdf.get_text_length(text, fontsize=7)
                write(page, 20 + 42 * column - width / 2, 114 + 16 * number, text, size=7)

    figures = opened(tmp_path, draw).rows[-1]
    assert {cell.column: cell.text for cell in figures.cells if cell.text} == lines[-1]
    assert [cell.column for cell in figures.cells] == list(range(9))


def test_a_label_of_the_second_level_without_figures_does_not_end_its_table(tmp_path: Path) -> None:
    lines: list[dict[int, str]] = [
        {100: "Requests that were dealt with", 300: "12"},
        {10: "Refused", 100: "for want of records", 300: "8"},
        {100: "for want of an address"},
        {10: "Withdrawn", 100: "by the applicant"},
        {100: "by the heirs", 300: "4"},
    ]

    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate(lines):
            for x, text in line.items():
                write(page, x, 114 + 16 * number, text, size=9)

    assert [row.table for row in opened(tmp_path, draw).rows] == [0] * 5
