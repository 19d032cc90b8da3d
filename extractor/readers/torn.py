"""Labels that run over several printed lines, put together again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from extractor.documents.model import Cell
from extractor.readers.label_scale import SCALE
from extractor.readers.strips import IsLabel, Strip

Nearness: TypeAlias = Callable[[str], float]
NO_LABEL = -1.0
"""How near a text is to any label that holds two of them: it can be none, whatever a part of it looks like."""
_LINES = 4
"""Most lines above or below the values that a label may have."""


def join_torn_labels(strips: Sequence[Strip], nearness: Nearness, is_piece: IsLabel) -> tuple[Strip, ...]:
    """Strips whose label is a known label only together with the lines above or below it carry the whole label.

    ``nearness`` is the similarity of a text to the nearest label, ``is_piece`` knows texts that are part of one. A row
    without any label of its own is left alone: the lines around it may belong to its neighbours.
    """
    joined: dict[int, Strip] = {}
    consumed: set[int] = set()
    for number, strip in enumerate(strips):
        own = strip.own
        if own is None or not strip.printed or nearness(own.text) >= SCALE.whole:
            continue
        double = _double_below(strips, number, nearness, consumed)
        if double:
            joined[number] = replace(strip, labels=(*strip.labels[:-1], replace(own, text=double)))
        if double or not is_piece(own.text):
            continue
        chained = _join_chain(strip, nearness)
        if chained is not None:
            joined[number] = chained
            continue
        found = _join(strips, number, nearness, consumed)
        if found is not None:
            low, high, text = found
            joined[number] = replace(strip, labels=(*strip.labels[:-1], replace(own, text=text)))
            consumed.update(n for n in range(low, high + 1) if n != number)
    return tuple(joined.get(n, strip) for n, strip in enumerate(strips) if n not in consumed)


def _double_below(strips: Sequence[Strip], number: int, nearness: Nearness, consumed: set[int]) -> str:
    """The label of a strip with the lines below it where that holds the labels of two rows; empty where it does not."""
    for down in range(1, _lines(strips, number, 1, consumed) + 1):
        for glue in ("", " "):
            text = _text(strips, number, number + down, glue)
            if nearness(text) == NO_LABEL:
                return text
    return ""


def _join_chain(strip: Strip, nearness: Nearness) -> Strip | None:
    """A strip whose last labels, printed one a line, are one label together."""
    best, found = max(nearness(strip.labels[-1].text), SCALE.accepted - 1), None
    for count in range(2, min(_LINES, len(strip.labels)) + 1) if strip.streamed else ():
        text = "".join(cell.text for cell in strip.labels[-count:])
        if (score := nearness(text)) > best:
            best = score
            found = replace(strip, labels=(*strip.labels[:-count], replace(strip.labels[-1], text=text)))
    return found


def _join(strips: Sequence[Strip], number: int, nearness: Nearness, consumed: set[int]) -> tuple[int, int, str] | None:
    """The lines around a strip that bring its label nearest to a known one: first and last strip, and the label."""
    above = _lines(strips, number, -1, consumed)
    below = _lines(strips, number, 1, consumed)
    best, found = max(nearness(_text(strips, number, number, "")), SCALE.accepted - 1), None
    options = [(up, down) for up in range(above + 1) for down in range(below + 1) if up + down]
    for up, down in sorted(options, key=sum):
        for glue in ("", " "):
            text = _text(strips, number - up, number + down, glue)
            if (score := nearness(text)) > best or score == NO_LABEL:
                best, found = score, (number - up, number + down, text)
            if score == NO_LABEL:
                return found
    return found


def _text(strips: Sequence[Strip], low: int, high: int, glue: str) -> str:
    return glue.join(strips[n].labels[-1].text for n in range(low, high + 1))


def _lines(strips: Sequence[Strip], number: int, step: int, consumed: set[int]) -> int:
    """How many strips next to this one hold nothing but label cells that can be lines of its label."""
    own = strips[number].own
    count = 0
    while count < _LINES and own is not None:
        at = number + step * (count + 1)
        if not 0 <= at < len(strips) or at in consumed or not _is_line(strips[at], own, step):
            break
        count += 1
    return count


def _is_line(strip: Strip, own: Cell, step: int) -> bool:
    """A line of the same column, or (above) the end of a row that was broken inside its label."""
    if strip.printed or not strip.labels:
        return False
    if step < 0 and own.column == 0:
        return True
    return len(strip.labels) == 1 and (strip.streamed or strip.labels[0].column == own.column)
