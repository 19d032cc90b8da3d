"""Documents of any layout: blocks of labels with values and tables, written as text, as a web page and as a PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """A line by itself."""

    text: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class SheetPairs:
    """Labels with a value each. ``colon``: behind every label stands one."""

    rows: tuple[tuple[str, str], ...]
    colon: bool = True


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Headings over columns; ``right``: numbers of the columns whose cells end below each other."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The headings and every row."""
        return (self.headings, *self.rows)

    def widths(self, measure: Callable[[str], float]) -> list[float]:
        """How wide each column has to be."""
        return [max(measure(row[at]) for row in self.lines) for at in range(len(self.headings))]


SheetBlock: TypeAlias = SheetHeading | SheetPairs | SheetTable

SHEET_STYLES: Mapping[str, str] = {
    "fixed": "txt",
    "pipes": "txt",
    "tabs": "txt",
    "page": "html",
    "open": "pdf",
    "ruled": "pdf",
}
"""The looks a document can have, with the ending of its file."""

_GAP = 3
"""Spaces between two columns of a text."""
_LEFT, _TOP, _SIZE, _LINE = 56.0, 60.0, 10.0, 16.0
_PAGE_LINES = 44
"""Lines of a page."""
_LEAST_LINES = 4
"""Lines of a table that have to fit on the rest of a page: its headings and some rows."""
_WIDE = 24.0
"""Points between two columns of a page."""


def write_sheet(blocks: Sequence[SheetBlock], style: str) -> bytes:
    """The bytes of a document. KeyError names an unknown style."""
    ending = SHEET_STYLES[style]
    if ending == "pdf":
        return _pdf(blocks, ruled=style == "ruled")
    if ending == "html":
        return _html(blocks).encode()
    parted = {"pipes": " | ", "tabs": "\t"}.get(style, "")
    return ("\n".join(line.rstrip(" ") for line in _text(blocks, parted)) + "\n").encode()


def _text(blocks: Sequence[SheetBlock], parted: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, SheetHeading):
            yield block.text
        elif isinstance(block, SheetPairs):
            wide = max((len(label) for label, _ in block.rows), default=0) + _GAP
            for label, value in block.rows:
                yield f"{label}: {value}" if block.colon else f"{label}{parted or ' ' * (wide - len(label))}{value}"
        else:
            widths = [int(each) for each in block.widths(len)]
            for row in block.lines:
                yield parted.join(row) if parted else _aligned(row, widths, block.right)
        yield ""


def _aligned(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    cells = (
        cell.rjust(wide) if at in right else cell.ljust(wide)
        for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
    )
    return (" " * _GAP).join(cells)


def _html(blocks: Sequence[SheetBlock]) -> str:
    body: list[str] = []
    for block in blocks:
        if isinstance(block, SheetHeading):
            tag = "h1" if block.large else "p"
            body.append(f"<{tag}>{escape(block.text)}</{tag}>")
        elif isinstance(block, SheetPairs):
            mark = ":" if block.colon else ""
            body.append(_table([(f"{label}{mark}", value) for label, value in block.rows], ""))
        else:
            head = "".join(f"<th>{escape(each)}</th>" for each in block.headings)
            body.append(_table(block.rows, f"<tr>{head}</tr>"))
    inside = "\n".join(body)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{inside}\n</body></html>\n'


def _table(rows: Sequence[Sequence[str]], head: str) -> str:
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + head + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _pdf(blocks: Sequence[SheetBlock], ruled: bool) -> bytes:
    import pymupdf

    font = pymupdf.Font("helv")  # type: ignore[no-untyped-call]  # no types

    def measure(text: str) -> float:
        return float(font.text_length(text, fontsize=_SIZE))  # type: ignore[no-untyped-call]  # no types

    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page()
        y = _TOP
        for block in _over_pages(blocks):
            if block is None:
                page, y = document.new_page(), _TOP
                continue
            for line in _page_lines(block, measure):
                for x, text in line:
                    page.insert_text((x, y), text, fontsize=_SIZE)
                y += _LINE
            if ruled and isinstance(block, SheetTable):
                for start, end in _rules(block.widths(measure), len(block.lines), y):
                    page.draw_line(start, end, width=0.6)
            y += _LINE
        return bytes(document.tobytes(deflate=True, no_new_id=True))


def _over_pages(blocks: Sequence[SheetBlock]) -> Iterator[SheetBlock | None]:
    """Blocks as they fit on pages, None where the next page begins; a table goes on there with its headings."""
    used = 0
    for block in blocks:
        high = _lines_of(block)
        while isinstance(block, SheetTable) and used + high > _PAGE_LINES and used + _LEAST_LINES <= _PAGE_LINES:
            rows = _PAGE_LINES - used - 1
            yield SheetTable(block.headings, block.rows[:rows], block.right)
            yield None
            block, used = SheetTable(block.headings, block.rows[rows:], block.right), 0
            high = _lines_of(block)
        if used + high > _PAGE_LINES:
            yield None
            used = 0
        yield block
        used += high + 1


def _lines_of(block: SheetBlock) -> int:
    return 1 if isinstance(block, SheetHeading) else len(block.lines if isinstance(block, SheetTable) else block.rows)


def _page_lines(block: SheetBlock, measure: Callable[[str], float]) -> Iterator[tuple[tuple[float, str], ...]]:
    """Where each text of a block begins, line by line, in points."""
    if isinstance(block, SheetHeading):
        yield ((_LEFT, block.text),)
    elif isinstance(block, SheetPairs):
        mark = ":" if block.colon else ""
        wide = max((measure(f"{label}{mark}") for label, _ in block.rows), default=0.0) + _WIDE
        for label, value in block.rows:
            yield ((_LEFT, f"{label}{mark}"), (_LEFT + wide, value))
    else:
        widths = block.widths(measure)
        starts = [_LEFT + sum(widths[:at]) + _WIDE * at for at in range(len(widths))]
        for row in block.lines:
            yield tuple(
                (start + (widths[at] - measure(cell) if at in block.right else 0.0), cell)
                for at, (start, cell) in enumerate(zip(starts, row, strict=True))
                if cell
            )


def _rules(
    widths: Sequence[float], rows: int, below: float
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The lines around the cells of a table that ends above ``below``."""
    edges = [_LEFT - _WIDE / 2]
    for width in widths:
        edges.append(edges[-1] + width + _WIDE)
    first = below - rows * _LINE - 11.0
    levels = [first + _LINE * at for at in range(rows + 1)]
    yield from (((edges[0], y), (edges[-1], y)) for y in levels)
    yield from (((x, levels[0]), (x, levels[-1])) for x in edges)
