"""What is painted on a PDF page, in which order, and which of its characters a reader can see."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pymupdf

from extractor.documents.model import Box
from extractor.documents.page.by_height import ByHeight
from extractor.documents.page.ruling import Path
from extractor.documents.pdf.symbol_fonts import draw_symbols
from extractor.documents.unread_marks import UNREADABLE

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CLIP | pymupdf.TEXT_IGNORE_ACTUALTEXT
"""White space is kept, clipped characters are not; what counts is what is painted, not what a tag says about it."""

_FILLED_OR_STROKED = 16 | 32
_WHITE = 245
_SMALLEST_TYPE = 1.0
_COVERING_IMAGE = 0.5
_COVERING_BOX = 4.0
_UNSEEN, _FAINT = 13, 64
"""Of 255: type less opaque than the first cannot be seen, less than the second hardly."""
_UNIFORM = 12
_SEAM = 0.5
"""Points at the sides of a box, where its colour and that of the paper are mixed."""
_MOST_DOTS = 3000.0

Span: TypeAlias = dict[str, Any]
"""A run of characters of one font, as the PDF library lists it."""


class Ink(NamedTuple):
    """What is painted on a page beside characters. Boxes are in the page's own space, before any turn.

    ``grounds`` are coloured areas that white type shows on. ``cover`` is an opaque image that hides everything
    printed before it; ``over`` are the boxes of the text printed after it. ``patches`` are filled boxes painted after
    some text, with their number in the order of painting; ``pasted`` are small images
    that are. ``curves`` counts the bends of filled outlines.
    """

    grounds: tuple[Box, ...]
    images: tuple[Box, ...]
    cover: Box | None
    over: tuple[Box, ...]
    patches: tuple[tuple[int, Box], ...]
    paths: int
    curves: int
    pasted: tuple[tuple[int, Box], ...] = ()


Painted: TypeAlias = "Sequence[tuple[str, Box]]"
"""What is painted on a page in its order: what kind of thing, and where."""

_TEXTS = ("fill-text", "stroke-text")


def painted_on(page: pymupdf.Page) -> Painted:
    """What is painted on a page, in the order of painting."""
    log: Painted = page.get_bboxlog()  # type: ignore[no-untyped-call]  # pymupdf has no types
    return log


def spans_of_page(page: pymupdf.Page, painted: Painted) -> list[Span]:
    """All spans with characters, form fields and annotations included, each carrying the direction of its line.

    Characters that the edge of the page cuts, or that lie beyond it, are spans of their own, marked ``beyond``.
    """
    raw: dict[str, Any] = page.get_text("rawdict", flags=FLAGS)  # type: ignore[no-untyped-call]  # pymupdf has no types
    spans = list(_listed(raw))
    paper = (0.0, 0.0, page.cropbox.width, page.cropbox.height)
    if any(kind in _TEXTS and not _within(box, paper) for kind, box in painted):
        for span in spans:
            span["beyond"] = not _within(span["bbox"], paper)
        spans.extend(_beyond(page, spans, paper))
    return spans


def _listed(raw: dict[str, Any]) -> Iterator[Span]:
    for block in raw["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["chars"]:
                    span["dir"] = line["dir"]
                    draw_symbols(span)
                    yield span


def _within(box: Box, paper: Box) -> bool:
    return box[0] >= paper[0] and box[1] >= paper[1] and box[2] <= paper[2] and box[3] <= paper[3]


def _beyond(page: pymupdf.Page, spans: Sequence[Span], paper: Box) -> Iterator[Span]:
    """What of the characters is not listed with the page because it does not lie on it as a whole."""
    everywhere = pymupdf.INFINITE_RECT()  # type: ignore[no-untyped-call]  # the same
    whole = page.get_textpage(clip=everywhere, flags=FLAGS & ~pymupdf.TEXT_CLIP)
    known = {_key(char["c"], char["origin"]) for span in spans for char in span["chars"]}
    for span in _listed(whole.extractRAWDICT()):
        chars = [
            char
            for char in span["chars"]
            if not _within(char["bbox"], paper) and _key(char["c"], char["origin"]) not in known
        ]
        if chars:
            yield {**span, "chars": chars, "beyond": True}


def ink_of_page(page: pymupdf.Page, drawings: Sequence[Path], log: Painted) -> Ink:
    """Coloured grounds, images and what covers text."""
    paper: Box = (0.0, 0.0, page.cropbox.width, page.cropbox.height)
    area = abs(paper[2] * paper[3]) or 1.0
    images = [(i, clipped(box, paper)) for i, (kind, box) in enumerate(log) if kind in ("fill-image", "fill-imgmask")]
    cover: Box | None = None
    over: tuple[Box, ...] = ()
    big = [(i, box) for i, box in images if area_of(box) > _COVERING_IMAGE * area and log[i][0] == "fill-image"]
    if big and not any(info.get("has-mask") for info in page.get_image_info()):
        at, cover = big[-1]
        over = tuple(box for kind, box in log[at + 1 :] if kind in _TEXTS)
    first_text = next((i for i, (kind, _) in enumerate(log) if kind in _TEXTS), len(log))
    grounds = [box for _, box in images]
    patches = []
    for path in drawings:
        fill = path.get("fill")
        if not isinstance(fill, tuple) or path.get("fill_opacity", 1) == 0:
            continue
        box = _box(path["rect"])
        if min(fill) * 255 < _WHITE:
            grounds.append(box)
        at = number_of(path)
        if at > first_text and min(box[2] - box[0], box[3] - box[1]) >= _COVERING_BOX and _is_box(path):
            patches.append((at, box))
    curves = sum(_curves(path) for path in drawings)
    boxes = tuple(box for _, box in images)
    pasted = tuple((i, box) for i, box in images if i > first_text and log[i][0] == "fill-image" and box != cover)
    opaque = _opaque(page) if pasted else []
    pasted = tuple((i, box) for i, box in pasted if any(_alike(box, each) for each in opaque))
    return Ink(tuple(grounds), boxes, cover, over, tuple(patches), len(drawings), curves, pasted)


def _opaque(page: pymupdf.Page) -> list[Box]:
    """Where the page shows images without a mask: nothing shows through them."""
    return [_box(info["bbox"]) for info in page.get_image_info() if not info.get("has-mask")]


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def number_of(path: Path) -> int:
    """When a path was painted."""
    at = path.get("seqno", 0)
    return at if isinstance(at, int) else 0


def _items(path: Path) -> Sequence[Any]:
    items = path.get("items")
    return items if isinstance(items, Sequence) else ()


def _is_box(path: Path) -> bool:
    """Whether a path is one opaque filled rectangle."""
    items = _items(path)
    return len(items) == 1 and items[0][0] in ("re", "qu") and path.get("fill_opacity", 1) in (None, 1, 1.0)


def _curves(path: Path) -> int:
    """The bends of a filled outline; letters drawn as outlines have about ten each."""
    if "f" not in str(path.get("type", "")):
        return 0
    return sum(item[0] == "c" for item in _items(path))


def _box(value: Any) -> Box:  # noqa: ANN401 - a rectangle of the PDF library, in whichever form it comes
    x0, y0, x1, y1 = value
    return (float(x0), float(y0), float(x1), float(y1))


def area_of(box: Box) -> float:
    """Width times height."""
    return abs((box[2] - box[0]) * (box[3] - box[1]))


def clipped(box: Box, paper: Box) -> Box:
    """The part of a box that lies on the paper; empty where none does."""
    x0, y0 = max(box[0], paper[0]), max(box[1], paper[1])
    return (x0, y0, max(x0, min(box[2], paper[2])), max(y0, min(box[3], paper[3])))


def holds(boxes: Sequence[Box], x: float, y: float) -> bool:
    """Whether a point lies in one of the boxes."""
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


class ShownSpans(NamedTuple):
    """The spans a reader can see, how many characters cannot be seen, and the boxes of characters that something
    covers without replacing them, of those that hardly show, and of spaces at whose place a font draws a sign.
    ``covers``: the numbers, in the order of painting, of the boxes that cover.
    """

    spans: list[Span]
    hidden: int
    covered: tuple[Box, ...]
    faint: tuple[Box, ...]
    inked: tuple[Box, ...]
    covers: frozenset[int]


def visible_spans(page: pymupdf.Page, spans: Sequence[Span], ink: Ink, paper: Box) -> ShownSpans:
    """What a reader can see of the spans.

    Not seen: type without fill and stroke (render mode 3), transparent, without size, off the paper, white on
    white, printed under an image, or painted over by a filled box.
    """
    visible: list[Span] = []
    hidden = 0
    for span in spans:
        x, y = _middle(span)
        white = all(span["color"] >> shift & 255 >= _WHITE for shift in (0, 8, 16))
        unseen = (
            span["alpha"] < _UNSEEN
            or not span["char_flags"] & _FILLED_OR_STROKED
            or span["size"] < _SMALLEST_TYPE
            or not (span.get("beyond") or holds([paper], x, y))
            or (white and not holds(ink.grounds, x, y))
            or (ink.cover is not None and holds([ink.cover], x, y) and not _is_over(span, ink.over))
        )
        if unseen:
            hidden += len(span["chars"])
        else:
            visible.append(span)
    inked = tuple(_show_inked_spaces(page, visible))
    shown, covered, covers = _without_painted_over(page, visible, ink.patches)
    shown, pasted = _without_pasted_over(page, shown, ink.pasted)
    covered = (*covered, *pasted)
    hidden += sum(len(span["chars"]) for span in visible) - sum(len(span["chars"]) for span in shown)
    faint = tuple(_box(char["bbox"]) for span in shown if span["alpha"] < _FAINT for char in span["chars"])
    return ShownSpans(shown, hidden, covered, faint, inked, covers)


def _is_over(span: Span, over: Sequence[Box]) -> bool:
    """Whether a span was printed over an image: any of its characters, for its middle may be a gap between columns."""
    return holds(over, *_middle(span)) or any(holds(over, *_middle(char)) for char in span["chars"])


def _show_inked_spaces(page: pymupdf.Page, spans: Sequence[Span]) -> Iterator[Box]:
    """A space that begins a run before a digit, and at whose place something shows, as a sign that cannot be read:
    there are fonts that draw a minus and say that it is a space. Only then is the page looked at.
    """
    leading = [span["chars"] for span in spans if len(span["chars"]) > 1 and _is_blank(span["chars"][0]["c"])]
    suspects = [chars[0] for chars in leading if chars[1]["c"].isdigit()]
    if not suspects:
        return
    cores = []
    for char in suspects:
        x0, y0, x1, y1 = char["bbox"]
        cores.append((x0 + _SEAM, y0 + 0.3 * (y1 - y0), x1 - _SEAM, y1 - 0.25 * (y1 - y0)))
    for char, plain in zip(suspects, _plain_places(page, cores), strict=True):
        if not plain:
            char["c"] = UNREADABLE
            yield _box(char["bbox"])


def _is_blank(char: str) -> bool:
    return char.isspace() or char in "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _middle(span: Span) -> tuple[float, float]:
    x0, y0, x1, y1 = span["bbox"]
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _without_painted_over(
    page: pymupdf.Page, spans: list[Span], patches: Sequence[tuple[int, Box]]
) -> tuple[list[Span], tuple[Box, ...], frozenset[int]]:
    """The spans without the characters that a later box hides: nothing shows at their place, or other characters
    were printed there on top of the box. The boxes of the former are told as well, and which boxes lie over them.

    A box painted later hides only if it is opaque in every respect, and blending is not told by the library: the page
    itself is looked at.
    """
    heights = ByHeight(box for _, box in patches)
    suspects = [i for i, span in enumerate(spans) if patches and _is_met(span["bbox"], patches, heights)]
    if not suspects:
        return spans, (), frozenset()
    painted = _order_of_painting(page)
    found = {i: [char for char in spans[i]["chars"] if _under(char, painted, patches)] for i in suspects}
    under = [char for chars in found.values() for char in chars]
    if not under:
        return spans, (), frozenset()
    below = {id(char) for char in under}
    above = [char for i in suspects for char in spans[i]["chars"] if id(char) not in below]
    plain = _plain_places(page, [_part_under(char, patches) for char in under])
    replaced = [_is_replaced(char, above, painted, patches) for char in under]
    hidden = {id(char) for char, *signs in zip(under, plain, replaced, strict=True) if any(signs)}
    kept = []
    for i, span in enumerate(spans):
        chars = [char for char in span["chars"] if id(char) not in hidden] if i in found else span["chars"]
        if chars:
            kept.append({**span, "chars": chars})
    signs = zip(under, plain, replaced, strict=True)
    covered = [char for char, bare, other in signs if bare and not other and not char["c"].isspace()]
    covers = frozenset(at for char in covered for at, box in patches if holds([box], *_middle(char)))
    return kept, tuple(_box(char["bbox"]) for char in covered), covers


def _without_pasted_over(
    page: pymupdf.Page, spans: list[Span], images: Sequence[tuple[int, Box]]
) -> tuple[list[Span], tuple[Box, ...]]:
    """The spans without the characters that an opaque image was pasted over, and the boxes of these."""
    heights = ByHeight(box for _, box in images)
    if not images or not any(_is_met(span["bbox"], images, heights) for span in spans):
        return spans, ()
    painted = _order_of_painting(page)
    kept, covered = [], list[Box]()
    for span in spans:
        under = [char for char in span["chars"] if _under(char, painted, images)]
        covered += [_box(char["bbox"]) for char in under if not char["c"].isspace()]
        chars = [char for char in span["chars"] if char not in under] if under else span["chars"]
        if chars:
            kept.append({**span, "chars": chars})
    return kept, tuple(covered)


def _is_met(box: Box, patches: Sequence[tuple[int, Box]], heights: ByHeight) -> bool:
    return any(_meet(box, patches[at][1]) for at in heights.near(box[1], box[3]))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _under(char: Span, painted: "_Order", patches: Sequence[tuple[int, Box]]) -> bool:
    number = painted.get(_key(char["c"], char["origin"]))
    return number is not None and any(at > number and holds([box], *_middle(char)) for at, box in patches)


def _part_under(char: Span, patches: Sequence[tuple[int, Box]]) -> Box:
    """The part of a character's box that lies under the last box over its middle, without the seam of that box."""
    x0, y0, x1, y1 = next(box for _, box in reversed(patches) if holds([box], *_middle(char)))
    return clipped(_box(char["bbox"]), (x0 + _SEAM, y0 + _SEAM, x1 - _SEAM, y1 - _SEAM))


