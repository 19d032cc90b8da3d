"""Eight looks of reports as offices print them, none of which is like those of ``real_paper.report_looks``.

They were counted once on a reader that was tuned without them, and are released for tuning since, as those of
``later_looks``, ``third_looks``, ``fourth_looks`` and ``fifth_looks`` are.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from specimens.held_out_looks.lettering import Lettering
from specimens.real_paper.drawn_paper import Ink

RuleSystem: TypeAlias = Literal[
    "double",
    "head",
    "uprights",
    "bands",
    "dotted",
    "ledger",
    "apart",
    "white",
    "journal",
    "gridlines",
    "typed",
    "rounded",
    "framed",
    "leaders",
    "typeset",
    "printout",
    "filled in",
    "stubs",
    "turned",
    "word processor",
    "box drawn",
    "accounts",
    "fives",
    "statistical",
    "cards",
    "colour form",
    "grid table",
    "office suite",
    "column bands",
    "line numbers",
    "all borders",
    "light list",
]
"""``double``: every rule is two. ``head``: over and under the head and at the foot. ``uprights``: between columns only.
``bands``: none, every other row shaded. ``dotted``: dots around cells, the head between solid rules. ``ledger``: a
thick frame, hairlines, a stronger rule every five rows. ``apart``: every cell in a box of its own. ``white``: white
rules between tinted cells.

``journal``: a thick rule over and under a table, thin ones under the head and over groups. ``gridlines``: grey ones,
and the numbers of rows and letters of columns of a spreadsheet. ``typed``: dashes, plus signs and strokes of a
typewriter. ``rounded``: rounded cells on white, every other row tinted. ``framed``: a thick frame around thin rules.
``leaders``: two rules at the top, hairlines between columns of figures, dots from labels to figures.

``typeset``: none but over and under a table and under its heads, there with gaps between columns. ``printout``: none,
but dashes under heads and equals signs under a table. ``filled in``: every figure on a line of its own. ``stubs``:
double rules at head and foot, hairlines under rows, labels repeated at the right. ``turned``: cells around heads,
uprights under them, a rule where a group of rows ends. ``word processor``: thin rules around cells on a shaded head, a
thick frame with a thin one inside.

``box drawn``: the lines that a program draws out of characters, two around and under heads, one between cells.
``accounts``: none but under the words of heads, over the figures of the last row, and twice under them. ``fives``:
under heads, and under every fifth row. ``statistical``: cells around heads, open at both sides, nothing between rows,
the last one tinted. ``cards``: white cards on grey, pale rules between rows. ``colour form``: printed in a colour
before anything was filled in, which stands a little beside its place.

