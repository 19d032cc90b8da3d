"""A draft as a web page: its tables as tables, its marks by tags or by rules of style."""

from html import escape
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.traps.draft import Draft, MarkedPiece, MarkedValue
from extractor.evaluate.render.traps.web_marks import MarkWriter

BLANK = "&nbsp;"


def web_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """The whole page. The rules that its marks need stand in its head."""
    marks = MarkWriter(rng)
    wrapped, cell = rng.random() < 0.4, rng.choice(("td", "td", "th"))
    body: list[str] = []
    for piece in page.pieces:
        if isinstance(piece, Grid):
            if piece.title:
                body.append(f"<h3>{escape(piece.title)}</h3>")
            body += _table(piece, marks, wrapped, cell)
        else:
            body += [f"<p>{escape(line)}</p>" for line in piece]
    heads = [f"<h1>{escape(page.titles[0])}</h1>", *(f"<h2>{escape(line)}</h2>" for line in page.titles[1:])]
    lines = [
        "<!DOCTYPE html>",
        '<html><head><meta charset="utf-8">',
        f"<title>{escape(rng.choice((' '.join(page.titles), page.titles[0])))}</title>",
        "<style>",
        "table{border-collapse:collapse} td,th{border:1px solid #888;font-weight:normal}",
        *marks.rules,
        "</style></head><body>",
        *_list("nav", page.above),
        '<div class="article">',
        *heads,
        *body,
        "</div>",
        *_list("footer", page.below),
        "</body></html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _list(tag: str, lines: tuple[str, ...]) -> list[str]:
    if not lines:
        return []
    return [f"<{tag}><ul>", *(f'<li><a href="#">{escape(line)}</a></li>' for line in lines), f"</ul></{tag}>"]


def _table(grid: Grid, marks: MarkWriter, wrapped: bool, heading: str) -> list[str]:
    rows = ("<tr>" + "".join(_cell(cell, marks, wrapped, heading) for cell in row) + "</tr>" for row in grid.rows)
    return ["<table>", *rows, "</table>"]


def _cell(cell: GridCell, marks: MarkWriter, wrapped: bool, heading: str) -> str:
    spans = f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    tag = heading if cell.role == "heading" else "td"
    value = cell.value
    pieces = value.pieces if isinstance(value, MarkedValue) and value.pieces else (MarkedPiece(cell.text),)
    if not any(piece.text or piece.how for piece in pieces):
        return f"<{tag}{spans}>{BLANK}</{tag}>"
    attributes, inner = marks.cell(pieces)
    inner = f"<p><span>{inner}</span></p>" if wrapped and not attributes else inner
    return f"<{tag}{spans}{attributes}>{inner}</{tag}>"
