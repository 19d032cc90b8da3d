"""Small documents written from blocks into files of every kind: what people send, made by code."""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pymupdf

from tests.office_files import docx, paragraph

Value: TypeAlias = str | int | float | date | datetime | None
Rows: TypeAlias = Sequence[Sequence[Value]]
Block: TypeAlias = Mapping[str, Rows | str]
"""One of ``title``, ``line``, ``stated`` (label: value), ``beside`` (cells of a form), ``boxes`` (rows of label and
value by turns, the value below) and ``table`` with its heading."""

_SIZE = 10.0
_LEFT, _TOP, _BOTTOM = 50.0, 60.0, 780.0


def write_paper(folder: Path, name: str, look: str, blocks: Sequence[Block]) -> Path:
    """The file of a document in one of the looks: text, tabs, html, docx, xlsx, pdf and open_pdf without rules."""
    path = folder / f"{name}.{_SUFFIXES.get(look, look)}"
    made = _WRITERS[look](blocks)
    path.write_bytes(made.encode() if isinstance(made, str) else made)
    return path


def _said(value: Value) -> str:
    return "" if value is None else str(value)


def _cells(block: Block) -> list[list[str]]:
    (rows,) = block.values()
    return [[_said(rows)]] if isinstance(rows, str) else [[_said(each) for each in row] for row in rows]


def _pairs(row: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(row[::2], row[1::2], strict=True))


def _as_text(blocks: Sequence[Block]) -> str:
    return "\n\n".join("\n".join(_text_lines(next(iter(block)), _cells(block))) for block in blocks) + "\n"


def _as_tabs(blocks: Sequence[Block]) -> str:
    lines = [
        "\n".join("\t".join(row) for row in _cells(block))
        if next(iter(block)) == "table"
        else "\n".join(_text_lines(next(iter(block)), _cells(block)))
        for block in blocks
    ]
    return "\n\n".join(lines) + "\n"


def _text_lines(kind: str, rows: Sequence[Sequence[str]]) -> list[str]:
    if kind in ("title", "line"):
        return [row[0] for row in rows]
    if kind == "stated":
        return [f"{row[0]}: {row[1]}" for row in rows]
    if kind == "boxes":
        parts = [(tuple(zip(*_pairs(row), strict=True))) for row in rows]
        return [line for part in parts for line in _aligned(part)]
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    columns = range(len(rows[0]))
    wide = [max(len(row[at]) for row in rows) for at in columns]
    figures = [at > 0 and all(not row[at] or any(map(str.isdigit, row[at])) for row in rows[1:]) for at in columns]
    return [
        "   ".join(row[at].rjust(wide[at]) if figures[at] else row[at].ljust(wide[at]) for at in columns).rstrip()
        for row in rows
    ]


def _as_html(blocks: Sequence[Block]) -> str:
    parts = ['<html><head><meta charset="utf-8"></head><body>']
    for block in blocks:
        kind, rows = next(iter(block)), _cells(block)
        if kind in ("title", "line"):
            parts.append(f"<p>{html.escape(rows[0][0])}</p>")
        elif kind == "stated":
            parts += [f"<p><b>{html.escape(row[0])}:</b> {html.escape(row[1])}</p>" for row in rows]
        elif kind == "boxes":
            inner = [[f"{html.escape(a)}<br>{html.escape(b)}" for a, b in _pairs(row)] for row in rows]
            parts.append(_html_table(inner))
        else:
            parts.append(_html_table([[html.escape(cell) for cell in row] for row in rows]))
    return "\n".join((*parts, "</body></html>"))


def _html_table(rows: Sequence[Sequence[str]]) -> str:
    made = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{made}</table>"


def _as_docx(blocks: Sequence[Block]) -> bytes:
    parts: list[str] = []
    for block in blocks:
        kind, rows = next(iter(block)), _cells(block)
        if kind in ("title", "line"):
            parts.append(paragraph(rows[0][0]))
        elif kind == "stated":
            parts += [paragraph(f"{row[0]}: {row[1]}") for row in rows]
        elif kind == "boxes":
            parts.append(_word_table([[(label, value) for label, value in _pairs(row)] for row in rows]))
        else:
            parts.append(_word_table([[(cell,) for cell in row] for row in rows]))
    return docx("".join(parts))