``grid table``: thin coloured rules, every other row tinted, the head white on a colour. ``office suite``: hairlines
around cells. ``column bands``: every other column of figures tinted, coloured rules at head and foot. ``line numbers``:
a thick frame around thin rules, in it a column of numbers of rows. ``all borders``: thin rules, heads on pale yellow.
``light list``: a coloured frame and rules between rows, the head white on that colour.
"""
Side: TypeAlias = Literal["left", "centre", "right"]
Letterhead: TypeAlias = Literal[
    "red",
    "office",
    "plate",
    "none",
    "volume",
    "memo",
    "site",
    "banner",
    "bulletin",
    "cover",
    "job",
    "form",
    "tab",
    "crest",
    "program",
    "statement",
    "almanac",
    "bureau",
    "export",
    "imprint",
    "letter",
    "chapter",
    "filing",
    "gazette",
]
Paging: TypeAlias = Literal[
    "dashes",
    "of",
    "plain",
    "web",
    "sheet",
    "address",
    "corner",
    "sections",
    "export",
    "imprint",
    "bar",
    "tab name",
]
Stamp: TypeAlias = Literal["seal", "received", "none"]
Writing: TypeAlias = Literal["plain", "commas", "full width"]
"""How figures are written: as the form has them, with commas between thousands, in full-width digits where Chinese."""
Stand: TypeAlias = Literal["top", "middle"]
"""Where lines stand in a cell that is higher than they are; ``top``: labels and figures there, heads at its foot."""
Paper: TypeAlias = Literal["white", "green bars", "watermark", "holes", "grey"]
"""``green bars``: endless paper with bands of pale green and holes at both sides. ``watermark``: pale words across.
``holes``: white endless paper, printed on by needles. ``grey``: the ground of a screen."""


class Margins(NamedTuple):
    """White around a page, in points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class OfficeLook:
    """How an office prints a report.

    ``title``, ``caption`` (over tables, and headings of text), ``prose``, ``head`` (of columns), ``label`` (of rows),
    ``value``: their letterings. ``padding`` above and below a line of a cell, ``side`` beside it, in points;
    ``leading`` of prose as a multiple of its size. ``align`` of values, ``heads`` and ``captions`` of theirs.
    ``head_lines``: over how many lines heads of more than a few characters stand at least. ``by_content``: columns are
    as wide as what they hold, and the table as wide as they are; else columns of values are equally wide. ``wide``:
    all tables lie on pages laid across, not only those that need it. ``strong_last``: the last row is printed bolder.
    ``continued``: a line says that a table goes on. ``running``: a line at the head of every page but the first.
    ``note``: a footnote under every table. ``label_side``: where labels of rows stand. ``grouped``: labels of several
    rows stand in a row of their own over them. ``narrow_groups``: they stand in a column as narrow as their characters
    allow. ``together``: a table that fits on a page is not parted. ``gutter`` beside a table at its left and ``lid``
    over it, in points: room for what stands there, a caption if ``side_caption``. ``writing`` of figures.
    ``label_room``: width that columns of labels have together on pages that stand, in points; else their table lies
    across. ``stand`` of lines in cells. ``hang``: how far in the lines of a label stand after its first, in points.
    ``spaced``: after so many rows of figures there is white. ``echo``: width of a column at the right in which the last
    label of every row stands again, in points. ``turned``: long heads over single columns run upwards where they have
    words. ``counted``: under the heads columns have numbers. ``numbered``: tables have numbers before their titles.
    ``panels``: a table that has room for it stands in two parts beside each other. ``marks``: some figures have a
    small raised letter behind them, which a note explains. ``sideways``: pages that lie across go through the feeder
    standing, and lie turned in the file. ``capitals``: heads of columns in Latin letters are written in capitals.
    ``misplaced``: how far figures may stand from their place, in points, as far on all of a page. ``row_numbers``: rows
    of figures have numbers in the gutter. ``boxed_title``: titles of tables stand in the lid, inside the frame.
    ``prose_columns``: text stands in so many columns.
    """

    name: str
    rules: RuleSystem
    title: Lettering
    caption: Lettering
    prose: Lettering
    head: Lettering
    label: Lettering
    value: Lettering
    margins: Margins
    align: Side
    heads: Side = "centre"
    captions: Side = "left"
    padding: float = 3.0
    side: float = 3.0
    leading: float = 1.5
    head_lines: int = 1
    by_content: bool = False
    wide: bool = False
    strong_last: bool = False
    continued: bool = False
    letterhead: Letterhead = "none"
    running: bool = False
    paging: Paging = "plain"
    note: bool = False
    stamp: Stamp = "none"
    label_side: Side = "left"
    grouped: bool = False
    narrow_groups: bool = False
    together: bool = False
    gutter: float = 0.0
    lid: float = 0.0
    side_caption: bool = False
    label_room: float = 0.0
    writing: Writing = "plain"
    stand: Stand = "middle"
    hang: float = 0.0
    spaced: int = 0
    echo: float = 0.0
    turned: bool = False
    counted: bool = False
    numbered: bool = False
    paper: Paper = "white"
    panels: bool = False
    marks: bool = False
    sideways: bool = False
    capitals: bool = False
    misplaced: float = 0.0
    row_numbers: bool = False
    boxed_title: bool = False
    prose_columns: int = 1

    @property
    def beside(self) -> float:
        """Width of what stands beside the columns of a table, in points."""
        return self.gutter + self.echo

    @property
    def letterings(self) -> tuple[Lettering, ...]:
        """All that are printed."""
        return (self.title, self.caption, self.prose, self.head, self.label, self.value)


_TEAL: Ink = (0.05, 0.36, 0.40)
_WHITE: Ink = (1.0, 1.0, 1.0)
_NAVY: Ink = (0.10, 0.16, 0.34)

