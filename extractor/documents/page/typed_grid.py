"""Grids that are typed: plus signs, hyphens and upright strokes, or the characters that are made for drawing boxes.

They are told before words are made, since strokes touch the words beside them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extractor.documents.page.glyphs import Glyph
from extractor.documents.page.ruling import Rules, Segment

_STROKES = frozenset("|\u2502\u2503\u2551\u2506\u250a")
_JOINTS = frozenset("+") | {chr(code) for code in range(0x250C, 0x254C)} | {chr(code) for code in range(0x2552, 0x256D)}
_DASHES = frozenset("-=\u2500\u2501\u2550\u2504\u2508")
_SIGNS = _STROKES | _JOINTS | _DASHES
_STACKED = 3
"""So many strokes and joints over each other, at least, are an upright rule: one alone may be a letter or a sign."""
_MOST_DASHES = 3
"""So many hyphens in one cell may say that there is nothing in it; more are a rule."""
_BESIDE = 0.2
_BELOW = 1.6
_GAP = 0.5
"""Times the size of type: how far the strokes of one rule stand beside and below each other, and signs of one apart."""


def without_typed_grid(glyphs: Sequence[Glyph], rules: Rules) -> tuple[list[Glyph], Rules]:
    """The characters without those that are the rules of a typed grid, and the rules of the page with them."""
    marks = [glyph for glyph in glyphs if glyph.text in _STROKES or glyph.text in _JOINTS]
    chains = [*_chains(marks)]
    if not chains:
        return list(glyphs), rules
    gone = {id(glyph) for chain in chains for glyph in chain}
    across = []
    for run in _runs(glyph for glyph in glyphs if glyph.text in _SIGNS):
        if _is_across(run):
            gone |= {id(glyph) for glyph in run}
            across.append(Segment(_middle(run[0]), _side(run[0], left=True), _side(run[-1], left=False)))
    uprights = [Segment(_centre(chain[0]), _end(chain[0], top=True), _end(chain[-1], top=False)) for chain in chains]
    kept = [glyph for glyph in glyphs if id(glyph) not in gone]
    return kept, Rules((*rules.horizontal, *across), (*rules.vertical, *uprights))


def _chains(marks: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Strokes and joints that stand over each other without more than a line between, strokes among them."""
    begun: list[list[Glyph]] = []
    for mark in sorted(marks, key=lambda each: (each.y0, each.x0)):
        near = [chain for chain in begun if mark.y0 - chain[-1].y1 <= _BELOW * mark.size]
        yield from (chain for chain in begun if _is_upright(chain) and not any(chain is each for each in near))
        over = [chain for chain in near if abs(_centre(chain[-1]) - _centre(mark)) <= _BESIDE * mark.size]
        if over:
            min(over, key=lambda chain: abs(_centre(chain[-1]) - _centre(mark))).append(mark)
            begun = near
        else:
            begun = [*near, [mark]]
    yield from (chain for chain in begun if _is_upright(chain))


def _is_upright(chain: Sequence[Glyph]) -> bool:
    return len(chain) >= _STACKED and any(mark.text in _STROKES for mark in chain)


def _runs(signs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Signs that follow each other on a line."""
    for _, line in groupby(sorted(signs, key=lambda each: (round(each.y0), each.x0)), key=lambda each: round(each.y0)):
        run: list[Glyph] = []
        for glyph in line:
            if run and glyph.x0 - run[-1].x1 > _GAP * glyph.size:
                yield run
                run = []
            run.append(glyph)
        yield run


def _is_across(run: Sequence[Glyph]) -> bool:
    """Whether signs are a rule across: hyphens between joints or strokes, more than say that there is nothing."""
    dashes = [len([*each]) for dash, each in groupby(run, key=lambda glyph: glyph.text in _DASHES) if dash]
    return len(dashes) < len(run) and (max(dashes, default=0) > _MOST_DASHES or len(dashes) > 1)


def _centre(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _middle(glyph: Glyph) -> float:
    return (glyph.y0 + glyph.y1) / 2


def _side(glyph: Glyph, *, left: bool) -> float:
    """Where a rule across begins or ends: in the middle of a joint or stroke."""
    if glyph.text in _DASHES:
        return glyph.x0 if left else glyph.x1
    return _centre(glyph)


def _end(mark: Glyph, *, top: bool) -> float:
    """Where an upright rule begins or ends: at the rule across it if it is a joint."""
    if mark.text in _JOINTS:
        return _middle(mark)
    return mark.y0 if top else mark.y1
