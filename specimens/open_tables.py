"""Born-digital tables whose rules say little: rules under rows, uprights in a header alone, stripes, boxes, a frame.

Every document prints one or two tables of a kind, between lines of text. The truth of each is a label for every row
and what its cells print.
"""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pymupdf

from specimens.digital_tables import SEEDS, WORDS

_BLUE, _PALE, _WHITE, _BLACK = (0.12, 0.28, 0.55), (0.92, 0.94, 0.97), (1, 1, 1), (0, 0, 0)


@dataclass(frozen=True)
class OpenTable:
    """What a table prints: its headings, and rows of a label and values. ``groups``: headings above headings, each
    with the number of columns it covers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class OpenSample:
    """A drawn document and the tables it prints."""

    kind: str
    seed: int
    content: bytes
    tables: tuple[OpenTable, ...]


class Ruler:
    """Where the columns and rows of one table are drawn on a page, and what is drawn there."""

    def __init__(self, page: pymupdf.Page, rng: Random, table: OpenTable, left: float, top: float, width: float):
        self.page, self.rng, self.table = page, rng, table
        self.size = rng.choice((7.0, 8.0, 9.5))
        self.right_aligned = rng.random() < 0.6
        columns = len(table.headings)
        labels = max(_wide(row[0], self.size) for row in table.rows) + 6
        label = max(labels, width * rng.uniform(0.24, 0.36))
        self.xs = [left, *(left + label + (width - label) * at / (columns - 1) for at in range(columns))]
        high = self.size * rng.choice((1.5, 1.8, 2.2))
        self.levels = 2 if table.groups else 1
        self.top = top
        self.ys = [top + high * at for at in range(self.levels + len(table.rows) + 1)]
        self.body = self.ys[self.levels]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.ys[-1]

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: Sequence[float] = _BLACK) -> None:
        """A rule."""
        self.page.draw_line((x0, y0), (x1, y1), color=ink, width=0.7)

    def fill(self, x0: float, y0: float, x1: float, y1: float, ink: Sequence[float]) -> None:
        """A coloured area without a border."""
        self.page.draw_rect((x0, y0, x1, y1), color=None, fill=ink, width=0)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A frame."""
        self.page.draw_rect((x0, y0, x1, y1), color=_BLACK, width=0.7)

    def across(self, ys: Sequence[float], ink: Sequence[float] = _BLACK) -> None:
        """Rules from side to side."""
        for y in ys:
            self.line(self.xs[0], y, self.xs[-1], y, ink)

    def header_uprights(self, ink: Sequence[float] = _BLACK) -> None:
        """Uprights between the headings alone; group headings are parted where groups are."""
        leaf = self.ys[self.levels - 1]
        for at, x in enumerate(self.xs):
            self.line(x, self.top if at in self.edges else leaf, x, self.body, ink)
        if self.levels == 2:
            self.line(self.xs[1], leaf, self.xs[-1], leaf, ink)

    @property
    def edges(self) -> set[int]:
        """The edges at which groups of columns begin and end."""
        edges, at = {0, 1}, 1
        for _, wide in self.table.groups:
            at += wide
            edges.add(at)
        return edges if self.table.groups else set(range(len(self.xs)))

    def write(self, ink: Sequence[float] = _BLACK) -> None:
        """All texts; ``ink``: of the headings."""
        at = 1
        for text, wide in self.table.groups:
            self.put(text, self.xs[at], self.xs[at + wide], self.ys[0], "centre", ink)
            at += wide
        for column, text in enumerate(self.table.headings):
            self.put(text, *self._sides(column), self.ys[self.levels - 1], "left" if column == 0 else "", ink)
        for number, row in enumerate(self.table.rows):
            for column, text in enumerate(row):
                y = self.ys[self.levels + number]
                self.put(text, *self._sides(column), y, "left" if column == 0 else "", _BLACK)

    def _sides(self, column: int) -> tuple[float, float]:
        return (self.xs[0], self.xs[1]) if column == 0 else (self.xs[column], self.xs[column + 1])

    def put(self, text: str, x0: float, x1: float, y: float, align: str, ink: Sequence[float]) -> None:
        """One line of a cell."""
        wide = _wide(text, self.size)
        align = align or ("right" if self.right_aligned else "centre")
        x = {"left": x0 + 2, "right": x1 - 3 - wide, "centre": (x0 + x1 - wide) / 2}[align]
        high = self.ys[1] - self.ys[0]
        self.page.insert_text(
            (x, y + high / 2 + 0.35 * self.size), text, fontsize=self.size, fontname=_font(text), color=ink
        )


def _font(text: str) -> str:
    return "china-s" if any(ord(char) > 0x2E80 for char in text) else "helv"


