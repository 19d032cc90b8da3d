"""One rendered document: figures, words, a style and damages in; bytes and what a reader should find in them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from extractor.evaluate.render.damage import DAMAGES, Expect
from extractor.evaluate.render.grid import lay_out
from extractor.evaluate.render.page import Page
from extractor.evaluate.render.printed import Figures, PrintedTable, print_tables, read_back
from extractor.evaluate.render.styles import STYLES, Style, write
from extractor.evaluate.render.words import Told, Words, fill
from extractor.schemas.form import Form, State, Value

ORDER: tuple[Expect, ...] = ("accept", "review", "source_inconsistent", "refuse")


@dataclass(frozen=True)
class Order:
    """What to render. ``seed`` decides everything that is left open, so equal orders give equal bytes."""

    name: str
    form: Form
    figures: Figures
    words: Words
    style: str
    seed: int = 0
    damages: tuple[str, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Rendered:
    """A document and its truth.

    ``truth`` holds every field of the form that is printed, with None for a blank or a mark; ``states`` says which of
    the two, and is ``read`` for values. Fields in neither are absent. ``expect``: the outcomes that would be right.
    """

    name: str
    content: bytes
    truth: Mapping[str, Value | None]
    states: Mapping[str, State]
    expect: tuple[Expect, ...] = field(default=("accept",))


def render(order: Order) -> Rendered:
    """Write a document. KeyError names an unknown style or damage."""
    style = STYLES[order.style]
    rng = Random(f"{order.name}/{order.seed}")
    tables = print_tables(order.form, order.figures, order.words)
    expect = style.expect
    for damage in (DAMAGES[name] for name in order.damages):
        if damage.change is not None:
            tables = damage.change(tables, rng, order.words)
        expect = _both(expect, damage.expect)
    told = _tell(order)
    page = _page(order, style, tables, told, rng)
    content = write(page, style, rng, order.encoding, once="lines_once" in order.damages)
    truth, states = _truth(tables, told)
    return Rendered(f"{order.name}{style.suffix}", content, truth, states, expect)


def _both(one: tuple[Expect, ...], other: tuple[Expect, ...]) -> tuple[Expect, ...]:
    """What is right after two damages: whatever either allows, but accepting only if both do."""
    never = "accept" not in one or "accept" not in other
    return tuple(expect for expect in ORDER if expect in (*one, *other) and not (never and expect == "accept"))


@dataclass(frozen=True)
class _Narrative:
    titles: Told
    before: Told
    after: Told


def _tell(order: Order) -> _Narrative:
    rng = Random(f"{order.name}/{order.seed}/words")
    titles = rng.choice(order.words.titles)
    lines = tuple(line.format_map(order.figures) for line in titles)
    claims = {key: v for key in ("agency", "year") if (v := order.figures.get(key)) and f"{{{key}}}" in "".join(titles)}
    cut = "cut_off" in order.damages
    after = Told((), {}) if cut else fill(order.words.after, order.figures)
    return _Narrative(Told(lines, claims), fill(order.words.before, order.figures), after)


def _page(order: Order, style: Style, tables: tuple[PrintedTable, ...], told: _Narrative, rng: Random) -> Page:
    before = list(told.before.lines)
    if "hostile" in order.damages:
        for line in order.words.hostile:
            before.insert(rng.randint(0, len(before)), line)
    around = "navigation" in order.damages or style.name == "html"
    return Page(
        titles=told.titles.lines,
        pieces=(tuple(before), *(lay_out(table) for table in tables), told.after.lines),
        above=order.words.above_page if around else (),
        below=order.words.below_page if around and "cut_off" not in order.damages else (),
    )


def _truth(tables: tuple[PrintedTable, ...], told: _Narrative) -> tuple[dict[str, Value | None], dict[str, State]]:
    values, states = read_back(tables)
    claims = {**told.titles.claims, **told.before.claims, **told.after.claims}
    said: dict[str, State] = dict.fromkeys(claims, "read")
    return {**claims, **values}, {**said, **states}
