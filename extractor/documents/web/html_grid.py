"""Tables of a web page resolved to grids: which columns every cell covers, row and column spans included."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lxml import etree

from extractor.documents.composing import LaidCell, pieces_of_lines
from extractor.documents.stored_pictures import content_of_address
from extractor.documents.web.html_flow import lines_of, simple_text
from extractor.documents.web.html_line import lay
from extractor.documents.web.html_visibility import Visibility

_MOST_COLUMNS = 1000
_NONE: frozenset[int] = frozenset()


def table_rows(table: etree._Element, visibility: Visibility) -> Iterator[list[LaidCell]]:
    """The rows of a data table from top to bottom, each with the cells that begin in it; the caption comes first."""
    for caption in table.iterchildren("caption"):
        pieces = lay(lines_of(caption, visibility), in_cell=False).pieces
        if pieces and visibility.shows(caption):
            yield [LaidCell(pieces)]
    for section in _sections(table, visibility):
        yield from _section_rows(section, visibility)


def _sections(table: etree._Element, visibility: Visibility) -> list[list[etree._Element]]:
    """Rows by section, in printed order: head, bodies, foot. Rows outside any section stand where they are."""
    heads: list[list[etree._Element]] = []
    bodies: list[list[etree._Element]] = [[]]
    feet: list[list[etree._Element]] = []
    for child in table.iterchildren():
        if not visibility.shows(child):
            continue
        if child.tag == "tr":
            bodies[-1].append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows = [row for row in child.iterchildren("tr") if visibility.shows(row)]
            place = {"thead": heads, "tbody": bodies, "tfoot": feet}[str(child.tag)]
            place.append(rows)
            if child.tag == "tbody":
                bodies.append([])
    return heads + bodies + feet


def _section_rows(rows: list[etree._Element], visibility: Visibility) -> Iterator[list[LaidCell]]:
    """Resolve spans within a section; a row span never reaches beyond its section."""
    taken: dict[int, set[int]] = {}
    above: AbstractSet[int]
    for number, row in enumerate(rows):
        laid: list[LaidCell] = []
        column = 0
        above = taken.pop(number, _NONE)
        for element in row.iterchildren("td", "th"):
            if not visibility.shows(element):
                continue
            while column in above:
                column += 1
            across = _span(element, "colspan", _MOST_COLUMNS)
            down = _span(element, "rowspan", len(rows) - number)
            for below in range(number + 1, number + down):
                taken.setdefault(below, set()).update(range(column, column + across))
            simple = simple_text(element, visibility)
            if simple is not None:
                laid.append(LaidCell(pieces_of_lines((simple,)), column, across, down))
            else:
                content = lay(lines_of(element, visibility), in_cell=True, first=column == 0)
                pictures = tuple(_pictures(element, visibility))
                laid.append(LaidCell(content.pieces, column, across, down, own=content.own, pictures=pictures))
            column += across
        yield laid


def _pictures(cell: etree._Element, visibility: Visibility) -> Iterator[bytes]:
    """The pictures of a cell that the page itself holds."""
    for element in cell.iterdescendants("img"):
        content = content_of_address(element.get("src") or "") if visibility.shows(element) else None
        if content is not None:
            yield content


def _span(element: etree._Element, name: str, most: int) -> int:
    """A span attribute as a number; ``rowspan="0"`` reaches to the end of the section."""
    said = element.get(name)
    if said is None:
        return 1
    digits = said.strip() or "1"
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
    if number == 0:
        return most if name == "rowspan" else 1
    return max(1, min(number, most))
