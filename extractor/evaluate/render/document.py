"""One rendered document: figures, words, a style and damages in; bytes and what a reader should find in them out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from extractor.evaluate.render.cell_places import Box, PrintedCell, Quad
from extractor.evaluate.render.damage import DAMAGES
from extractor.evaluate.render.disorder import is_hidden
from extractor.evaluate.render.grid import Grid, lay_out
from extractor.evaluate.render.printed import Figures, PrintedBlock, PrintedRow, PrintedTable, print_tables, read_back
from extractor.evaluate.render.printed_pdf import PrintedPdf
from extractor.evaluate.render.report_layout import LayoutPiece, ReportLayout
from extractor.evaluate.render.scanner import Scan, Scanned, photograph
from extractor.evaluate.render.styles import STYLES, Style, printed, write
from extractor.evaluate.render.table_change import Expect, Tables, map_rows
from extractor.evaluate.render.words import Told, Words, fill
from extractor.schemas.form import Form, State, Value

ORDER: tuple[Expect, ...] = ("accept", "review", "source_inconsistent", "refuse")


@dataclass(frozen=True)
class Order:
    """What to render. ``seed`` decides everything that is left open, so equal orders give equal bytes.

    ``told``: figures that the running text tells otherwise than the tables print them. ``second``: another report in
    the same file. ``scan``: how the pages were photographed, for styles that are pictures.
    """

    name: str
    form: Form
    figures: Figures
    words: Words
    style: str
    seed: int = 0
    damages: tuple[str, ...] = ()
    encoding: str = "utf-8"
    told: Figures = field(default_factory=dict)
    second: "Order | None" = None
    scan: Scan = field(default_factory=Scan)


@dataclass(frozen=True)
class Rendered:
    """A document and its truth. The bytes are made when they are first asked for.

    ``truth`` holds every field of the form that is printed, with None for a blank or a mark; ``states`` says which of
    the two, and is ``read`` for values. Fields in neither are ``left_out``: absent, or unread where their truth says
    nothing about why they have no value. ``expect``: the outcomes that would be right.

    ``also``: other values that are as right as the printed one, None for none. ``valueless``: fields of which the page
    does not prove any value, so that none may be confirmed. ``unsettled``: fields of which nothing may be confirmed,
    not even that they are blank, as under a black bar. ``unnamed``: fields whose column has lost its heading.
    """

    name: str
    source: Callable[[], bytes]
    truth: Mapping[str, Value | None]
    states: Mapping[str, State]
    expect: tuple[Expect, ...] = field(default=("accept",))
    drawing: Callable[[], "Drawing | None"] = field(default=lambda: None)
    also: Mapping[str, tuple[Value | None, ...]] = field(default_factory=dict)
    valueless: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    left_out: State = "absent"

    @property
    def drawn(self) -> "Drawing | None":
        """What is on paper and in pictures, for PDFs and scans, made anew each time; None for other files."""
        return self.drawing()

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        drawn = self.drawn
        return drawn.content if drawn else self.source()


@dataclass(frozen=True)
class Drawing:
    """A document on paper: its pages as a PDF, where each cell of its tables stands, and their pictures, if taken."""

    printed: PrintedPdf
    scanned: Scanned | None

    @property
    def cells(self) -> tuple[PrintedCell, ...]:
        """Every printed cell, in points of its page before the sheet lay turned on the glass."""
        return self.printed.cells

    def place(self, cell: PrintedCell, part: Box | None = None) -> Quad | None:
        """The corners of a cell, or of the ``part`` of its page, in pixels of that page's picture, if there is one."""
        if self.scanned is None:
            return None
        return self.scanned.pages[cell.page].transform.quad(part or cell.box)

    @property
    def content(self) -> bytes:
        """The PDF: of pictures if there are any."""
        return self.scanned.pdf if self.scanned else self.printed.content


def render(order: Order, printer: Callable[[ReportLayout], PrintedPdf] | None = None) -> Rendered:
    """Write a document. ``printer`` puts its pages on paper in a look that is none of the styles'. KeyError names an
    unknown style or damage.
    """
    style = STYLES[order.style]
    expect = style.expect
    for damage in (DAMAGES[name] for name in order.damages):
        expect = _both(expect, damage.expect)
    order = _converted(order)
    rng = Random(f"{order.name}/{order.seed}")
    tables = _tables(order, rng)
    told = _tell(order)
    page = _page(order, style, tables, told, rng)

    def content() -> bytes:
        return write(page, style, rng, order.encoding, "lines_once" in order.damages)

    def drawing() -> Drawing | None:
        paper = printer(page) if printer is not None else printed(page, style, order.scan)
        if paper is None:
            return None
        glass = Random(f"{order.name}/{order.seed}/scan")
        return Drawing(paper, photograph(paper.document, order.scan, glass) if style.apart else None)

    truth, states = _truth(tables, told)
    name = f"{order.name}{style.suffix}"
    return Rendered(name, content, truth, states, expect, drawing, unnamed=frozenset(_unnamed(order, tables)))


