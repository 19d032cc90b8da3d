"""Printed strips matched to the rows of a form, in order.

The rows of a form come in a fixed order, so the match is the best chain that rises in both: a label that is torn,
misspelt or printed twice is decided by its neighbours. What fits more than one place is said to have rivals.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extractor.readers.label_index import Texts
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import Anchor
from extractor.readers.strips import Strip
from extractor.schemas.form import BlockSpec, RowSpec


@dataclass(frozen=True, slots=True)
class Match:
    """A strip found for a row. ``rivals`` are the numbers of other strips that could carry the same label.

    ``score`` is how like the label of the row its text is, ``weight`` the same with what its values take off.
    """

    strip: int
    score: float
    weight: float
    anchor: Anchor = "own"
    rivals: tuple[int, ...] = ()


_LABELS = 3
"""Most labels beside each other in front of the values of a row."""
Slot = tuple[BlockSpec, RowSpec]


class Candidate(NamedTuple):
    """A row of the form and a strip that may be it, with ``score`` and ``weight`` as in :class:`Match`."""

    row: int
    strip: int
    score: float
    weight: float


def match_rows(
    slots: Sequence[Slot], strips: Sequence[Strip], book: LabelBook, is_double: Callable[[str], bool]
) -> dict[int, Match]:
    """The best chain of matches, by row number in ``slots``. A text with the labels of two rows (``is_double``) is
    none of either.
    """
    candidates = _candidates(slots, strips, book, is_double)
    chain = _best_chain(candidates)
    chain = {row: _with_rivals(row, match, candidates, chain, strips) for row, match in chain.items()}
    found = _with_unlabelled(slots, strips, chain)
    return found | _stray_rows(slots, strips, candidates, found)


def _candidates(
    slots: Sequence[Slot], strips: Sequence[Strip], book: LabelBook, is_double: Callable[[str], bool]
) -> list[Candidate]:
    """Sorted by strip and then by row from the last to the first."""
    found: list[Candidate] = []
    known = all(book.knows_row(row) for _, row in slots)
    labelled = _rows_by_label(slots, book) if known else {}
    seen: dict[str, list[tuple[int, float]]] = {}
    for number, strip in enumerate(strips):
        if strip.own is None or _is_heading_line(strip):
            continue
        text = strip.own.text
        if text not in seen:
            unlike = (known and not book.near(text)) or is_double(text)
            rows = {row for label in book.near(text) for row in labelled.get(label, ())} if known else range(len(slots))
            scores = [] if unlike else [(row, book.score_row(text, slots[row][1])) for row in sorted(rows)]
            seen[text] = [(row, score) for row, score in scores if score >= SCALE.accepted]
        for row, score in reversed(seen[text]):
            found.append(Candidate(row, number, score, score - _misfit(strip, slots[row][0])))
    return found


def _is_heading_line(strip: Strip) -> bool:
    """Whether a row of a grid is nothing but words side by side, more than a label has with those it stands under."""
    return not strip.streamed and not strip.values and len(strip.labels) > _LABELS


def _rows_by_label(slots: Sequence[Slot], book: LabelBook) -> Mapping[Texts, list[int]]:
    """The numbers of the rows that a label may stand for: a text that is near to none of them is no row."""
    found: dict[Texts, list[int]] = {}
    for row, (_, spec) in enumerate(slots):
        for texts in book.labels_of(spec):
            found.setdefault(texts, []).append(row)
    return found


def _misfit(strip: Strip, block: BlockSpec) -> float:
    if not strip.printed and not strip.values:
        return SCALE.valueless
    return SCALE.crowded if len(strip.printed) > len(block.columns) else 0.0


def _best_chain(candidates: Sequence[Candidate]) -> dict[int, Match]:
    """Heaviest chain that rises strictly in row and strip (quadratic in the number of candidates)."""
    best: list[float] = []
    back: list[int] = []
    for i, each in enumerate(candidates):
        weight, previous = 0.0, -1
        for j in range(i):
            if candidates[j].row < each.row and candidates[j].strip < each.strip and best[j] > weight:
                weight, previous = best[j], j
        best.append(weight + each.weight - SCALE.accepted + SCALE.bonus)
        back.append(previous)
    chain: dict[int, Match] = {}
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    while at >= 0:
        row, strip, score, weight = candidates[at]
        chain[row] = Match(strip, score, weight)
        at = back[at]
    return chain


def _with_rivals(
    row: int,
    match: Match,
    candidates: Sequence[Candidate],
    chain: Mapping[int, Match],
    strips: Sequence[Strip],
) -> Match:
    taken = {other.strip for other in chain.values()}
    rivals = tuple(
        each.strip
        for each in candidates
        if each.row == row
        and each.strip not in taken
        and each.weight >= match.weight - SCALE.rival
        and strips[each.strip].printed
    )
    return replace(match, rivals=rivals) if rivals else match


def _with_unlabelled(slots: Sequence[Slot], strips: Sequence[Strip], chain: dict[int, Match]) -> dict[int, Match]:
    """Add the full rows of values without a label that fit a row of the form by their position."""
    found = dict(chain)
    for row, match in chain.items():
        below = match.strip + 1
        label_only = not strips[match.strip].printed
        if label_only and below < len(strips) and _can_follow(strips[below], slots[row][0]):
            found[row] = replace(match, strip=below, anchor="above")
    found = {row: _between_labels(row, match, strips, found) for row, match in found.items()}
    if _all_have_values(slots, strips, found):
        found = {row: replace(m, weight=m.score) if m.anchor == "above" else m for row, m in found.items()}
    filled = {row: m for row, m in found.items() if len(strips[m.strip].values) >= len(slots[row][0].columns)}
    taken = {match.strip for match in filled.values()}
    for low, high in pairwise(sorted(filled)):
        missing = [row for row in range(low + 1, high) if not _replaced(slots, row, filled)]
        between = range(filled[low].strip + 1, filled[high].strip)
        orphans = [n for n in between if n not in taken and missing and _is_full(strips[n], slots[missing[0]][0])]
        if missing and len(orphans) == len(missing):
            found.update({r: Match(n, 0.0, 0.0, "order") for r, n in zip(missing, orphans, strict=True)})
    return found


def _between_labels(row: int, match: Match, strips: Sequence[Strip], found: Mapping[int, Match]) -> Match:
    """A match whose values stand between its label and another one that has none: they may be those of either."""
    for other, each in found.items():
        above, below = (match, each) if match.anchor == "above" else (each, match)
        beside = above.anchor == "above" and below.anchor == "own" and below.strip == above.strip + 1
        if other != row and beside and not strips[below.strip].printed:
            return replace(match, rivals=(*match.rivals, each.strip))
    return match


def _all_have_values(slots: Sequence[Slot], strips: Sequence[Strip], found: Mapping[int, Match]) -> bool:
    """Whether every row of the form was found with values, all of them below a label on a line of its own, and no
    other row prints values between them.

    Then a label on a line of its own can have no other values than those below it, and they no other label.
    """
    kept = {row: m for row, m in found.items() if not _only_heads(slots, row, found)}
    missing = [row for row in range(len(slots)) if row not in found and not _replaced(slots, row, found)]
    printed = {row: len(strips[m.strip].printed) for row, m in kept.items()}
    full = all(printed[row] == len(slots[row][0].columns) for row, m in kept.items() if m.anchor == "above")
    if missing or not full or not all(printed.values()):
        return False
    taken = {m.strip for m in kept.values()}
    return all(n in taken or not strips[n].printed for n in range(min(taken), max(taken) + 1))


def _only_heads(slots: Sequence[Slot], row: int, found: Mapping[int, Match]) -> bool:
    """Whether rows that are printed instead of this one were found, so that its label only heads them."""
    return bool(slots[row][1].instead_of & {slots[other][1].key for other in found})


def _stray_rows(
    slots: Sequence[Slot],
    strips: Sequence[Strip],
    candidates: Sequence[Candidate],
    found: Mapping[int, Match],
) -> dict[int, Match]:
    """Rows that stand out of order: their label is printed once elsewhere, with all its values."""
    taken = {match.strip for match in found.values()}
    stray: dict[int, Match] = {}
    for row in range(len(slots)):
        full = [
            each
            for each in candidates
            if each.row == row
            and each.weight >= SCALE.whole
            and len(strips[each.strip].printed) == len(slots[row][0].columns)
        ]
        if row not in found and len(full) == 1 and full[0].strip not in taken and found:
            stray[row] = Match(full[0].strip, full[0].score, full[0].weight, "apart")
    return stray


def _can_follow(strip: Strip, block: BlockSpec) -> bool:
    """Whether a row of values without a label can belong to the label on the line above it; too many of them may."""
    return not strip.labels and bool(strip.printed) and len(block.columns) <= len(strip.values)


def _is_full(strip: Strip, block: BlockSpec) -> bool:
    return not strip.labels and len(strip.printed) == len(block.columns)


def _replaced(slots: Sequence[Slot], row: int, chain: Mapping[int, Match]) -> bool:
    """Whether rows that stand instead of this one were found."""
    matched = {slots[other][1].key for other in chain}
    spec = slots[row][1]
    return bool(spec.instead_of & matched) or spec.optional
