"""Tables and running text as a web page, with the furniture of a web site around them."""

from collections.abc import Sequence
from html import escape
from random import Random

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.report_layout import ReportLayout

BLANK = "&nbsp;"
HIDING = {"unshown": "display:none", "white": "color:#ffffff;background:#ffffff"}
"""The style that hides characters, by the name of the way."""


def html(page: ReportLayout, rng: Random, encoding: str) -> str:
    """The whole page: title, navigation, report, footer. Blank cells hold a no-break space."""
    wrapped = rng.random() < 0.5
    body: list[str] = []
    for piece in page.pieces:
        if isinstance(piece, Grid):
            body.append(f"<h3>{escape(piece.title)}</h3>")
            body += _table(piece, wrapped, HIDING.get(page.hiding, ""))
        else:
            body += [f"<p>{escape(line)}</p>" for line in piece]
    heads = [f"<h1>{escape(page.titles[0])}</h1>", *(f"<h2>{escape(line)}</h2>" for line in page.titles[1:])]
    lines = [
        "<!DOCTYPE html>",
        f'<html><head><meta charset="{encoding}"><title>{escape(" ".join(page.titles))}</title>',
        "<style>table{border-collapse:collapse} td{border:1px solid #888}</style>",
        "<script>var opened = 1; function show(n) { return n + 2019; }</script></head><body>",
        *_list("nav", page.above),
        '<div class="article">',
        *heads,
        *(f'<p style="{HIDING[page.hiding]}">{escape(line)}</p>' for line in page.hidden),
        *body,
        "</div>",
        *_list("footer", page.below),
        "</body></html>",
    ]
    return "\n".join(lines) + "\n"


def _list(tag: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    return [f"<{tag}><ul>", *(f'<li><a href="#">{escape(line)}</a></li>' for line in lines), f"</ul></{tag}>"]


def _table(grid: Grid, wrapped: bool, hiding: str) -> list[str]:
    rows = ("<tr>" + "".join(_cell(cell, wrapped, hiding) for cell in row) + "</tr>" for row in grid.rows)
    return ["<table>", *rows, "</table>"]


def _cell(cell: GridCell, wrapped: bool, hiding: str) -> str:
    spans = f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    text = escape(cell.text).replace("\n", "<br>") if cell.text else BLANK
    if cell.ghost:
        text = f'<span style="{hiding}">{escape(cell.ghost)}</span>{text}'
    return f"<td{spans}>" + (f"<p><span>{text}</span></p>" if wrapped else text) + "</td>"