def _both(one: tuple[Expect, ...], other: tuple[Expect, ...]) -> tuple[Expect, ...]:
    """What is right after two damages: whatever either allows, but accepting only if both do."""
    never = "accept" not in one or "accept" not in other
    return tuple(expect for expect in ORDER if expect in (*one, *other) and not (never and expect == "accept"))


def _tables(order: Order, rng: Random) -> Tables:
    tables = print_tables(order.form, order.figures, order.words)
    for damage in (DAMAGES[name] for name in order.damages):
        if damage.change is not None:
            tables = damage.change(tables, rng, order.words)
    return _in_script(tables, order.words.traditional) if "traditional" in order.damages else tables


def _converted(order: Order) -> Order:
    """The order with its words and names in the other script, where that is its damage."""
    if "traditional" not in order.damages:
        return order
    script = str.maketrans(order.words.traditional)
    kept = order.words.traditional
    words = Words.model_validate_json(order.words.model_dump_json(exclude={"traditional"}).translate(script))
    figures = {path: v.translate(script) if isinstance(v, str) else v for path, v in order.figures.items()}
    return replace(order, words=words.model_copy(update={"traditional": kept}), figures=figures)


def _in_script(tables: Tables, traditional: Mapping[str, str]) -> Tables:
    script = str.maketrans(dict(traditional))
    tables = map_rows(tables, lambda _, row: replace(row, labels=tuple(text.translate(script) for text in row.labels)))
    return tuple(_table_in_script(table, script) for table in tables)


def _table_in_script(table: PrintedTable, script: dict[int, str]) -> PrintedTable:
    def block(one: PrintedBlock) -> PrintedBlock:
        columns = tuple(
            replace(c, groups=tuple(text.translate(script) for text in c.groups), label=c.label.translate(script))
            for c in one.columns
        )
        return replace(one, title=one.title.translate(script), corner=one.corner.translate(script), columns=columns)

    return replace(table, title=table.title.translate(script), blocks=tuple(map(block, table.blocks)))


@dataclass(frozen=True)
class _Narrative:
    titles: Told
    before: Told
    after: Told


def _tell(order: Order) -> _Narrative:
    rng = Random(f"{order.name}/{order.seed}/words")
    titles = rng.choice(order.words.titles)
    figures = {**order.figures, **order.told}
    lines = tuple(line.format_map(figures) for line in titles)
    claims = {key: v for key in ("agency", "year") if (v := figures.get(key)) and f"{{{key}}}" in "".join(titles)}
    cut = "cut_off" in order.damages
    after = Told((), {}) if cut else fill(order.words.after, figures)
    return _Narrative(Told(lines, claims), fill(order.words.before, figures), after)


def _page(order: Order, style: Style, tables: Tables, told: _Narrative, rng: Random) -> ReportLayout:
    before = list(told.before.lines)
    if "hostile" in order.damages:
        for line in order.words.hostile:
            before.insert(rng.randint(0, len(before)), line)
    around = "navigation" in order.damages or style.name == "html"
    hiding = is_hidden(order.damages)
    return ReportLayout(
        titles=told.titles.lines,
        pieces=_with_second(order, (tuple(before), *(lay_out(table) for table in tables), told.after.lines)),
        above=order.words.above_page if around else (),
        below=order.words.below_page if around and "cut_off" not in order.damages else (),
        hidden=order.words.hostile if hiding else (),
        hiding=hiding,
    )


def _with_second(order: Order, pieces: tuple[LayoutPiece, ...]) -> tuple[LayoutPiece, ...]:
    """The report with another one in the same file: behind it, or table for table."""
    if order.second is None:
        return pieces
    told = _tell(order.second)
    tables = [lay_out(table) for table in _tables(order.second, Random(order.second.name))]
    if "two_reports" in order.damages:
        return (*pieces, told.titles.lines, told.before.lines, *tables, told.after.lines)
    found: list[LayoutPiece] = []
    for piece in pieces:
        found.append(piece)
        if isinstance(piece, Grid):
            found += [told.titles.lines, *(table for table in tables if table.key == piece.key)]
    return tuple(found)


def _unnamed(order: Order, tables: Tables) -> Iterator[str]:
    """The fields of tables over which no heading of the form is printed."""
    columns = [column for table in order.form.tables for block in table.blocks for column in block.columns]
    script = str.maketrans(dict(order.words.traditional))
    known = {
        text for column in columns for printed in column.label.texts for text in (printed, printed.translate(script))
    }

    def named(block: PrintedBlock, row: PrintedRow) -> PrintedRow:
        heads = [column.label for column in block.columns]
        values = zip(row.values, heads, strict=True) if row.values else ()
        return replace(row, values=tuple(replace(each, value=1 if head in known else None) for each, head in values))

    said, _ = read_back(map_rows(tables, named))
    yield from (path for path, value in said.items() if value is None)


def _truth(tables: Tables, told: _Narrative) -> tuple[dict[str, Value | None], dict[str, State]]:
    values, states = read_back(tables)
    claims = {**told.titles.claims, **told.before.claims, **told.after.claims}
    said: dict[str, State] = dict.fromkeys(claims, "read")
    return {**claims, **values}, {**said, **states}
