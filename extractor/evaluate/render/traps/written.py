"""A finished draft as a file: the styles that traps are written in, and who writes each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from extractor.evaluate.render.grid import Grid, lay_out
from extractor.evaluate.render.report_layout import LayoutPiece, ReportLayout
from extractor.evaluate.render.styles import STYLES, Style
from extractor.evaluate.render.traps.draft import Draft
from extractor.evaluate.render.traps.office_sheets import ods_file, xlsx_file
from extractor.evaluate.render.traps.office_texts import docx_file, odt_file
from extractor.evaluate.render.traps.trap_paper import pdf_file
from extractor.evaluate.render.traps.web_page import web_file
from extractor.evaluate.render.traps.xls_stream import xls_file

TEXTS = ("tsv", "fixed", "pipe_rows", "cells", "tabbed_cells", "label_above", "pipe_cells", "spaces", "csv")
PAPER = ("pdf_ruled", "pdf_borderless", "pdf_rows")
FLOWING = ("docx", "odt")
SHEETS = ("xlsx", "ods", "xls")
OFFICE = (*FLOWING, *SHEETS)
ALL = (*TEXTS, "html", *PAPER, *OFFICE)


def spaces(grid: Grid, rng: Random) -> list[str]:
    """One space between what is printed in a row; what is blank leaves no trace."""
    return [" ".join(c.text.replace("\n", " ") for c in row if c.text) for row in grid.rows]


def delimited(grid: Grid, rng: Random) -> list[str]:
    """Every square of a row between commas, quoted where it must be."""
    rows = ([slot.cell.text if slot.at == "here" else "" for slot in slots] for slots in grid.slots)
    return [",".join(_quoted(text) for text in row) for row in rows]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


TRAP_STYLES: Mapping[str, Style] = {
    **{name: STYLES[name] for name in (*TEXTS[:-2], "html", *PAPER)},
    "spaces": Style("spaces", ".txt", spaces),
    "csv": Style("csv", ".csv", delimited),
    **{name: Style(name, f".{name}") for name in OFFICE},
}

_WRITERS: Mapping[str, Callable[[ReportLayout, Draft, Random], bytes]] = {
    "html": web_file,
    "docx": docx_file,
    "odt": odt_file,
    "xlsx": xlsx_file,
    "ods": ods_file,
    "xls": xls_file,
}


def write_draft(draft: Draft) -> bytes:
    """The bytes of a draft in its style. Equal drafts give equal bytes."""
    rng = Random(f"{draft.order.name}/{draft.order.seed}/writing")
    style = TRAP_STYLES[draft.style]
    page = layout_of(draft, rng)
    if style.look is not None:
        return pdf_file(page, draft, style.look, rng)
    if style.lines is not None:
        return _text(page, draft, style.lines, rng)
    return _WRITERS[draft.style](page, draft, rng)


def layout_of(draft: Draft, rng: Random) -> ReportLayout:
    """Titles, running text and tables in order."""
    if draft.other:
        return ReportLayout((draft.other[0],), (tuple(draft.other[1:]),), tuple(draft.above), tuple(draft.below))
    pieces: list[LayoutPiece] = [tuple(draft.before)]
    for table in draft.tables:
        grid = lay_out(table)
        for change in draft.grids:
            grid = change(grid, rng)
        if draft.over.get(grid.key):
            pieces.append((grid.title, *draft.over[grid.key]))
            grid = replace(grid, title="")
        pieces.append(grid)
        if draft.under.get(grid.key):
            pieces.append(tuple(draft.under[grid.key]))
    pieces.append(tuple(draft.after))
    return ReportLayout(tuple(draft.titles), tuple(pieces), tuple(draft.above), tuple(draft.below))


def _text(page: ReportLayout, draft: Draft, table: Callable[[Grid, Random], list[str]], rng: Random) -> bytes:
    plain = _quoted if draft.style == "csv" else str
    lines = [*map(plain, page.above), *map(plain, page.titles), ""]
    for piece in page.pieces:
        if isinstance(piece, Grid):
            lines += [*([plain(piece.title), ""] if piece.title else []), *table(piece, rng), ""]
        else:
            lines += [*map(plain, piece), ""]
    lines += map(plain, page.below)
    for change in draft.lines:
        lines = change(lines, rng)
    return ("\n".join(lines) + "\n").encode("utf-8-sig" if draft.style == "csv" else "utf-8")
