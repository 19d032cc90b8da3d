"""Headings that are torn into pieces or joined to each other, told by their pieces.

A narrow column tears its heading over lines, and a program that takes pages apart joins what stands beside each other
(``NorthernAll``, ``SouthIsland`` above ``ern depot``). The pieces are the headings if they can be read in one way only:
each goes on with a heading where the piece before left off, all of them come out whole, and their order is the order of
the form.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from extractor.documents.model import Box, Cell
from extractor.readers.labels import LabelBook
from extractor.schemas.form import BlockSpec

Read: TypeAlias = tuple[str, ...]
"""For each column what was read of its heading so far."""
Begun: TypeAlias = tuple[tuple[int, float], ...]
"""The columns in the order their headings begin, and how far right each does, in points."""
Way: TypeAlias = tuple[Read, Begun]
"""One way to read the pieces so far."""

_WAYS = 64
"""Ways to read pieces that are followed at most; more of them prove nothing."""
_PIECES = 40
"""Letters and digits of a text that may be pieces of headings alone."""
_NOWHERE = -1.0


class _Text(NamedTuple):
    """A folded text and the box it is printed in, None where that is not known."""

    core: str
    box: Box | None

    @property
    def short(self) -> bool:
        """Whether it may be a piece of a heading."""
        return len(self.core) <= _PIECES

    def middle(self, size: int) -> float:
        """How far right the middle of its first characters is."""
        return _NOWHERE if self.box is None else self.box[0] + (self.box[2] - self.box[0]) * size / 2 / len(self.core)

    def behind(self, size: int) -> "_Text":
        """What is left of it behind its first characters."""
        box = self.box
        if box is not None:
            box = (box[0] + (box[2] - box[0]) * size / len(self.core), *box[1:])
        return _Text(self.core[size:], box)


def are_torn(block: BlockSpec, lines: Sequence[Sequence[Cell]], book: LabelBook, nothing_else: bool = False) -> bool:
    """Whether the lines over a block print all its headings, in pieces, in the order of the form. ``nothing_else``: and
    no other text but the names of its groups.
    """
    names = [tuple(book.fold(text).core for text in column.label.texts) for column in block.columns]
    if not all(name for spelled in names for name in spelled):
        return False
    groups = {book.fold(text).core for column in block.columns for group in column.groups for text in group.texts}
    ways: set[Way] = {(("",) * len(names), ())}
    for line in lines:
        folded = [(cell, book.fold(cell.text).core) for cell in line]
        texts = [_Text(core, cell.place.box) for cell, core in folded if core and core not in groups]
        ways = {further for way in ways for further in _read_line(texts, way, names, nothing_else)}
        if not 0 < len(ways) <= _WAYS:
            return False
    whole = {begun for read, begun in ways if all(each in known for each, known in zip(read, names, strict=True))}
    declared = list(range(len(names)))
    by_depth = sorted(declared, key=lambda n: len(block.columns[n].groups))
    orders = {tuple(n for n, _ in begun) for begun in whole}
    if len(orders) == 1 and list(next(iter(orders))) in (declared, by_depth):
        return True
    return {_from_left(begun) for begun in whole} == {tuple(declared)}


def _from_left(begun: Begun) -> tuple[int, ...]:
    """The columns from left to right, if it is known where each begins; then a heading of one line may stand half way
    down between others of two.
    """
    places = [place for _, place in begun]
    known = len(set(places)) == len(places) and _NOWHERE not in places
    return tuple(n for n, _ in sorted(begun, key=lambda each: each[1])) if known else ()


def _read_line(texts: Sequence[_Text], way: Way, names: Sequence[tuple[str, ...]], nothing_else: bool) -> set[Way]:
    """The ways to read a line further. A text in front that is no row of pieces says nothing, as over the labels; none
    where another one stands behind a piece, or headings are printed again or in another order.
    """
    fresh = ((("",) * len(names), ()), -1)
    found = {(way, -1)}
    for text in texts:
        further = {each for before in found for each in _read_text(text, before, names)} if text.short else set()
        begun = any(last >= 0 for _, last in found)
        if not further and (begun or nothing_else or (text.short and any(_read_text(text, fresh, names)))):
            return set()
        found = further or found
    return {each for each, _ in found}


def _read_text(
    text: _Text, before: tuple[Way, int], names: Sequence[tuple[str, ...]], inside: bool = False
) -> Iterator[tuple[Way, int]]:
    """The ways to read a text as pieces, from left to right; the number is the column read last in the line. A heading
    may go on in the next text (``North ern``), and not ``inside`` one.
    """
    if not text.core:
        yield before
        return
    (read, begun), last = before
    for n in range(last + 1 if inside else max(last, 0), len(names)):
        for size in range(len(text.core), 0, -1):
            longer = read[n] + text.core[:size]
            if any(name.startswith(longer) for name in names[n]):
                first = () if read[n] else ((n, text.middle(size)),)
                way = ((*read[:n], longer, *read[n + 1 :]), (*begun, *first))
                yield from _read_text(text.behind(size), (way, n), names, True)
