"""Whole reports of two forms in the looks of offices that are kept from readers, as pictures, with their truth."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.render.printed_pdf import PrintedPdf
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.scanner import Scan
from specimens.held_out_looks.fifth_looks import FIFTH_LOOKS
from specimens.held_out_looks.fourth_looks import FOURTH_LOOKS
from specimens.held_out_looks.later_looks import LATER_LOOKS
from specimens.held_out_looks.office_channels import FAX_DENSITY, Channel, condition_of, feed_standing, taken
from specimens.held_out_looks.office_look import HELD_OUT_LOOKS, OfficeLook
from specimens.held_out_looks.office_report import print_in_office
from specimens.held_out_looks.report_sender import ReportSender
from specimens.held_out_looks.third_looks import THIRD_LOOKS
from specimens.real_paper.looked_reports import DENSITIES, FORMS
from specimens.scanned_pages import FIRST_SEED, ScannedDocument

Sheets: TypeAlias = Literal["first", "later", "third", "fourth", "fifth"]
"""Eight looks and four times six. All have been counted, once each while nobody who mended a reader had seen them, and
are released for tuning since."""


class Stock(NamedTuple):
    """The looks of some sheets, the channels they go through, and how far behind the first seed of the held-out split
    their seeds begin, where no other sample has any.
    """

    looks: tuple[OfficeLook, ...]
    channels: tuple[Channel, ...]
    apart: int
    name: str


STOCKS: Mapping[Sheets, Stock] = {
    "first": Stock(HELD_OUT_LOOKS, ("flat scan", "photocopy", "flat scan", "photograph"), 800_000, "office"),
    "later": Stock(LATER_LOOKS, ("flat scan", "copy with edges", "photograph", "fax"), 850_000, "later"),
    "third": Stock(THIRD_LOOKS, ("flat scan", "copy with edges", "photograph", "fax"), 870_000, "third"),
    "fourth": Stock(FOURTH_LOOKS, ("flat scan", "copy with edges", "photograph", "fax"), 890_000, "fourth"),
    "fifth": Stock(FIFTH_LOOKS, ("flat scan", "copy with edges", "photograph", "fax"), 910_000, "fifth"),
}


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
            if self.look.sideways:
                feed_standing(drawn.printed.document)
            return taken(drawn.printed.document, self.channel, self.order.scan, Random(f"{self.order.name}/glass"))

        return replace(paper, source=content, drawing=lambda: None)


class ReportTurn(NamedTuple):
    """What comes together in one report: numbers of a look, a form, a density and a channel."""

    look: int
    form: int
    density: int
    channel: int


def turn_of(sheets: Sheets, number: int) -> ReportTurn:
    """The turn of a report. Looks go round within a lap; form and density move on by one from lap to lap, and the
    density by one more every three laps. So a look meets every form and every density within three laps, and every
    form at every density within nine. Of the others a lap holds each form and each density twice, three laps hold
    every form at every density, and as nothing but channels goes round in fours, 36 laps hold all there is once.
    """
    lap, at = divmod(number, len(STOCKS[sheets].looks))
    channel = (at + lap) % len(STOCKS[sheets].channels)
    if sheets == "first":
        return ReportTurn(at, (at + lap + lap // len(DENSITIES)) % len(FORMS), lap % len(DENSITIES), channel)
    density = (2 * at + at // len(FORMS) + lap + lap // len(FORMS)) % len(DENSITIES)
    return ReportTurn(at, (at + lap) % len(FORMS), density, channel)


def held_out_reports(count: int, start: int = 0, sheets: Sheets = "fifth") -> Iterator[HeldOutReport]:
    """Reports ``start`` to ``start + count`` of an endless list, as ``turn_of`` says. A fax has its own density."""
    stock = STOCKS[sheets]
    for number in range(start, start + count):
        turn = turn_of(sheets, number)
        look, channel = stock.looks[turn.look], stock.channels[turn.channel]
        schema, recipe, sizes = FORMS[turn.form]
        rng = Random(f"held_out/{number}/{stock.name}")
        dpi = FAX_DENSITY if channel == "fax" else DENSITIES[turn.density]
        scan = Scan(dpi=dpi, condition=condition_of(channel, rng))
        words = (f"{stock.name}-{number:04}", schema + recipe, look.name.replace(", ", "-"), str(dpi), channel)
        seed = FIRST_SEED["held_out"] + stock.apart + number
        order = ScannedDocument("-".join(words).replace(" ", "_"), schema, recipe, rng.choice(sizes), seed, scan)
        yield HeldOutReport(look, channel, order)