def _wide(text: str, size: float) -> float:
    wide: float = pymupdf.get_text_length(text, _font(text), size)
    return wide


def rules_under_rows(drawn: Ruler) -> None:
    """Rules between rows and nothing else."""
    drawn.across(drawn.ys if drawn.rng.random() < 0.5 else [drawn.ys[0], *drawn.ys[drawn.levels :]])
    drawn.write()


def uprights_in_header(drawn: Ruler) -> None:
    """A coloured header whose headings are parted by uprights; rules under the rows."""
    drawn.fill(drawn.xs[0], drawn.top, drawn.xs[-1], drawn.body, _BLUE)
    drawn.header_uprights(drawn.rng.choice((_WHITE, _BLACK)))
    drawn.across([drawn.top, *drawn.ys[drawn.levels :]])
    drawn.write(_WHITE)


def uprights_and_sides(drawn: Ruler) -> None:
    """The same, and the two sides of the table."""
    uprights_in_header(drawn)
    for x in (drawn.xs[0], drawn.xs[-1]):
        drawn.line(x, drawn.top, x, drawn.bottom)


def header_boxes(drawn: Ruler) -> None:
    """A grid of headings, and nothing below it."""
    drawn.across([drawn.top, drawn.body])
    drawn.header_uprights()
    drawn.write()


def header_boxes_in_frame(drawn: Ruler) -> None:
    """A grid of headings, and a frame around all."""
    header_boxes(drawn)
    drawn.box(drawn.xs[0], drawn.top, drawn.xs[-1], drawn.bottom)


def stripes(drawn: Ruler) -> None:
    """Every other row is coloured."""
    for at in range(drawn.levels, len(drawn.ys) - 1, 2):
        drawn.fill(drawn.xs[0], drawn.ys[at], drawn.xs[-1], drawn.ys[at + 1], _PALE)
    drawn.fill(drawn.xs[0], drawn.top, drawn.xs[-1], drawn.body, _BLUE)
    drawn.write(_WHITE)


def filled_cells(drawn: Ruler) -> None:
    """Every heading stands in a coloured box of its own; stripes below."""
    for left, right in pairwise(drawn.xs):
        drawn.fill(left + 0.5, drawn.top, right - 0.5, drawn.body - 0.5, _BLUE)
    for at in range(drawn.levels + 1, len(drawn.ys) - 1, 2):
        for left, right in pairwise(drawn.xs):
            drawn.fill(left + 0.5, drawn.ys[at], right - 0.5, drawn.ys[at + 1], _PALE)
    drawn.write(_WHITE)


def boxed_columns(drawn: Ruler) -> None:
    """Boxes around some neighbouring columns, from top to bottom."""
    first = drawn.rng.randrange(1, len(drawn.xs) - 2)
    last = min(len(drawn.xs) - 2, first + drawn.rng.randint(0, 2))
    for at in range(first, last + 1):
        drawn.box(drawn.xs[at], drawn.top, drawn.xs[at + 1], drawn.bottom)
    if drawn.rng.random() < 0.5:
        drawn.across(drawn.ys[drawn.levels :])
    drawn.write()


def frame_alone(drawn: Ruler) -> None:
    """A frame without rules inside, or with one under the headings."""
    drawn.box(drawn.xs[0], drawn.top, drawn.xs[-1], drawn.bottom)
    if drawn.rng.random() < 0.5:
        drawn.across([drawn.body])
    drawn.write()


def label_wall(drawn: Ruler) -> None:
    """One upright behind the labels, rules over and under the headings and at the foot."""
    drawn.across([drawn.top, drawn.body, drawn.bottom])
    drawn.line(drawn.xs[1], drawn.top, drawn.xs[1], drawn.bottom)
    drawn.write()


def label_wall_and_rules(drawn: Ruler) -> None:
    """One upright behind the labels, and rules under the rows."""
    drawn.across(drawn.ys)
    drawn.line(drawn.xs[1], drawn.top, drawn.xs[1], drawn.bottom)
    drawn.write()


def uprights_alone(drawn: Ruler) -> None:
    """Uprights between all columns, rules over and under the headings and at the foot: whole columns in one cell."""
    drawn.across([drawn.top, drawn.body, drawn.bottom])
    for x in drawn.xs:
        drawn.line(x, drawn.top if drawn.xs.index(x) in drawn.edges else drawn.ys[drawn.levels - 1], x, drawn.bottom)
    drawn.write()


def boxes_of_rows(drawn: Ruler) -> None:
    """Boxes around groups of rows, uprights in the header."""
    header_boxes(drawn)
    at = drawn.levels
    while at < len(drawn.ys) - 1:
        end = min(len(drawn.ys) - 1, at + drawn.rng.randint(1, 4))
        drawn.box(drawn.xs[0], drawn.ys[at], drawn.xs[-1], drawn.ys[end])
        at = end