_Order: TypeAlias = "dict[tuple[str, float, float], int]"
"""When the character at each origin was painted, the last time."""


def _order_of_painting(page: pymupdf.Page) -> _Order:
    order: _Order = {}
    for span in page.get_texttrace():  # type: ignore[no-untyped-call]  # pymupdf has no types
        for char in span["chars"]:
            key = _key(chr(char[0]), char[2])
            order[key] = max(order.get(key, 0), span["seqno"])
    return order


def _key(char: str, origin: Sequence[float]) -> tuple[str, float, float]:
    return (char, round(origin[0], 1), round(origin[1], 1))


def _plain_places(page: pymupdf.Page, boxes: Sequence[Box]) -> list[bool]:
    """For each box whether the page shows one plain colour in it."""
    sides = max(page.rect.width, page.rect.height, 1.0)
    scale = min(2.0, _MOST_DOTS / sides)
    shown = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY)  # type: ignore[no-untyped-call]  # pymupdf has no types
    dots = memoryview(shown.samples)
    found = []
    for box in boxes:
        turned = pymupdf.Rect(box) * page.rotation_matrix * pymupdf.Matrix(scale, scale)  # type: ignore[no-untyped-call]  # the same
        x0, y0, x1, y1 = (pymupdf.IRect(turned) & shown.irect) or (0, 0, 0, 0)  # type: ignore[no-untyped-call]  # the same
        rows = [bytes(dots[y * shown.stride + x0 : y * shown.stride + x1]) for y in range(y0, y1)] if x0 < x1 else []
        found.append(not rows or max(map(max, rows)) - min(map(min, rows)) <= _UNIFORM)
    return found


def _is_replaced(char: Span, above: Sequence[Span], painted: _Order, patches: Sequence[tuple[int, Box]]) -> bool:
    """Whether other characters were printed at the place of one, on top of the box that lies over it."""
    last = max(at for at, box in patches if holds([box], *_middle(char)))
    return any(
        _meet(char["bbox"], other["bbox"]) and painted.get(_key(other["c"], other["origin"]), 0) > last
        for other in above
    )
