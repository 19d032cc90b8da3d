"""Rendered born-digital tables, and how many of their numbers stand in their row and column.

Every document holds two tables with running text between them, printed in one of the looks below, in characters of
several sizes, figures in the middle or at the right of their cells, and enlarged or reduced as a whole. The held-out
documents are made from other seeds, other words and other sizes than those the code was tuned on. A number counts as
right when the cell at its printed row and column reads exactly the same; a number read at a crossing that is printed
blank or with a mark counts as invented.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from extractor.documents.model import Document
from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.printed_pdf import Look, print_page
from extractor.evaluate.render.report_layout import ReportLayout
from specimens.table_cells import bare

LOOKS: Mapping[str, Look] = {
    "ruled": Look(),
    "ruled, wrapped": Look(label=52.0),
    "ruled, unrepeated": Look(repeat=False),
    "rows": Look("rows"),
    "rows, wrapped": Look("rows", label=52.0),
    "borderless": Look("none"),
    "borderless, wrapped": Look("none", label=52.0),
    "borderless, unrepeated": Look("none", repeat=False),
}
SEEDS = {"tuning": 1, "held-out": 90_001}
SIZES = {"tuning": (1.0, 0.8, 1.25), "held-out": (1.0, 0.7, 0.9, 1.15, 1.5)}
# fmt: off
WORDS = {
    "tuning": (
        "licences", "permits", "grants", "appeals", "notices", "pensions", "courts", "schools", "roads",
        "clinics", "harbours", "bridges", "markets", "archives", "gardens", "规章", "许可", "处罚", "强制", "收费",
        "采购", "申请", "复议", "诉讼", "公开",
    ),
    "held-out": (
        "savings", "deposits", "reserves", "premiums", "wages", "duties", "royalties", "dividends", "leases",
        "freight", "energy", "timber", "cotton", "vessels", "cattle", "收入", "支出", "资产", "负债", "税费", "利润",
        "存货", "折旧", "投资", "补贴",
    ),
}
# fmt: on
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers ``right`` of those ``printed``; numbers ``invented`` at crossings where none is printed."""

    right: int = 0
    printed: int = 0
    invented: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.printed + other.printed, self.invented + other.invented)


@dataclass(frozen=True)
class DigitalSample:
    """A rendered document and the tables it prints."""

    look: str
    seed: int
    content: bytes
    grids: tuple[Grid, ...]


def samples(kind: str, number: int, looks: Sequence[str] = tuple(LOOKS)) -> Iterator[DigitalSample]:
    """``number`` documents of every look, from the seeds, sizes and words of a kind."""
    for seed in range(SEEDS[kind], SEEDS[kind] + number):
        for look in looks:
            rng = Random(f"{look} {seed}")
            grids = tuple(_grid(rng, f"t{at}", WORDS[kind]) for at in range(2))
            text = " ".join(rng.choices(WORDS[kind], k=30)) + "."
            page = ReportLayout(("Annual report",), (grids[0], (text,), grids[1]))
            printed = replace(LOOKS[look], size=rng.choice((7.0, 8.0, 9.0)), align=rng.choice(("centre", "right")))
            content = _scaled(print_page(page, printed).content, rng.choice(SIZES[kind]))
            yield DigitalSample(look, seed, content, grids)


def _grid(rng: Random, key: str, words: Sequence[str]) -> Grid:
    """A table: headings, some of them in groups, and rows with labels of which no one begins like another."""
    columns, length = rng.randint(2, 9), rng.choice((3, 8, 20, 45))
    grouped = columns >= 4 and rng.random() < 0.4
    leaf = [GridCell(_words(rng, words, 2), "heading", 1 + at) for at in range(columns)]
    rows: list[tuple[GridCell, ...]] = []
    if grouped:
        half = columns // 2
        corner = GridCell("item", "heading", 0, row_span=2)
        left, right = _words(rng, words, 1), _words(rng, words, 1)
        rows.append((corner, GridCell(left, "heading", 1, half), GridCell(right, "heading", 1 + half, columns - half)))
        rows.append(tuple(leaf))
    else:
        rows.append((GridCell("item", "heading", 0), *leaf))
    style = rng.choice(("whole", "decimal", "money", "mixed"))
    for number in range(length):
        label = GridCell(f"{_letters(number)}{key} {_words(rng, words, rng.randint(1, 5))}", "label", 0)
        values = [GridCell(_value(rng, style), "value", 1 + at) for at in range(columns)]
        rows.append((label, *values))
    return Grid(key, f"Table {key}", columns + 1, 1, tuple(rows))


def _words(rng: Random, words: Sequence[str], most: int) -> str:
    return " ".join(rng.choices(words, k=rng.randint(1, most)))


def _letters(number: int) -> str:
    return chr(97 + number // 26) + chr(97 + number % 26)


def _value(rng: Random, style: str) -> str:
    """What a cell prints: a number, or nothing, or a mark."""
    chance = rng.random()
    if chance < 0.16:
        return "" if chance < 0.09 else rng.choice(("/", "-", "—"))
    size = rng.choice((1, 2, 3, 5))
    amount = rng.randrange(10**size)
    sign = "-" if rng.random() < 0.08 else ""
    if style == "mixed":
        style = rng.choice(("whole", "decimal", "money"))
    if style == "whole":
        return f"{sign}{amount}"
    if style == "decimal":
        return f"{sign}{amount}.{rng.randrange(100):02d}"
    return f"({amount:,})" if sign else f"{amount:,}"


def _scaled(content: bytes, factor: float) -> bytes:
    """The same document, every page enlarged or reduced as a whole."""
    import pymupdf

    if factor == 1.0:
        return content
    with pymupdf.open(stream=content, filetype="pdf") as source, pymupdf.open() as target:  # type: ignore[no-untyped-call]  # no types
        for page in source:
            width, height = page.rect.width * factor, page.rect.height * factor
            enlarged = target.new_page(width=width, height=height)
            enlarged.show_pdf_page(enlarged.rect, source, page.number)
        scaled: bytes = target.tobytes(garbage=3, deflate=True, no_new_id=True)
    return scaled


def count_numbers(document: Document, grids: Sequence[Grid]) -> Count:
    """How the numbers printed in the grids were read."""
    found: dict[str, dict[int, str]] = {}
    for row in document.rows:
        label = next((cell for cell in row.cells if cell.text), None)
        if label is not None and label.column == 0 and len(row.cells) > 1 and row.table is not None:
            begin = bare(label.text)[:4]
            found.setdefault(begin, {cell.column: bare(cell.text) for cell in row.cells})
    total = Count()
    for grid in grids:
        for cells in grid.rows:
            if any(cell.role == "value" for cell in cells):
                read = found.get(bare(cells[0].text)[:4], {})
                total += _count_row([cell for cell in cells if cell.role == "value"], read)
    return total


def _count_row(values: Sequence[GridCell], read: Mapping[int, str]) -> Count:
    right = printed = invented = 0
    for cell in values:
        text = read.get(cell.column, "")
        if _DIGIT.search(cell.text):
            printed += 1
            right += text == bare(cell.text)
        else:
            invented += _DIGIT.search(text) is not None
    return Count(right, printed, invented)
