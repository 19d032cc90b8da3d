"""The styles a report can be written in, by name, and what kind of file each makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from extractor.evaluate.render import printed_text
from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.printed_html import html
from extractor.evaluate.render.printed_pdf import Look, PrintedPdf, print_page
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.scanner import Scan
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.render.typeface import Typefaces


@dataclass(frozen=True, slots=True)
class Style:
    """``lines`` writes one table of a text, ``look`` says how a PDF is printed; styles of other files have neither.

    ``expect``: what is right for it. ``apart``: why documents of this style are counted apart from all others, empty
    if they are not.
    """

    name: str
    suffix: str
    lines: Callable[[Grid, Random], list[str]] | None = None
    look: Look | None = None
    expect: tuple[Expect, ...] = ("accept",)
    apart: str = ""


STYLES: Mapping[str, Style] = {
    style.name: style
    for style in (
        Style("tsv", ".txt", printed_text.tsv),
        Style("tsv_shifted", ".txt", printed_text.tsv_shifted),
        Style("label_above", ".txt", printed_text.label_above),
        Style("cells", ".txt", printed_text.cells),
        Style("tabbed_cells", ".txt", printed_text.tabbed_cells),
        Style("pipe_cells", ".txt", printed_text.pipe_cells),
        Style("pipe_rows", ".md", printed_text.pipe_rows),
        Style("fixed", ".txt", printed_text.fixed),
        Style("html", ".html"),
        Style("torn", ".txt", printed_text.torn, expect=("accept", "review")),
        Style("pdf_ruled", ".pdf", look=Look()),
        Style("pdf_borderless", ".pdf", look=Look("none")),
        Style("pdf_rows", ".pdf", look=Look("rows")),
        Style("pdf_wrapped", ".pdf", look=Look(label=48.0)),
        Style("pdf_unrepeated", ".pdf", look=Look(repeat=False)),
        Style("pdf_scan", ".pdf", expect=("accept", "review", "refuse"), apart="scans"),
    )
}


def printed(page: ReportLayout, style: Style, how: Scan) -> PrintedPdf | None:
    """The page on paper, where the style is a PDF or the picture of one; None for other files."""
    if style.look is not None:
        return print_page(page, style.look)
    if not style.apart:
        return None
    look = STYLES[how.look].look or Look()
    faces = Typefaces(how.chinese or look.faces.chinese, how.latin or look.faces.latin)
    return print_page(page, replace(look, faces=faces))


def write(page: ReportLayout, style: Style, rng: Random, encoding: str, once: bool) -> bytes:
    """The bytes of a page in a style that is no PDF. ``once``: lines that were there before are left out."""
    if style.lines is None:
        content = html(page, rng, encoding)
    else:
        lines = _lines(page, style.lines, rng)
        content = "\n".join(dict.fromkeys(lines) if once else lines) + "\n"
    return content.encode(encoding)


def _lines(page: ReportLayout, table: Callable[[Grid, Random], list[str]], rng: Random) -> list[str]:
    lines = [*page.above, *page.titles, ""]
    for piece in page.pieces:
        lines += [piece.title, "", *table(piece, rng), ""] if isinstance(piece, Grid) else [*piece, ""]
    return [*lines, *page.below]
