"""Fields between commas, semicolons, tabs and pipes; and prose, which is full of commas."""

from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.documents.sheets.delimited import find_delimiter
from tests.document_places import assert_all_is_covered, assert_places_hold, cells


def opened(tmp_path: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> Document:
    (tmp_path / name).write_bytes(text.encode(encoding))
    document = open_document(tmp_path / name)
    assert_places_hold(document)
    return document


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\nx,1\n", ","),
        ("a;b\nx;1,5\ny;2,5\n", ";"),
        ("a;1,234;5,678\nb;2,345;6,789\n", ";"),
        ("a\tb\nx, y\t1\n", "\t"),
        ("a|b\nx|1\n", "|"),
        ("sep=;\na,x;b\n", ";"),
        ("only words\nand more words\n", ""),
    ],
)
def test_the_delimiter_is_found_by_what_it_makes(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_quotes_keep_thousands_and_line_breaks_in_one_cell(tmp_path: Path) -> None:
    document = opened(tmp_path, 'name,n\n"two\nlines","1,234"\n"a ""b""",0\nc,\n')
    assert cells(document) == [["name", "n"], ["two lines", "1,234"], ['a "b"', "0"], ["c", ""]]
    assert [cell.address for cell in document.rows[2].cells] == ["A3", "B3"]
    assert document.media_type == "text/csv" and document.method == "logical"
    assert_all_is_covered(document)


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, 'a,b\n"x,1\ny,2\n')) == [["a", "b"], ['"x', "1"], ["y", "2"]]


def test_a_short_row_is_not_filled_up(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "a,b,c\nx,1,2\ny,1\n"))[2] == ["y", "1"]


def test_titles_and_notes_stand_outside_the_table(tmp_path: Path) -> None:
    document = opened(tmp_path, "Report,,\n\nOne\nx,a,b\ny,1,2\n\nnote\n")
    assert [row.table for row in document.rows] == [None, None, 0, 0, None]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_fields_are_decoded_like_any_text(tmp_path: Path, encoding: str) -> None:
    text = "项目,自然人,总计\n本年新收政府信息公开申请数量,12,13\n上年结转的申请,1,1\n"
    assert cells(opened(tmp_path, text, encoding=encoding))[1][1:] == ["12", "13"]


def test_a_page_under_the_name_of_fields_is_a_page(tmp_path: Path) -> None:
    assert opened(tmp_path, "<html><body><p>a, b</p></body></html>").method == "html"


def test_prose_under_the_name_of_fields_stays_whole(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, "Dear Sir\nthank you\n")) == [["Dear Sir"], ["thank you"]]


def test_a_table_of_commas_in_a_text_is_a_table(tmp_path: Path) -> None:
    document = opened(
        tmp_path, 'In 2020, as before:\n\nname,a,b\nx,1,2\ny,"1,234",3\nz,,4\n\nThe end, for now.\n', "a.txt"
    )
    assert cells(document)[1:5] == [["name", "a", "b"], ["x", "1", "2"], ["y", "1,234", "3"], ["z", "", "4"]]
    assert [row.table for row in document.rows] == [None, 0, 0, 0, 0, None]


def test_a_list_of_words_and_plain_numbers_is_a_table_of_two_columns(tmp_path: Path) -> None:
    text = "kind,n\nfees,1\nappeals,0\nlicences,12\nothers,3\n"
    assert cells(opened(tmp_path, text, "a.txt")) == [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "In 2020, we got 3, and\nin 2021, we got 4, and\nin 2022, we got 5, and\n",
        "Requests received 1,234\nAppeals closed 2,345\nOther cases 3,456\n",
        "A,1,234\nB,2,345\nC,3,456\n",
        "Fees, 1,234, 5,678\nOther, 2,345, 1,111\nMore, 3,222, 4,333\n",
        "x,1\ny,2\n",
        "Treasury stock, at cost\n( 7,837 )\n( 7,837 )\n",
        "September 28, 2024\nSeptember 28, 2024\nSeptember 30, 2023\nMay 1, 2023\nMay 2, 2023\nMay 3, 2023\n",
        "受理申请12件,办结10件\n受理复议1件,办结1件\n受理诉讼0件,办结0件\n",
    ],
)
def test_prose_and_grouped_digits_make_no_cells(tmp_path: Path, text: str) -> None:
    assert cells(opened(tmp_path, text, "a.txt")) == [[line] for line in text.splitlines()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "kept", ["1286", "0012", "1.286", "-7", "A 1", "", "007-1", "2024-03-05", "12 %", "9999999999999999"]
)
def test_a_field_written_to_be_kept_as_it_is_holds_its_digits(tmp_path: Path, delimiter: str, kept: str) -> None:
    rows = [["name", "count"], ["licences", f'="{kept}"'], ["fees", "3"]]
    path = tmp_path / "a.csv"
    for quoted in (False, True):
        lines = [[f'"{field.replace(chr(34), chr(34) * 2)}"' if quoted else field for field in row] for row in rows]
        path.write_text("\n".join(delimiter.join(row) for row in lines), encoding="utf-8")
        assert cells(open_document(path)) == [["name", "count"], ["licences", kept], ["fees", "3"]]