def some_uprights(drawn: Ruler) -> None:
    """Rules under all rows, uprights at the edges of groups or of some columns."""
    drawn.across(drawn.ys)
    edges = drawn.edges if drawn.table.groups else {at for at in range(len(drawn.xs)) if drawn.rng.random() < 0.5}
    for at in edges:
        drawn.line(drawn.xs[at], drawn.top, drawn.xs[at], drawn.bottom)
    drawn.write()


KINDS: Mapping[str, Callable[[Ruler], None]] = {
    name.replace("_", " "): draw
    for name, draw in (
        (draw.__name__, draw)
        for draw in (
            rules_under_rows, uprights_in_header, uprights_and_sides, header_boxes, header_boxes_in_frame, stripes,
            filled_cells, boxed_columns, frame_alone, label_wall, label_wall_and_rules, uprights_alone, boxes_of_rows,
            some_uprights,
        )
    )
}  # fmt: skip
ARRANGED = ("one", "two below", "side by side", "text near")


def open_samples(kind: str, number: int, kinds: Sequence[str] = tuple(KINDS)) -> Iterator[OpenSample]:
    """``number`` documents of every kind, from the seeds and words of ``tuning`` or ``held-out``."""
    for seed in range(SEEDS[kind], SEEDS[kind] + number):
        for name in kinds:
            rng = Random(f"open {name} {seed}")
            yield OpenSample(name, seed, *_drawn(rng, KINDS[name], WORDS[kind], ARRANGED[seed % len(ARRANGED)]))


def _drawn(
    rng: Random, draw: Callable[[Ruler], None], words: Sequence[str], arranged: str
) -> tuple[bytes, tuple[OpenTable, ...]]:
    """One page and its tables."""
    beside = arranged == "side by side"
    tables = [
        _table(rng, f"t{chr(97 + at)}", words, 3 if beside else 7)
        for at in range(1 if arranged in ("one", "text near") else 2)
    ]
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((50, 60), "Annual report", fontsize=14)
        top, near = 100.0, 4.0 if arranged == "text near" else 20.0
        for table in tables:
            text = " ".join(rng.choices([word for word in words if word.isascii()], k=rng.randint(6, 40)))
            if table is tables[0] or not beside:
                top = _paragraph(page, text, top) + near
            left = 310.0 if beside and table is not tables[0] else 50.0
            ruler = Ruler(page, rng, table, left, top, 235.0 if beside else 495.0)
            draw(ruler)
            if not beside:
                top = ruler.bottom + 22
        _paragraph(page, "Printed by the office of " + words[0] + ".", 800.0)
        content: bytes = document.tobytes(garbage=3, deflate=True, no_new_id=True)
    return content, tuple(tables)


def _paragraph(page: pymupdf.Page, text: str, top: float) -> float:
    """Running text; the lower edge of its last line."""
    lines: list[str] = [""]
    for word in text.split():
        if pymupdf.get_text_length(f"{lines[-1]} {word}", "helv", 9) > 490:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    for number, line in enumerate(lines):
        page.insert_text((50, top + 9 + 12 * number), line, fontsize=9)
    return top + 12 * len(lines)


def _table(rng: Random, key: str, words: Sequence[str], most: int) -> OpenTable:
    """Headings, in groups or not, and rows of which no two labels begin alike."""
    columns = rng.randint(2, most)
    length = rng.choice((2, 4, 9, 14))
    plain = [word for word in words if word.isascii()] if rng.random() < 0.7 else [w for w in words if not w.isascii()]
    groups: tuple[tuple[str, int], ...] = ()
    if columns >= 4 and rng.random() < 0.4:
        half = columns // 2
        groups = ((f"{rng.choice(plain)} A", half), (f"{rng.choice(plain)} B", columns - half))
    headings = ("item", *(f"{rng.choice(plain)[:6]}{at}" for at in range(columns)))
    style = rng.choice(("whole", "decimal", "money"))
    rows = []
    for number in range(length):
        label = (
            f"{chr(97 + number // 26)}{chr(97 + number % 26)}{key} {' '.join(rng.choices(plain, k=rng.randint(1, 2)))}"
        )
        rows.append((label, *(_value(rng, style) for _ in range(columns))))
    return OpenTable(headings, tuple(rows), groups)


def _value(rng: Random, style: str) -> str:
    if rng.random() < 0.12:
        return rng.choice(("", "/", "-"))
    amount = rng.randrange(10 ** rng.choice((1, 2, 3, 5)))
    if style == "decimal":
        return f"{amount}.{rng.randrange(100):02d}"
    return f"{amount:,}" if style == "money" else str(amount)
