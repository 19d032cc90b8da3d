"""Reports of one body for several years as files, drawn by the renderer: what a run finds in a folder."""

from pathlib import Path

from extractor.evaluate.figures import invent
from extractor.evaluate.render.document import Order, render
from extractor.evaluate.sets import load_set

SET = load_set("gov_disclosure")
FORM = SET.schema.form("2021")
BODY = "临河镇人民政府"
MISPRINTED = "table3.carried_forward.total"
"""The total that is printed wrongly where a report shall go to review; the next year is compared with it."""


def draw_report(
    folder: Path,
    year: int,
    misprint: int = 0,
    body: str = BODY,
    style: str = "tsv",
    name: str = "",
    size: str = "village",
) -> Path:
    """A report as a file of the folder; equal orders give equal bytes. ``misprint`` is added to one of its totals."""
    figures = {**invent(SET.recipes["2021"], size, year), "agency": body, "year": year}
    total = figures[MISPRINTED]
    assert isinstance(total, int)
    figures[MISPRINTED] = total + misprint
    drawn = render(Order(name or f"report-{year}", FORM, figures, SET.words, style, seed=year))
    folder.mkdir(exist_ok=True)
    path = folder / drawn.name
    path.write_bytes(drawn.content)
    return path
