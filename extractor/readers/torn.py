"""Labels that run over several printed lines, put together again."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.model import Cell
from extractor.readers.strips import IsLabel, Strip

_LINES = 4
"""Most lines above or below the values that a label may have."""


def join_torn_labels(strips: Sequence[Strip], is_label: IsLabel, is_piece: IsLabel) -> tuple[Strip, ...]:
    """Strips whose own label is a known label only together with the lines above or below it carry the whole label.

    ``is_label`` knows whole labels, ``is_piece`` texts that are part of one.

    A row without any label of its own is left alone: the lines around it may belong to its neighbours.
    """
    joined: dict[int, Strip] = {}
    consumed: set[int] = set()
    for number, strip in enumerate(strips):
        if strip.own is None or not strip.printed or is_label(strip.own.text) or not is_piece(strip.own.text):
            continue
        found = _join(strips, number, is_label, consumed)
        if found is not None:
            low, high, text = found
            own = Cell(text, strip.own.place, strip.own.column, strip.own.column_span, strip.own.row_span)
            joined[number] = replace(strip, labels=(*strip.labels[:-1], own))
            consumed.update(n for n in range(low, high + 1) if n != number)
    return tuple(joined.get(n, strip) for n, strip in enumerate(strips) if n not in consumed)


def _join(strips: Sequence[Strip], number: int, is_label: IsLabel, consumed: set[int]) -> tuple[int, int, str] | None:
    """The fewest lines around a strip that make its label known: first and last strip, and the label."""
    above = _lines(strips, number, -1, consumed)
    below = _lines(strips, number, 1, consumed)
    own = strips[number].own
    options = [(up, down) for up in range(above + 1) for down in range(below + 1) if up + down]
    for up, down in sorted(options, key=sum):
        parts = [strips[n].labels[-1].text for n in range(number - up, number)]
        parts += [own.text if own is not None else ""]
        parts += [strips[n].labels[-1].text for n in range(number + 1, number + down + 1)]
        for glue in ("", " "):
            if is_label(glue.join(parts)):
                return number - up, number + down, glue.join(parts)
    return None


def _lines(strips: Sequence[Strip], number: int, step: int, consumed: set[int]) -> int:
    """How many strips next to this one hold nothing but one label cell in the same column."""
    own = strips[number].own
    count = 0
    while count < _LINES:
        at = number + step * (count + 1)
        if not 0 <= at < len(strips) or at in consumed or not _is_line(strips[at], own):
            break
        count += 1
    return count


def _is_line(strip: Strip, own: Cell | None) -> bool:
    if strip.printed or len(strip.labels) != 1 or own is None:
        return False
    return strip.streamed or strip.labels[0].column == own.column
