"""One PDF page as it is printed: visible characters, rules, and what speaks for a picture instead of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pymupdf

from extractor.documents.columns import looks_numeric
from extractor.documents.model import Box
from extractor.documents.page.comb_fields import with_comb_fields
from extractor.documents.page.glyphs import Glyph, PageWord, words_of_glyphs
from extractor.documents.page.leader_rules import without_leaders
from extractor.documents.page.printed_page import PrintedPage, Stain
from extractor.documents.page.ruling import PageTurn, Path, Rules, rules_of_paths, together
from extractor.documents.page.spread_figures import spread_on_page
from extractor.documents.page.stacked_words import with_stacked_words
from extractor.documents.page.tiled_cells import rules_of_tiles
from extractor.documents.page.typed_grid import without_typed_grid
from extractor.documents.page.typed_rules import with_typed_rules
from extractor.documents.page.word_order import ligatures_apart
from extractor.documents.pdf.pdf_behind import is_aslant, type_behind
from extractor.documents.pdf.pdf_boxes import tick_boxes, tick_fields
from extractor.documents.pdf.pdf_columns import runs_down
from extractor.documents.pdf.pdf_fonts import FontBook
from extractor.documents.pdf.pdf_hairlines import without_unseen
from extractor.documents.pdf.pdf_ink import (
    Ink,
    Span,
    area_of,
    ink_of_page,
    number_of,
    painted_on,
    spans_of_page,
    visible_spans,
)
from extractor.documents.pdf.pdf_rounded import squared
from extractor.documents.pdf.pdf_shown import DrawnThing, black_boxes, drawn_on, without_type, words_as_shown
from extractor.documents.pdf.pdf_things import cut_by_edge, stains_beyond, stains_of, words_of_things
from extractor.evidence import DoubtKind, doubt

_PAGE_IMAGE = 0.3
_SMALL_IMAGE = 0.02
_MOST_OF_PAGE = 0.5
_FULL_IMAGE = 0.85
_STAMP = 80
_OUTLINED_PATHS = 200
_OUTLINED_CURVES = 300
_UNMAPPED = 0.3
_MARGIN = 0.1

_FIGURES = 6
"""So many numbers that stand by themselves say which way up a page is to be read."""
_QUARTERS = {(0, -1): 1, (-1, 0): 2, (0, 1): 3}
_DOWN = 3
"""Quarter turns after which lines that run down and follow each other to the left run as others do."""


def read_page(page: pymupdf.Page, number: int, fonts: FontBook) -> PrintedPage:
    """Read one page; ``number`` counts from 1."""
    painted = painted_on(page)
    spans = spans_of_page(page, painted)
    false = fonts.show_glyphs(page, spans)
    drawings: list[Path] = squared(page.get_cdrawings())  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    shown = PageTurn(page.rotation // 90 % 4, page.cropbox.width, page.cropbox.height)
    ink = ink_of_page(page, drawings, painted)
    seen = visible_spans(page, spans, ink, (0.0, 0.0, shown.width, shown.height))
    visible, hidden = seen.spans, seen.hidden
    width, height = page.rect.width, page.rect.height
    down = runs_down(visible)
    turn = PageTurn(_DOWN if down else _reading_quarters(visible, shown), width, height)
    whole = PageTurn((shown.quarters + turn.quarters) % 4, shown.width, shown.height)
    picture = _picture(visible, hidden, ink, shown)
    words: tuple[PageWord, ...] = ()
    rules = Rules((), ())
    stains: tuple[Stain, ...] = ()
    if visible and not picture:
        drawings = without_unseen(drawings, ink)
        ticks = tick_boxes(drawings, visible, whole, tick_fields(page))
        drawings = [path for at, path in enumerate(drawings) if at not in ticks.paths]
        visible = [span for at, span in enumerate(visible) if at not in ticks.spans]
        texts = [span["bbox"] for span in visible]
        boxes = black_boxes(drawings, texts)
        sides = {id(path) for path in boxes} | {id(path) for path in drawings if number_of(path) in seen.covers}
        rules = _rules([path for path in drawings if id(path) not in sides], visible, whole)
        small = [box for box in ink.images if area_of(box) < _SMALL_IMAGE * whole.width * whole.height]
        pictures = without_type(small, texts)
        covered: list[Box] = [*seen.covered, *(path["rect"] for path in boxes)]  # type: ignore[list-item]  # as listed
        things = _things(covered, seen.faint, (*seen.inked, *false), pictures, whole)
        typed, rules = _words_and_rules(visible, whole, rules, down)
        words, stains = _as_shown(typed, things, drawings, rules, whole)
        combed, rules = with_comb_fields((*words, *ticks.words), rules)
        words = tuple(combed)
    if turn.quarters % 2:
        width, height = height, width
    return PrintedPage(
        number,
        width,
        height,
        turn,
        words,
        rules,
        picture,
        source="characters",
        paper=(page.rect.width, page.rect.height),
        stains=stains,
        pictured=() if picture else tuple(_pictured(page, ink, visible, shown)),
    )


def _rules(drawings: Sequence[Path], spans: Sequence[Span], whole: PageTurn) -> Rules:
    """The rules that are drawn, and those between tinted boxes."""
    figures = [span["bbox"] for span in spans if looks_numeric("".join(char["c"] for char in span["chars"]).strip())]
    return together(rules_of_paths(drawings, whole), rules_of_tiles(drawings, figures, whole))


def _things(
    covered: Sequence[Box], faint: Sequence[Box], false: Sequence[Box], pictures: Sequence[Box], whole: PageTurn
) -> list[DrawnThing]:
    """What is shown on a page and was not read as text, apart from what is drawn, in reading orientation."""
    found = (
        (covered, DoubtKind.COVERED_IN_CELL),
        (faint, DoubtKind.SHOWN_FAINTLY),
        (false, DoubtKind.FONT_CONTRADICTS),
        (pictures, DoubtKind.PICTURE_IN_CELL),
    )
    return [DrawnThing(whole.forward_box(*box), doubt(kind)) for places, kind in found for box in places]


def _as_shown(
    words: tuple[PageWord, ...], things: list[DrawnThing], drawings: Sequence[Path], rules: Rules, whole: PageTurn
) -> tuple[tuple[PageWord, ...], tuple[Stain, ...]]:
    """The words as they are shown, and the places at which something is shown that is no text. What lies behind the
    others is taken as it is.
    """
    behind = [word for word in words if word.behind]
    words = tuple(word for word in words if not word.behind) if behind else words
    drawn = drawn_on(drawings, whole)
    signs = (*drawn.signs, *without_type(drawn.slants, [word.box for word in words]))
    things += [DrawnThing(box, doubt(DoubtKind.DRAWN_IN_CELL)) for box in signs]
    paper = whole.forward_box(0.0, 0.0, whole.width, whole.height)
    beyond = tuple(stains_beyond(rules, paper))
    shown = cut_by_edge(words_as_shown(words, drawn, things), paper, beyond)
    shown += list(words_of_things(things, shown))
    return (*shown, *behind), (*stains_of(things), *beyond)


def _reading_quarters(spans: Sequence[Span], shown: PageTurn) -> int:
    """How many quarter turns make most of the figures upright on the displayed page, or most of the text where there
    are hardly any: turned headings are long and many, and the numbers below them stand upright.
    """
    counts: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    for span in spans:
        x, y = (round(part) for part in span["dir"])
        quarters = (_QUARTERS.get((x, y), 0) - shown.quarters) % 4
        counts[quarters] += len(span["chars"])
        figures[quarters] += looks_numeric("".join(char["c"] for char in span["chars"]).strip())
    counts = figures if figures.total() >= _FIGURES else counts
    return counts.most_common(1)[0][0] if counts else 0


def _picture(visible: Sequence[Span], hidden: int, ink: Ink, shown: PageTurn) -> str:
    """Why a page is a picture: no visible text over an image or outlines, or hardly any beside what the picture holds.

    Text that is there and cannot be seen is what OCR has put under a picture; it never counts as printed.
    """
    texts = ["".join(char["c"] for char in span["chars"]) for span in visible]
    printed = sum(not char.isspace() for text in texts for char in text)
    share = sum(area_of(box) for box in ink.images) / ((shown.width * shown.height) or 1.0)
    outlined = ink.curves >= _OUTLINED_CURVES
    if not printed:
        if share >= _PAGE_IMAGE:
            return "is an image"
        if outlined or ink.paths >= _OUTLINED_PATHS:
            return "is drawn in outlines, without characters"
        return "holds only invisible text" if hidden > 20 and not share else ""
    unmapped = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for text in texts for char in text)
    if unmapped > _UNMAPPED * printed:
        return "uses a font that does not say which characters it prints"
    if share >= _MOST_OF_PAGE and hidden > printed:
        return "is an image with some text beside it" if printed > _STAMP else "is an image with a stamp"
    if printed <= _STAMP and all(_marginal(span, shown) for span in visible):
        if share >= _FULL_IMAGE:
            return "is an image with a stamp"
        if outlined:
            return "is drawn in outlines, with hardly any characters"
    return ""


def _pictured(page: pymupdf.Page, ink: Ink, visible: Sequence[Span], shown: PageTurn) -> Iterator[Box]:
    """Where large pictures lie on a page of text, as it is displayed: those on which no type stands, to be read, and
    those that are large enough to hold a table, to be told of.
    """
    area = (shown.width * shown.height) or 1.0
    free = without_type(ink.images, [span["bbox"] for span in visible])
    for box in dict.fromkeys(ink.images):
        share = area_of(box) / area
        if share >= _PAGE_IMAGE or (share >= _SMALL_IMAGE and box in free):
            x0, y0, x1, y1 = pymupdf.Rect(box) * page.rotation_matrix  # type: ignore[no-untyped-call]  # no types
            yield (x0, y0, x1, y1)


def _marginal(span: Span, shown: PageTurn) -> bool:
    """Whether a span stands in the top or bottom margin."""
    middle = (span["bbox"][1] + span["bbox"][3]) / 2
    return bool(middle < _MARGIN * shown.height or middle > (1 - _MARGIN) * shown.height)


def _words_and_rules(
    spans: Sequence[Span], whole: PageTurn, rules: Rules, down: bool
) -> tuple[tuple[PageWord, ...], Rules]:
    """The words of a page, and its rules: those that are typed among them, leaders not."""
    upright, others = _upright_and_others(spans, whole, down)
    upright, rules = without_typed_grid(upright, rules)
    printed = spread_on_page(words_of_glyphs(upright, rules.vertical), rules.vertical)
    words, rules = with_typed_rules((*with_stacked_words(printed), *others), rules)
    return words, without_leaders(rules, words)


def _upright_and_others(spans: Sequence[Span], whole: PageTurn, down: bool) -> tuple[list[Glyph], list[PageWord]]:
    """Characters in reading orientation, and words that still run another way or lie behind the text, in the order of
    the file; where lines run ``down`` the page, upright characters are those of a line.
    """
    upright: list[Glyph] = []
    words: list[PageWord] = []
    behind = type_behind(spans)
    for at, span in enumerate(spans):
        x, y = (round(part) for part in span["dir"])
        size = span["size"]
        if whole.quarters:
            glyphs = [_glyph(char, size, whole) for char in span["chars"]]
        else:
            boxed = ((char, char["bbox"]) for char in span["chars"])
            glyphs = [Glyph(c["c"], box[0], box[1], box[2], box[3], c["origin"][1], size) for c, box in boxed]
        if at in behind:
            words.extend(replace(word, behind=True) for word in _words_in_order(glyphs))
        elif down or (not is_aslant(span) and (_QUARTERS.get((x, y), 0) - whole.quarters) % 4 == 0):
            upright.extend(ligatures_apart(glyphs))
        else:
            words.extend(_words_in_order(glyphs))
    return upright, words


def _glyph(char: dict[str, Any], size: float, whole: PageTurn) -> Glyph:
    x0, y0, x1, y1 = whole.forward_box(*char["bbox"])
    return Glyph(char["c"], x0, y0, x1, y1, whole.forward(*char["origin"])[1], size)


def _words_in_order(glyphs: Sequence[Glyph]) -> Iterator[PageWord]:
    """Words of a line that runs up, down or aslant."""
    run: list[Glyph] = []
    upwards = glyphs[0].y0 > glyphs[-1].y0 if glyphs else False
    for glyph in [*glyphs, None]:
        if glyph is not None and not glyph.text.isspace():
            run.append(glyph)
        elif run:
            text = "".join(part.text for part in run)
            x0, y0 = min(part.x0 for part in run), min(part.y0 for part in run)
            x1, y1 = max(part.x1 for part in run), max(part.y1 for part in run)
            yield PageWord(text, x0, y0, x1, y1, run[0].size, sideways=True, upwards=upwards)
            run = []
