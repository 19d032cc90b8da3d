"""One PDF page as it is printed: visible characters, rules, and what speaks for a picture instead of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pymupdf

from extractor.documents.glyphs import Glyph, PageWord, words_of_glyphs
from extractor.documents.model import Box
from extractor.documents.printed_page import PrintedPage
from extractor.documents.ruling import Path, Rules, Turn, rules_of_paths

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_FILLED_OR_STROKED = 16 | 32
_WHITE = 250
_SMALLEST_TYPE = 1.0
_PAGE_IMAGE = 0.3
_COVERING_IMAGE = 0.5
_FULL_IMAGE = 0.85
_STAMP = 80
_OUTLINED_PATHS = 200
_UNMAPPED = 0.3
_MARGIN = 0.1

Span: TypeAlias = dict[str, Any]
"""A run of characters of one font, as the PDF library lists it."""

_QUARTERS = {(0, -1): 1, (-1, 0): 2, (0, 1): 3}


class _Ink(NamedTuple):
    """What is painted on a page beside characters. Boxes are in the page's own space, before any turn.

    ``grounds`` are coloured areas that white type shows on. ``cover`` is an opaque image that hides everything
    printed before it; ``over`` are the boxes of the text printed after it.
    """

    grounds: tuple[Box, ...]
    images: tuple[Box, ...]
    cover: Box | None
    over: tuple[Box, ...]
    paths: int


def read_page(page: pymupdf.Page, number: int) -> PrintedPage:
    """Read one page; ``number`` counts from 1."""
    spans = list(_spans(page))
    drawings: list[Path] = page.get_cdrawings()  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    shown = Turn(page.rotation // 90 % 4, page.cropbox.width, page.cropbox.height)
    ink = _ink(page, drawings)
    visible, hidden = _visible(spans, ink, (0.0, 0.0, shown.width, shown.height))
    width, height = page.rect.width, page.rect.height
    turn = Turn(_reading_quarters(visible, shown), width, height)
    whole = Turn((shown.quarters + turn.quarters) % 4, shown.width, shown.height)
    picture = _picture(visible, hidden, ink, shown)
    words: tuple[PageWord, ...] = ()
    rules = Rules((), ())
    if visible and not picture:
        rules = rules_of_paths(drawings, whole)
        words = _words(visible, whole, rules)
    if turn.quarters % 2:
        width, height = height, width
    paper = (page.rect.width, page.rect.height)
    return PrintedPage(number, width, height, turn, words, rules, picture, source="characters", paper=paper)


def _spans(page: pymupdf.Page) -> Iterator[Span]:
    """All spans with characters, each carrying the direction of its line."""
    raw: dict[str, Any] = page.get_text("rawdict", flags=_FLAGS)  # type: ignore[no-untyped-call]  # the same
    for block in raw["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["chars"]:
                    span["dir"] = line["dir"]
                    yield span


def _ink(page: pymupdf.Page, drawings: Sequence[Path]) -> _Ink:
    """Coloured grounds and images; an opaque image over half the page covers what was printed before it."""
    area = abs(page.cropbox.width * page.cropbox.height) or 1.0
    log: list[tuple[str, Box]] = page.get_bboxlog()  # type: ignore[no-untyped-call]  # the same
    images = [(i, box) for i, (kind, box) in enumerate(log) if kind in ("fill-image", "fill-imgmask")]
    cover: Box | None = None
    over: tuple[Box, ...] = ()
    big = [(i, box) for i, box in images if _area(box) > _COVERING_IMAGE * area and log[i][0] == "fill-image"]
    if big and not any(info.get("has-mask") for info in page.get_image_info()):
        at, cover = big[-1]
        over = tuple(box for kind, box in log[at + 1 :] if kind in ("fill-text", "stroke-text"))
    grounds = [box for _, box in images]
    for path in drawings:
        fill = path.get("fill")
        if isinstance(fill, tuple) and min(fill) * 255 < _WHITE and path.get("fill_opacity", 1) != 0:
            grounds.append(_box(path["rect"]))
    return _Ink(tuple(grounds), tuple(box for _, box in images), cover, over, len(drawings))


def _box(value: Any) -> Box:  # noqa: ANN401 - a rectangle of the PDF library, in whichever form it comes
    x0, y0, x1, y1 = value
    return (float(x0), float(y0), float(x1), float(y1))


def _area(box: Box) -> float:
    return abs((box[2] - box[0]) * (box[3] - box[1]))


def _holds(boxes: Sequence[Box], x: float, y: float) -> bool:
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _visible(spans: Sequence[Span], ink: _Ink, paper: Box) -> tuple[list[Span], int]:
    """The spans a reader can see, and how many characters cannot be seen.

    Not seen: type without fill and stroke (render mode 3), fully transparent, without size, off the paper, white on
    white, or printed under an image.
    """
    visible: list[Span] = []
    hidden = 0
    for span in spans:
        x0, y0, x1, y1 = span["bbox"]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        white = all(span["color"] >> shift & 255 >= _WHITE for shift in (0, 8, 16))
        unseen = (
            not span["alpha"]
            or not span["char_flags"] & _FILLED_OR_STROKED
            or span["size"] < _SMALLEST_TYPE
            or not _holds([paper], x, y)
            or (white and not _holds(ink.grounds, x, y))
            or (ink.cover is not None and _holds([ink.cover], x, y) and not _holds(ink.over, x, y))
        )
        if unseen:
            hidden += len(span["chars"])
        else:
            visible.append(span)
    return visible, hidden


def _reading_quarters(spans: Sequence[Span], shown: Turn) -> int:
    """How many quarter turns make most of the text upright on the displayed page."""
    counts: Counter[int] = Counter()
    for span in spans:
        x, y = (round(part) for part in span["dir"])
        counts[(_QUARTERS.get((x, y), 0) - shown.quarters) % 4] += len(span["chars"])
    return counts.most_common(1)[0][0] if counts else 0


def _picture(visible: Sequence[Span], hidden: int, ink: _Ink, shown: Turn) -> str:
    """Why a page is a picture: no visible text over an image or outlines, or hardly any over a full-page scan."""
    texts = ["".join(char["c"] for char in span["chars"]) for span in visible]
    printed = sum(not char.isspace() for text in texts for char in text)
    share = sum(_area(box) for box in ink.images) / ((shown.width * shown.height) or 1.0)
    if not printed:
        if hidden > 20 and not share:
            return "holds only invisible text"
        if share >= _PAGE_IMAGE:
            return "is an image"
        return "is drawn in outlines, without characters" if ink.paths >= _OUTLINED_PATHS else ""
    unmapped = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for text in texts for char in text)
    if unmapped > _UNMAPPED * printed:
        return "uses a font that does not say which characters it prints"
    scanned = share >= _FULL_IMAGE and printed <= _STAMP
    if scanned and (hidden > printed or all(_marginal(span, shown) for span in visible)):
        return "is an image with a stamp"
    return ""


def _marginal(span: Span, shown: Turn) -> bool:
    """Whether a span stands in the top or bottom margin."""
    middle = (span["bbox"][1] + span["bbox"][3]) / 2
    return bool(middle < _MARGIN * shown.height or middle > (1 - _MARGIN) * shown.height)


def _words(spans: Sequence[Span], whole: Turn, rules: Rules) -> tuple[PageWord, ...]:
    """Words in reading orientation. Type that still runs another way is taken in the order of the file."""
    upright: list[Glyph] = []
    words: list[PageWord] = []
    for span in spans:
        x, y = (round(part) for part in span["dir"])
        glyphs = [_glyph(char, span["size"], whole) for char in span["chars"]]
        if (_QUARTERS.get((x, y), 0) - whole.quarters) % 4 == 0:
            upright.extend(glyphs)
        else:
            words.extend(_words_in_order(glyphs))
    return (*words_of_glyphs(upright, rules.vertical), *words)


def _glyph(char: dict[str, Any], size: float, whole: Turn) -> Glyph:
    x0, y0, x1, y1 = whole.forward_box(*char["bbox"])
    return Glyph(char["c"], x0, y0, x1, y1, whole.forward(*char["origin"])[1], size)


def _words_in_order(glyphs: Sequence[Glyph]) -> Iterator[PageWord]:
    """Words of a line that runs up, down or aslant."""
    run: list[Glyph] = []
    for glyph in [*glyphs, None]:
        if glyph is not None and not glyph.text.isspace():
            run.append(glyph)
        elif run:
            text = "".join(part.text for part in run)
            x0, y0 = min(part.x0 for part in run), min(part.y0 for part in run)
            x1, y1 = max(part.x1 for part in run), max(part.y1 for part in run)
            yield PageWord(text, x0, y0, x1, y1, run[0].size)
            run = []
