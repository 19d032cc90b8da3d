"""Faults of whole pages of a PDF: their edge, their unit, their boxes."""

from collections.abc import Sequence
from random import Random

from extractor.evaluate.render.cell_places import PrintedCell
from extractor.evaluate.render.printed import PrintedValue
from extractor.evaluate.render.printed_pdf import PrintedPdf
from extractor.evaluate.render.traps.draft import Draft


def change_pages(
    printed: PrintedPdf, figures: Sequence[tuple[PrintedCell, PrintedValue]], draft: Draft, rng: Random
) -> None:
    """Do to the pages what the draft says. ``figures``: where the cells of figures stand, and what they are."""
    if "cut" in draft.paper:
        _cut(printed, figures, draft, rng)
    unit, offset = rng.choice(("2", "3", "1.5")), rng.randint(4, 20)
    pages = [printed.document[number] for number in range(len(printed.document))]
    for page in pages:
        width, height = page.mediabox.width, page.mediabox.height
        for fault in draft.paper:
            if "crop" in fault:
                page.set_cropbox((offset, offset, width - offset, height - 8))  # type: ignore[no-untyped-call]  # no types
            if "unit" in fault:
                printed.document.xref_set_key(page.xref, "UserUnit", unit)  # type: ignore[no-untyped-call]  # no types
            if fault == "turn":
                page.set_rotation(180 if offset % 3 == 0 else 90)  # type: ignore[no-untyped-call]  # no types


def _cut(printed: PrintedPdf, figures: Sequence[tuple[PrintedCell, PrintedValue]], draft: Draft, rng: Random) -> None:
    """The edge goes through the numbers of a last column; of what it cuts nothing is proven."""
    inks = [(cell.ink, value) for cell, value in figures if cell.ink is not None]
    right = max(cell.box.right for cell, _ in figures)
    last = [cell.ink for cell, _ in figures if cell.ink is not None and cell.box.right > right - 1]
    widest = min(last, key=lambda ink: ink.left)
    edge = widest.left + (widest.right - widest.left) * rng.uniform(0.25, 0.75)
    draft.lost.update(id(value) for ink, value in inks if ink.right > edge)
    for number in range(len(printed.document)):
        page = printed.document[number]
        page.set_cropbox((0, 0, edge, page.mediabox.height))  # type: ignore[no-untyped-call]  # no types
