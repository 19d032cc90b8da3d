"""What the fifth looks have at tables beside their cells, numbers of rows and a title inside the frame, and columns of
text.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.evaluate.render.cell_places import Box
from specimens.held_out_looks.lettering import Lettering
from specimens.held_out_looks.office_sheet import OfficeSheet
from specimens.held_out_looks.table_margins import TablePart
from specimens.real_paper.drawn_paper import BLACK

_GUTTER = 16.0
"""Points between columns of text."""
_HEADING = 24
"""Characters from which a line of text is a paragraph."""


def print_fifth_margins(part: TablePart) -> None:
    """Print what a look has beside and over the parts of its tables."""
    if part.look.row_numbers:
        _row_numbers(part)
    if part.look.boxed_title:
        _boxed_title(part)


def _row_numbers(part: TablePart) -> None:
    """A column at the left in which every row of figures has its number, with a head of its own."""
    grid, right = part.grid, part.edges[0]
    left, above, number = right - part.look.gutter, part.box.top, 0
    chinese = any(not cell.text.isascii() for row in grid.rows for cell in row if cell.role != "value")
    head_top, has_head = above, False
    for row, below in part.rows:
        box = Box(left, above, right, below)
        if grid.kind(row) == "value":
            if above > head_top:
                head = Box(left, head_top, right, above)
                _put(part, head, "" if has_head else "序号" if chinese else "No.", part.look.head)
                has_head = True
            number = sum(grid.kind(each) == "value" for each in range(row + 1))
            _put(part, box, str(number), part.look.label)
            head_top = below
        above = below


def _boxed_title(part: TablePart) -> None:
    """The title of a table in its first row, as wide as the table."""
    left, right = part.edges[0], part.edges[-1]
    box = Box(left, part.box.top - part.look.lid, right, part.box.top)
    how = part.look.caption
    while how.length(part.grid.title) > right - left - 8:
        how = replace(how, size=how.size * 0.96)
    _put(part, box, part.grid.title, how)


def _put(part: TablePart, box: Box, text: str, how: Lettering) -> None:
    """A cell with a text in its middle."""
    left, top, right, bottom = box
    part.sheet.box(left, top, right, bottom, 0.5, BLACK)
    base = (top + bottom) / 2 + 0.35 * how.size
    how.put(part.sheet.shape, (left + right - how.length(text)) / 2, base, text)


def print_in_columns(sheet: OfficeSheet, paragraphs: Sequence[str]) -> None:
    """Print text in columns of about one height, as many as the look has, and go on below the longest."""
    look = sheet.look
    wide = (sheet.room - _GUTTER * (look.prose_columns - 1)) / look.prose_columns
    lines = [line for text in paragraphs for line in _broken(sheet, text, wide)]
    while lines:
        room = int((sheet.bottom - sheet.top) / _step(sheet))
        if room < min(3, len(lines)):
            sheet.turn()
            continue
        high = min(room, -(-len(lines) // look.prose_columns))
        for column in range(look.prose_columns):
            left = look.margins.left + column * (wide + _GUTTER)
            for at, (how, text) in enumerate(lines[column * high : (column + 1) * high]):
                how.put(sheet.shape, left, sheet.top + at * _step(sheet) + how.size, text)
        lines = lines[high * look.prose_columns :]
        sheet.top += high * _step(sheet)
    sheet.top += 6


def _step(sheet: OfficeSheet) -> float:
    return sheet.look.prose.size * sheet.look.leading


def _broken(sheet: OfficeSheet, text: str, wide: float) -> list[tuple[Lettering, str]]:
    is_heading = len(text) < _HEADING and not text.endswith(("。", "."))
    how = sheet.look.caption if is_heading else sheet.look.prose
    indented = f"\u3000\u3000{text}" if text.endswith("。") else text
    return [(how, line) for line in how.lines(indented, wide)]
