"""Pages printed as text: columns told by figures below each other; cells that markdown prints once a column."""

import pytest

from extractor.documents import Document
from extractor.documents.text.plain_text import open_text
from extractor.evidence import DoubtKind

pytestmark = pytest.mark.slow

BLANK = ""


def opened(text: str) -> Document:
    return open_text(text, name="a.txt", sha256="0", encoding="utf-8")


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.rows]


def printed(lines: list[tuple[str, list[str]]], wide: int, at: int = 30, width: int = 9) -> str:
    """Labels and figures at their columns of print; ``wide``: columns that an ideograph takes."""
    written = []
    for label, figures in lines:
        length = sum(wide if ord(char) > 255 else 1 for char in label)
        text = label + " " * (at - length)
        for figure in figures:
            text += figure.center(width)
        written.append(text.rstrip())
    return "\n".join(written) + "\n"


LINES = [
    ("一、新收", ["3", "14", "159"]),
    ("二、办理中（其中：网上）", ["26", "5", "35"]),
    ("三、结转", ["8", BLANK, "97"]),
]


@pytest.mark.parametrize("wide", [1, 2])
@pytest.mark.parametrize("between", ["", "\n", "（注）\n"])
def test_a_blank_stands_in_its_column_however_wide_an_ideograph_is(wide: int, between: str) -> None:
    title = "表一\n" + printed([("四、另表", ["1"])], wide, at=44) + "表二\n"
    text = title + between.join(line + "\n" for line in printed(LINES, wide).splitlines())
    found = [row for row in rows(opened(text)) if row[0] == "三、结转"]
    assert found == [["三、结转", "8", BLANK, "97"]]


@pytest.mark.parametrize("shift", [2, 3, -3])
def test_a_line_out_of_its_columns_leaves_lines_with_fewer_numbers_in_doubt(shift: int) -> None:
    first, second, third = printed(LINES, 1).splitlines()
    second = second.replace("  ", "  " + " " * shift, 1) if shift > 0 else second.replace(" " * -shift, "", 1)
    document = opened(f"表一\n{first}\n{second}\n{third}\n")
    partial = next(row for row in document.rows if row.cells[0].text == "三、结转")
    assert {each.kind for cell in partial.cells for each in cell.doubts} == {DoubtKind.COLUMNS_STRAY}


def test_a_column_without_a_number_is_known_by_its_heading() -> None:
    heads = ("", ["甲", "乙", "丙"])
    lines = [(label, [figures[0], BLANK, figures[2]]) for label, figures in LINES]
    found = rows(opened(printed([heads, *lines], 1)))
    assert [row[1:] for row in found[1:]] == [["3", BLANK, "159"], ["26", BLANK, "35"], ["8", BLANK, "97"]]


@pytest.mark.parametrize("figures", [5, 8, 12])
@pytest.mark.parametrize("heads", ["Number of Requ", "Requests Recei"])
@pytest.mark.parametrize("last", [("TOTAL",), ("Other", "TOTAL")])
def test_a_heading_behind_the_only_row_shows_that_its_end_is_blank(
    figures: int, heads: str, last: tuple[str, ...]
) -> None:
    joined = "Agency / Component   " + " ".join([heads.rjust(14)] * figures)
    head = joined + "".join(each.rjust(15) for each in last)
    row = "HLCMN".ljust(20) + "".join(str(n + 7).rjust(15) for n in range(figures))
    document = opened(f"Fiscal Year 2021\n\n{head}\n{row}\n")
    found = next(each for each in document.rows if each.cells[0].text == "HLCMN")
    assert [cell.text for cell in found.cells[1:]] == [*(str(n + 7) for n in range(figures)), *[BLANK] * len(last)]
    assert all(DoubtKind.COLUMNS_STRAY in {each.kind for each in cell.doubts} for cell in found.cells[1:])


MARKDOWN = "|Title|Title|Title|\n|---|---|---|\n|Kind|Number|{second}|\n|Licences|97|97|\n|Fines|0|0|\n"


@pytest.mark.parametrize(("second", "figures"), [("Number", ["97"]), ("Change", ["97", "97"])])
def test_a_number_is_printed_twice_only_below_one_heading(second: str, figures: list[str]) -> None:
    found = rows(opened(MARKDOWN.format(second=second)))
    assert found[2] == ["Licences", *figures]


def test_headings_that_are_alike_by_halves_stay_apart() -> None:
    text = "|Result|Result|Total|\n|---|---|---|\n|upheld|amended||\n|3|3|6|\n"
    assert rows(opened(text)) == [["Result", "Result", "Total"], ["upheld", "amended", ""], ["3", "3", "6"]]


def test_lines_of_a_markdown_cell_are_one_text() -> None:
    found = rows(opened("|Kind|Number|\n|---|---|\n|行政<br>许可|97|\n|Fines<br/>paid|0|\n"))
    assert found[1:] == [["行政许可", "97"], ["Fines paid", "0"]]
