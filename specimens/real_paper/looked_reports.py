"""Whole reports of two forms in the looks of ``report_looks``, as scans of 150, 200 and 300 dpi, with their truth."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from extractor.evaluate.render.condition import ConditionName
from extractor.evaluate.render.document import Rendered, render
from extractor.evaluate.render.printed_pdf import PrintedPdf
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.scanner import Scan
from specimens.real_paper.look_printer import print_in_look
from specimens.real_paper.report_looks import LOOKS_OF_REPORTS, ReportLook
from specimens.scanned_pages import FIRST_SEED, ScannedDocument, Split

DENSITIES = (150, 200, 300)
WEAR: tuple[ConditionName, ...] = ("clean", "light", "medium")
FORMS = (
    ("gov_disclosure", "2021", ("county", "city", "ministry")),
    ("us_foia", "annual", ("medium", "large")),
    ("gov_disclosure", "2019", ("county", "city", "ministry")),
)
_APART = 700_000
"""Seeds of these reports begin so far behind the first of a split, where no other sample has any."""


class LookedReport(NamedTuple):
    """One report: its look and its order, as far as other samples know orders."""

    look: ReportLook
    order: ScannedDocument

    @property
    def rendered(self) -> Rendered:
        """The report as a scan, with the truth of its fields."""
        return self._rendered("pdf_scan")

    @property
    def printed(self) -> Rendered:
        """The same as a PDF that was never a picture."""
        return self._rendered("pdf_ruled")

    def _rendered(self, style: str) -> Rendered:
        return render(self.order.case(style).order, self._printed)

    def _printed(self, page: ReportLayout) -> PrintedPdf:
        return print_in_look(page, self.look)


def looked_reports(
    split: Split, count: int, start: int = 0, densities: Sequence[int] = DENSITIES
) -> Iterator[LookedReport]:
    """Reports ``start`` to ``start + count`` of an endless list: looks by turns, then densities, forms and wear: nine
    laps through the looks bring each of them every form at every density.
    """
    for number in range(start, start + count):
        look = LOOKS_OF_REPORTS[number % len(LOOKS_OF_REPORTS)]
        lap = number // len(LOOKS_OF_REPORTS)
        schema, recipe, sizes = FORMS[(number % len(LOOKS_OF_REPORTS) + lap + lap // len(densities)) % len(FORMS)]
        rng = Random(f"{split}/{number}/looked")
        scan = Scan(dpi=densities[lap % len(densities)], condition=rng.choice(WEAR))
        name = f"{split}-{number:04}-{schema}{recipe}-{look.name}-{scan.dpi}-{scan.condition}".replace(" ", "_")
        order = ScannedDocument(name, schema, recipe, rng.choice(sizes), FIRST_SEED[split] + _APART + number, scan)
        yield LookedReport(look, order)
