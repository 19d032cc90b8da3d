"""An act for the rehearsed endpoint that sees: it decodes the picture in the request and reads the printed characters
by comparing their shapes with those of the font. What it answers can come from nowhere but the pixels.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple

import numpy
import pymupdf
from numpy.typing import NDArray

from extractor.readers.llm.rehearsed_endpoint import Act, ChatRequest, Scene, completion, copy

FONT = "helv"
VALUES = "0123456789,./kr"
LETTERS = "0123456789,./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GRID = (16, 12)
_FAINT = 0.4
_LISTED = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)

Ink = NDArray[numpy.float64]
Edit = Callable[[list[list[str | None]]], object]


class Shape(NamedTuple):
    """A character without its paper: ink on a small grid, width by height, height by that of a capital letter."""

    ink: Ink
    ratio: float
    height: float


class SeenCell(NamedTuple):
    """Characters that stand together, read as words and as a value, and where: pixels from the left."""

    text: str
    value: str
    left: int
    right: int


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    pixmap: Any = pymupdf.Pixmap(png)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    return pixmap.width, pixmap.height


def see(request: ChatRequest) -> Scene:
    """Answer a request about a picture rightly: the number of a probe, or the cells of the rows asked for."""
    return seeing()(request)


def seeing(edit: Edit = lambda rows: None, off: int = 0) -> Act:
    """Answer what is seen, after ``edit`` has changed the rows in place; the number above them is said ``off``."""

    def act(request: ChatRequest) -> Scene:
        if not request.pictures:
            return copy(request) if request.rows else completion(json.dumps(_nonsense(request)))
        seen = read_lines(request.pictures[0])
        number = int(seen[0][-1].value[-6:])
        if "number" in request.schema["properties"]:  # type: ignore[operator]  # JSON
            return completion(json.dumps({"number": number}))
        rows = list(_rows(request, seen[1:]))
        edit(rows)
        return completion(json.dumps({"check": number + off, "rows": rows}))

    return act


def _nonsense(request: ChatRequest) -> dict[str, object]:
    """The only answer to the first probe; no statement is ever found."""
    properties = request.schema["properties"]
    assert isinstance(properties, dict)
    if "answers" in properties:
        return {"answers": [{"value": None, "quote": None}] * properties["answers"]["minItems"]}
    return {name: facts["const"] for name, facts in properties.items()}


def _rows(request: ChatRequest, lines: Sequence[Sequence[SeenCell]]) -> Iterator[list[str | None]]:
    """The row of every label that is asked for, cells counted off by the headings above them."""
    labels = [found[2] for found in _LISTED.finditer(request.text.partition("<rows>")[2])]
    columns = request.schema["properties"]["rows"]["items"]["maxItems"]  # type: ignore[index]  # JSON
    heading = next((line[-columns:] for line in lines if len(line) in (columns, columns + 1)), [])
    for label in labels:
        if label.startswith("the row under the headings"):
            yield [cell.value for cell in lines[-1]]
            continue
        line = max(lines, key=lambda line: _likeness(line[0].text, label))
        if _likeness(line[0].text, label) < 0.7 or not heading:
            yield [None] * columns
            continue
        texts = [""] * columns
        for cell in line[1:]:
            middles = [abs(cell.left + cell.right - head.left - head.right) for head in heading]
            texts[middles.index(min(middles))] = cell.value
        yield list(texts)


def _likeness(one: str, other: str) -> float:
    first, second = ("".join(text.split()).casefold() for text in (one, other))
    return SequenceMatcher(a=first, b=second).ratio()


def read_lines(png: bytes) -> list[list[SeenCell]]:
    """The printed lines of a picture, each as cells: runs of characters with wide gaps between them."""
    ink = _ink(png)
    found = []
    for top, bottom in _runs(ink.max(axis=1), 1):
        line, height = ink[top:bottom], bottom - top
        runs = _runs(line.max(axis=0), max(6, height))
        if height > 4:
            found.append([_cell(line[:, left:right], left, right) for left, right in runs])
    return found


def _cell(ink: Ink, left: int, right: int) -> SeenCell:
    glyphs = [ink[:, start:end] for start, end in _runs(ink.max(axis=0), 0)]
    capital = max(_height(glyph) for glyph in glyphs)
    shapes = [_shape(glyph, capital) for glyph in glyphs]
    return SeenCell(_closest(shapes, LETTERS), _closest(shapes, VALUES), left, right)


def _closest(shapes: Sequence[Shape], alphabet: str) -> str:
    """The text in an alphabet that looks most like some shapes."""
    return "".join(min((_distance(shape, model), char) for char, model in _models(alphabet))[1] for shape in shapes)


def _distance(one: Shape, other: Shape) -> float:
    apart = abs(one.ratio - other.ratio) + abs(one.height - other.height)
    return float(numpy.abs(one.ink - other.ink).mean() + apart * 0.3)


@cache
def _models(alphabet: str) -> list[tuple[str, Shape]]:
    """Every character of an alphabet as the font draws it."""
    drawn = _drawn()
    return [(char, _shape(drawn[char], _height(drawn["8"]))) for char in alphabet]


@cache
def _drawn() -> dict[str, Ink]:
    """The ink of every character, drawn side by side in one line."""
    alphabet = "".join(sorted({*VALUES, *LETTERS}))
    with pymupdf.open() as sheet:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page: Any = sheet.new_page(width=60 * len(alphabet) + 20, height=80)
        for number, char in enumerate(alphabet):
            page.insert_text((10 + 60 * number, 60), char, fontname=FONT, fontsize=40)
        ink = _ink(page.get_pixmap(alpha=False).tobytes("png"))
    runs = list(_runs(ink.max(axis=0), 5))
    return {char: ink[:, left:right] for char, (left, right) in zip(alphabet, runs, strict=True)}


def _height(ink: Ink) -> int:
    rows = numpy.flatnonzero(ink.max(axis=1) > _FAINT)
    return int(rows[-1] - rows[0]) + 1


def _shape(ink: Ink, capital: int) -> Shape:
    rows = numpy.flatnonzero(ink.max(axis=1) > _FAINT)
    body = ink[rows[0] : rows[-1] + 1]
    high, wide = body.shape
    return Shape(_fitted(_fitted(body, _GRID[0]).T, _GRID[1]).T, wide / high, high / capital)


def _fitted(ink: Ink, steps: int) -> Ink:
    """The ink in a number of rows, each the mean of the part of the height it covers."""
    summed = numpy.vstack([numpy.zeros(ink.shape[1]), ink.cumsum(axis=0)])
    at = numpy.linspace(0, ink.shape[0], steps + 1)
    whole = numpy.minimum(at.astype(int), ink.shape[0] - 1)
    below = summed[whole] + (summed[whole + 1] - summed[whole]) * (at - whole)[:, None]
    fitted: Ink = numpy.diff(below, axis=0) * steps / ink.shape[0]
    return fitted


def _ink(png: bytes) -> Ink:
    """How dark each pixel is, from 0 to 1."""
    pixmap: Any = pymupdf.Pixmap(png)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    pixels = numpy.frombuffer(pixmap.samples, numpy.uint8).reshape(pixmap.height, pixmap.width, pixmap.n)
    ink: Ink = 1.0 - pixels.min(axis=2) / 255.0
    return ink


def _runs(ink: Ink, gap: int) -> Iterator[tuple[int, int]]:
    """Runs of dark places; gaps of at most ``gap`` are bridged."""
    places = numpy.flatnonzero(ink > _FAINT).tolist()
    if not places:
        return
    start = last = places[0]
    for place in places[1:]:
        if place - last > gap + 1:
            yield start, last + 1
            start = place
        last = place
    yield start, last + 1
