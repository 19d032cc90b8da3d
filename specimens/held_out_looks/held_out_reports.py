"""Whole reports of two forms in the looks of ``office_look``, as pictures of 150, 200 and 300 dpi, with their truth."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.render.printed_pdf import PrintedPdf
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.scanner import Scan
from specimens.held_out_looks.office_channels import Channel, condition_of, taken
from specimens.held_out_looks.office_furniture import ReportSender
from specimens.held_out_looks.office_look import HELD_OUT_LOOKS, OfficeLook
from specimens.held_out_looks.office_report import print_in_office
from specimens.real_paper.looked_reports import DENSITIES, FORMS
from specimens.scanned_pages import FIRST_SEED, ScannedDocument

CHANNELS: tuple[Channel, ...] = ("flat scan", "photocopy", "flat scan", "photograph")
_APART = 800_000
"""Seeds of these reports begin so far behind the first of the held-out split, where no other sample has any."""


class HeldOutReport(NamedTuple):
    """One report: its look, how it reaches a reader, and its order, as far as other samples know orders."""

    look: OfficeLook
    channel: Channel
    order: ScannedDocument

    @property
    def ordered(self) -> Order:
        """What is rendered."""
        return self.order.case("pdf_ruled").order

    @property
    def printed(self) -> Rendered:
        """The report as a PDF that was never a picture."""
        ordered = self.ordered
        year = ordered.figures["year"]
        assert isinstance(year, int)
        chance = Random(f"{self.order.name}/sender").randrange(10**6)
        sender = ReportSender(str(ordered.figures["agency"]), year, self.order.schema == "gov_disclosure", chance)

        def printed(page: ReportLayout) -> PrintedPdf:
            return print_in_office(page, self.look, sender)

        return render(ordered, printed)

    @property
    def rendered(self) -> Rendered:
        """The same as pictures, with the truth of its fields."""
        paper = self.printed

        def content() -> bytes:
            drawn = paper.drawn
            assert drawn is not None
            return taken(drawn.printed.document, self.order.scan, Random(f"{self.order.name}/glass"))

        return replace(paper, source=content, drawing=lambda: None)


def held_out_reports(count: int, start: int = 0) -> Iterator[HeldOutReport]:
    """Reports ``start`` to ``start + count`` of an endless list: looks by turns, then densities, forms and channels, so
    that nine laps through the looks bring each of them every form at every density.
    """
    for number in range(start, start + count):
        lap, at = divmod(number, len(HELD_OUT_LOOKS))
        look = HELD_OUT_LOOKS[at]
        schema, recipe, sizes = FORMS[(at + lap + lap // len(DENSITIES)) % len(FORMS)]
        channel = CHANNELS[(at + lap) % len(CHANNELS)]
        rng = Random(f"held_out/{number}/office")
        scan = Scan(dpi=DENSITIES[lap % len(DENSITIES)], condition=condition_of(channel, rng))
        words = (f"office-{number:04}", schema + recipe, look.name.replace(", ", "-"), str(scan.dpi), channel)
        seed = FIRST_SEED["held_out"] + _APART + number
        order = ScannedDocument("-".join(words).replace(" ", "_"), schema, recipe, rng.choice(sizes), seed, scan)
        yield HeldOutReport(look, channel, order)
