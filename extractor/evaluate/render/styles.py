"""The styles a report can be written in, by name, and what kind of file each makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from extractor.evaluate.render import text
from extractor.evaluate.render.damage import Expect
from extractor.evaluate.render.grid import Grid
from extractor.evaluate.render.html import html
from extractor.evaluate.render.page import Page
from extractor.evaluate.render.pdf import pdf, scan


@dataclass(frozen=True, slots=True)
class Style:
    """``lines`` writes one table of a text; styles of other files have none. ``expect``: what is right for it."""

    name: str
    suffix: str
    lines: Callable[[Grid, Random], list[str]] | None = None
    expect: tuple[Expect, ...] = ("accept",)


STYLES: Mapping[str, Style] = {
    style.name: style
    for style in (
        Style("tsv", ".txt", text.tsv),
        Style("tsv_shifted", ".txt", text.tsv_shifted),
        Style("label_above", ".txt", text.label_above),
        Style("cells", ".txt", text.cells),
        Style("tabbed_cells", ".txt", text.tabbed_cells),
        Style("pipe_cells", ".txt", text.pipe_cells),
        Style("pipe_rows", ".md", text.pipe_rows),
        Style("fixed", ".txt", text.fixed),
        Style("html", ".html"),
        Style("pdf_ruled", ".pdf"),
        Style("pdf_borderless", ".pdf"),
        Style("pdf_scan", ".pdf", expect=("refuse",)),
    )
}


def write(page: Page, style: Style, rng: Random, encoding: str, once: bool) -> bytes:
    """The bytes of a page in a style. ``once``: lines that were there before are left out."""
    if style.name == "pdf_scan":
        return scan(pdf(page, ruled=True))
    if style.suffix == ".pdf":
        return pdf(page, ruled=style.name == "pdf_ruled")
    if style.lines is None:
        content = html(page, rng, encoding)
    else:
        lines = _lines(page, style.lines, rng)
        content = "\n".join(dict.fromkeys(lines) if once else lines) + "\n"
    return content.encode(encoding)


def _lines(page: Page, table: Callable[[Grid, Random], list[str]], rng: Random) -> list[str]:
    lines = [*page.above, *page.titles, ""]
    for piece in page.pieces:
        lines += [piece.title, "", *table(piece, rng), ""] if isinstance(piece, Grid) else [*piece, ""]
    return [*lines, *page.below]
