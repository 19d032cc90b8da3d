"""Headings that are torn into pieces or joined to each other, told by their pieces.

A narrow column tears its heading over lines, and a program that takes pages apart joins what stands beside each other
(``NorthernAll``, ``SouthIsland`` above ``ern depot``). The pieces are the headings if they can be read in one way only:
each goes on with a heading where the piece before left off, all of them come out whole, and their order is the order of
the form.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from extractor.documents.model import Cell
from extractor.readers.labels import LabelBook
from extractor.schemas.form import BlockSpec

Read: TypeAlias = tuple[str, ...]
"""For each column what was read of its heading so far."""
Way: TypeAlias = tuple[Read, tuple[int, ...]]
"""One way to read the pieces so far, and the columns in the order their headings begin."""

_WAYS = 64
"""Ways to read pieces that are followed at most; more of them prove nothing."""
_PIECES = 40
"""Letters and digits of a text that may be pieces of headings alone."""


def are_torn(block: BlockSpec, lines: Sequence[Sequence[Cell]], book: LabelBook) -> bool:
    """Whether the lines over a block print all its headings, in pieces, in the order of the form."""
    names = [tuple(book.fold(text).core for text in column.label.texts) for column in block.columns]
    if not all(name for spelled in names for name in spelled):
        return False
    groups = {book.fold(text).core for column in block.columns for group in column.groups for text in group.texts}
    ways: set[Way] = {(("",) * len(names), ())}
    for line in lines:
        texts = [core for cell in line if (core := book.fold(cell.text).core) and core not in groups]
        ways = {further for way in ways for further in _read_line(texts, way, names)}
        if not 0 < len(ways) <= _WAYS:
            return False
    whole = {begun for read, begun in ways if all(each in known for each, known in zip(read, names, strict=True))}
    declared = list(range(len(names)))
    by_depth = sorted(declared, key=lambda n: len(block.columns[n].groups))
    return len(whole) == 1 and list(next(iter(whole))) in (declared, by_depth)


def _read_line(texts: Sequence[str], way: Way, names: Sequence[tuple[str, ...]]) -> set[Way]:
    """The ways to read a line further. A text in front that is no row of pieces says nothing, as over the labels; none
    where another one stands behind a piece, or headings are printed again or in another order.
    """
    fresh = ((("",) * len(names), ()), -1)
    found = {(way, -1)}
    for text in texts:
        further = {each for before in found for each in _read_text(text, before, names)} if _is_short(text) else set()
        begun = any(last >= 0 for _, last in found)
        if not further and (begun or (_is_short(text) and any(_read_text(text, fresh, names)))):
            return set()
        found = further or found
    return {each for each, _ in found}


def _is_short(text: str) -> bool:
    return len(text) <= _PIECES


def _read_text(
    text: str, before: tuple[Way, int], names: Sequence[tuple[str, ...]], inside: bool = False
) -> Iterator[tuple[Way, int]]:
    """The ways to read a text as pieces, from left to right; the number is the column read last in the line. A heading
    may go on in the next text (``North ern``), and not ``inside`` one.
    """
    if not text:
        yield before
        return
    (read, begun), last = before
    for n in range(last + 1 if inside else max(last, 0), len(names)):
        for size in range(len(text), 0, -1):
            longer = read[n] + text[:size]
            if any(name.startswith(longer) for name in names[n]):
                first = () if read[n] else (n,)
                way = ((*read[:n], longer, *read[n + 1 :]), (*begun, *first))
                yield from _read_text(text[size:], (way, n), names, True)