HELD_OUT_LOOKS = (
    OfficeLook(
        "red head, double rules",
        "double",
        title=Lettering("song", "song", 19, weight=0.03),
        caption=Lettering("helvetica bold", "hei", 13),
        prose=Lettering("times", "song", 13),
        head=Lettering("times bold", "hei", 9),
        label=Lettering("times", "song", 9.5),
        value=Lettering("times", "song", 10),
        margins=Margins(64, 72, 58, 72),
        align="centre",
        padding=4.5,
        leading=1.9,
        letterhead="red",
        paging="dashes",
        stamp="seal",
    ),
    OfficeLook(
        "rules at the head, wide margins",
        "head",
        title=Lettering("times", "song", 17, weight=0.03),
        caption=Lettering("times italic", "song", 10.5, weight=0.02),
        prose=Lettering("times", "song", 10.5),
        head=Lettering("times", "song", 8.5, weight=0.03),
        label=Lettering("times", "song", 9),
        value=Lettering("times", "song", 9),
        margins=Margins(96, 92, 96, 96),
        align="right",
        captions="centre",
        padding=2.6,
        leading=1.45,
        head_lines=2,
        running=True,
        note=True,
    ),
    OfficeLook(
        "uprights only",
        "uprights",
        title=Lettering("helvetica", "hei", 16, weight=0.035),
        caption=Lettering("helvetica bold", "hei", 10.5, weight=0.02),
        prose=Lettering("helvetica", "hei", 10),
        head=Lettering("helvetica bold", "hei", 8, weight=0.02, stretch=0.88),
        label=Lettering("helvetica", "hei", 8.5, stretch=0.88),
        value=Lettering("helvetica", "hei", 8.5, stretch=0.92),
        margins=Margins(50, 60, 50, 64),
        align="left",
        heads="left",
        padding=2.2,
        side=4.5,
        letterhead="plate",
        paging="of",
        stamp="received",
    ),
    OfficeLook(
        "bands, laid across",
        "bands",
        title=Lettering("helvetica", "hei", 22, weight=0.03, colour=_NAVY),
        caption=Lettering("helvetica bold", "hei", 12, colour=_NAVY),
        prose=Lettering("hei", "hei", 10.5),
        head=Lettering("hei", "hei", 9, weight=0.04, colour=_NAVY),
        label=Lettering("hei", "hei", 9.5),
        value=Lettering("hei", "hei", 9.5),
        margins=Margins(56, 70, 56, 66),
        align="right",
        heads="right",
        padding=4.0,
        side=7.0,
        leading=1.65,
        wide=True,
        strong_last=True,
        running=True,
        paging="of",
        note=True,
    ),
    OfficeLook(
        "dotted",
        "dotted",
        title=Lettering("droid sans", "droid sans", 15, spacing=1.5),
        caption=Lettering("droid sans", "droid sans", 11, weight=0.03),
        prose=Lettering("droid sans", "droid sans", 10),
        head=Lettering("droid sans", "droid sans", 8.5),
        label=Lettering("droid sans", "droid sans", 9),
        value=Lettering("droid sans", "droid sans", 9.5),
        margins=Margins(54, 60, 54, 60),
        align="centre",
        captions="centre",
        padding=3.4,
        side=4.0,
        leading=1.6,
        head_lines=2,
        letterhead="office",
        paging="plain",
        stamp="received",
    ),
    OfficeLook(
        "ledger, continued",
        "ledger",
        title=Lettering("times", "song", 18, weight=0.03, spacing=2.0),
        caption=Lettering("times bold", "hei", 11),
        prose=Lettering("times", "song", 11),
        head=Lettering("times", "song", 9, weight=0.02),
        label=Lettering("times", "song", 9),
        value=Lettering("courier bold", "song", 9, stretch=0.95),
        margins=Margins(60, 76, 46, 120),
        align="right",
        padding=3.2,
        side=5.0,
        leading=1.6,
        by_content=True,
        continued=True,
        running=True,
        paging="of",
        letterhead="office",
        stamp="seal",
    ),
    OfficeLook(
        "cells apart, from a browser",
        "apart",
        title=Lettering("times", "song", 18, weight=0.035),
        caption=Lettering("times", "song", 13, weight=0.035),
        prose=Lettering("times", "song", 11),
        head=Lettering("times", "song", 9.5, weight=0.03),
        label=Lettering("times", "song", 9.5),
        value=Lettering("times", "song", 9.5),
        margins=Margins(40, 52, 40, 52),
        align="left",
        padding=1.6,
        side=2.6,
        leading=1.3,
        by_content=True,
        paging="web",
    ),
    OfficeLook(
        "white rules on tint",
        "white",
        title=Lettering("helvetica", "hei", 20, weight=0.03, colour=_TEAL),
        caption=Lettering("helvetica bold", "hei", 11.5, weight=0.02, colour=_TEAL),
        prose=Lettering("helvetica", "droid sans", 10),
        head=Lettering("helvetica bold", "hei", 8, weight=0.02, colour=_WHITE),
        label=Lettering("helvetica", "hei", 8.5),
        value=Lettering("helvetica", "hei", 9),
        margins=Margins(70, 74, 44, 62),
        align="centre",
        captions="left",
        padding=4.2,
        side=3.5,
        leading=1.55,
        head_lines=2,
        strong_last=True,
        letterhead="plate",
        paging="of",
    ),
)