def _word_table(rows: Sequence[Sequence[Sequence[str]]]) -> str:
    made = ["".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>{paragraph('')}"


def _as_xlsx(blocks: Sequence[Block]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for block in blocks:
        (rows,) = block.values()
        for row in [[rows]] if isinstance(rows, str) else rows:
            sheet.append([None if cell == "" else cell for cell in row])
        sheet.append([])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


class _Paper:
    """Pages that are written from top to bottom."""

    def __init__(self, ruled: bool) -> None:
        self.document = pymupdf.Document()  # type: ignore[no-untyped-call]  # pymupdf has no types
        self.font = pymupdf.Font("cjk")  # type: ignore[no-untyped-call]  # pymupdf has no types
        self.ruled = ruled
        self.y = _BOTTOM

    def write(self, x: float, text: str, lower: float = 0.0, size: float = _SIZE) -> None:
        if text:
            writer = pymupdf.TextWriter(self.page.rect)  # type: ignore[no-untyped-call]  # pymupdf has no types
            writer.append((x, self.y + lower), text, font=self.font, fontsize=size)  # type: ignore[no-untyped-call]  # pymupdf has no types
            writer.write_text(self.page)  # type: ignore[no-untyped-call]  # pymupdf has no types

    def go_down(self, points: float) -> None:
        self.y += points
        if self.y > _BOTTOM:
            self.page = self.document.new_page()
            self.y = _TOP

    def box(self, x0: float, x1: float, height: float) -> None:
        self.page.draw_rect((x0, self.y - 12, x1, self.y - 12 + height), width=0.5)

    def width(self, text: str) -> float:
        return float(self.font.text_length(text, _SIZE))  # type: ignore[no-untyped-call]  # pymupdf has no types

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        wide = [max(self.width(row[at]) for row in rows) + 14 for at in range(len(rows[0]))]
        starts = [_LEFT + sum(wide[:at]) for at in range(len(wide) + 1)]
        for number, row in enumerate(rows):
            self.go_down(17)
            for at, cell in enumerate(row):
                figure = at and (cell[-1:].isdigit() or (not number and rows[-1][at][-1:].isdigit()))
                self.write(starts[at + 1] - 5 - self.width(cell) if figure else starts[at] + 4, cell)
                if self.ruled:
                    self.box(starts[at], starts[at + 1], 17)

    def boxes(self, row: Sequence[tuple[str, str]]) -> None:
        self.go_down(36)
        wide = 495 / len(row)
        for at, (label, value) in enumerate(row):
            x = _LEFT + at * wide
            self.box(x, x + wide, 34)
            self.write(x + 4, label, size=7.0)
            self.write(x + 4, value, lower=14)


def _as_pdf(blocks: Sequence[Block], ruled: bool = True) -> bytes:
    paper = _Paper(ruled)
    for block in blocks:
        kind, rows = next(iter(block)), _cells(block)
        paper.go_down(24)
        if kind in ("title", "line"):
            paper.write(_LEFT, rows[0][0], size=14.0 if kind == "title" else _SIZE)
        elif kind == "boxes":
            for row in rows:
                paper.boxes(_pairs(row))
            paper.go_down(14)
        elif kind == "stated":
            for row in rows:
                paper.write(_LEFT, f"{row[0]}: {row[1]}")
                paper.go_down(16)
        else:
            paper.table(rows)
    return bytes(paper.document.tobytes())  # type: ignore[no-untyped-call]  # pymupdf has no types


def _as_open_pdf(blocks: Sequence[Block]) -> bytes:
    return _as_pdf(blocks, ruled=False)


_WRITERS: Mapping[str, Callable[[Sequence[Block]], str | bytes]] = {
    "text": _as_text,
    "tabs": _as_tabs,
    "html": _as_html,
    "docx": _as_docx,
    "xlsx": _as_xlsx,
    "pdf": _as_pdf,
    "open_pdf": _as_open_pdf,
}
_SUFFIXES = {"text": "txt", "tabs": "txt", "open_pdf": "pdf"}
