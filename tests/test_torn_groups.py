"""The name of a group that a picture parts into cells is one; headings in pieces are told from left to right."""

from dataclasses import replace

import pytest

from extractor.documents.model import Box, Cell, Place
from extractor.readers.column_order import column_order
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.readers.torn_headings import are_torn
from extractor.readers.torn_titles import with_whole_groups
from extractor.schemas.form import BlockSpec, ColumnSpec, Label, RowSpec, TableSpec

FIRMS = Label(("法人或其他组织",))
COLUMNS = (
    ColumnSpec("people", Label(("自然人",))),
    ColumnSpec("trade", Label(("商业企业",)), groups=(FIRMS,)),
    ColumnSpec("public", Label(("社会公益组织",)), groups=(FIRMS,)),
    ColumnSpec("all", Label(("总计",))),
)
ROW = RowSpec("new", Label(("新收申请数量",)), tuple(column.key for column in COLUMNS))
BLOCK = BlockSpec(COLUMNS, (ROW,))
TABLE = TableSpec("t", Label(("表一",)), (BLOCK,))
BOOK = LabelBook({}, True)


def cell(text: str, column: int, span: int = 1, line: int = 0, box: Box | None = None) -> Cell:
    at = 1000 * line + 50 * column
    return Cell(text, Place(1, (at, at + len(text)), box), column, span, seen_by="engine")


def values(*numbers: str) -> OutlineRow:
    cells = tuple(cell(number, column, line=9) for column, number in enumerate(numbers, 1))
    return OutlineRow(ROW, BLOCK, (cell("新收申请数量", 0, line=9),), cells, "own")


LINES = (
    (cell("法人或其他组", 2), cell("织", 3)),
    (cell("社会", 3, line=1),),
    (cell("自然人", 1, line=2), cell("商业企业", 2, line=2), cell("公益组织", 3, line=2), cell("总计", 4, line=2)),
)


def doubts(*lines: tuple[Cell, ...]) -> list[str]:
    whole = [with_whole_groups(line, TABLE, BOOK) for line in lines]
    found = column_order(BLOCK, whole, whole, [values("3", "4", "5", "12")], BOOK)
    return [each.kind.value for each in found.doubts] if found.order == (0, 1, 2, 3) else ["another order"]


def test_the_name_of_a_group_in_pieces_is_one_cell_over_its_columns() -> None:
    (whole,) = with_whole_groups(LINES[0], TABLE, BOOK)
    assert ("".join(whole.text.split()), whole.column, whole.column_span) == ("法人或其他组织", 2, 2)


@pytest.mark.parametrize(
    "line",
    [
        (cell("法人或其他组", 2), cell("织", 4)),
        (cell("法人或", 2), cell("组织", 3)),
        (cell("法人或其他组织", 2), cell("", 3)),
        (replace(cell("法人或其他组", 2), seen_by=""), cell("织", 3)),
    ],
)
def test_cells_apart_other_words_and_stored_cells_stay(line: tuple[Cell, ...]) -> None:
    assert with_whole_groups(line, TABLE, BOOK) == line


def test_headings_under_a_torn_group_with_a_piece_on_a_line_of_its_own_are_known() -> None:
    assert doubts(*LINES) == []


def test_another_piece_on_that_line_leaves_a_doubt() -> None:
    assert doubts(LINES[0], (cell("其他", 3, line=1),), LINES[2]) != []


def test_two_headings_exchanged_are_never_in_the_order_of_the_form() -> None:
    people, trade, public, every = LINES[2]
    exchanged = (replace(trade, text="公益组织"), replace(public, text="商业企业"))
    assert doubts(LINES[0], (cell("社会", 2, line=1),), (people, *exchanged, every)) == ["another order"]


def test_a_cell_over_two_columns_that_prints_the_headings_of_both_is_both() -> None:
    line = (LINES[2][0], cell("商业企业社会公益组织", 2, 2, line=2), LINES[2][3])
    assert doubts((cell("法人或其他组织", 2, 2),), line) == []
    other = (LINES[2][0], cell("社会公益组织商业企业", 2, 2, line=2), LINES[2][3])
    assert doubts((cell("法人或其他组织", 2, 2),), other) != []


PLAIN = BlockSpec(
    tuple(
        ColumnSpec(key, Label((text,)))
        for key, text in (("b", "上年项目数量"), ("c", "本年增减"), ("d", "处理决定数量"))
    ),
    (),
)


def placed(text: str, x: float, line: int) -> Cell:
    return cell(text, 0, line=line, box=(x, 12.0 * line, x + 9.0 * len(text), 12.0 * line + 9))


def test_a_heading_of_one_line_between_those_of_two_is_told_by_where_it_stands() -> None:
    lines = (
        (placed("上年项", 0, 0), placed("处理决", 200, 0)),
        (placed("本年增减", 100, 1),),
        (placed("目数量", 0, 2), placed("定数量", 200, 2)),
    )
    assert are_torn(PLAIN, lines, BOOK)
    moved = (lines[0], (placed("本年增减", 300, 1),), lines[2])
    assert not are_torn(PLAIN, moved, BOOK)
    unplaced = tuple(tuple(replace(c, place=replace(c.place, box=None)) for c in line) for line in lines)
    assert not are_torn(PLAIN, unplaced, BOOK)


def test_a_strange_word_is_no_matter_in_front_but_over_the_values() -> None:
    lines = (
        (placed("上年项", 100, 0), placed("处理决", 300, 0)),
        (placed("内容", 0, 1), placed("目数量本年增减", 100, 1), placed("定数量", 300, 1)),
    )
    assert are_torn(PLAIN, lines, BOOK)
    assert not are_torn(PLAIN, lines, BOOK, nothing_else=True)
    assert are_torn(PLAIN, (lines[0], lines[1][1:]), BOOK, nothing_else=True)
