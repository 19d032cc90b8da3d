"""The columns of a block that a printed heading names: found once for a text, and kept for the documents after it."""

from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.schemas.form import BlockSpec
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import unspaced

Numbers = frozenset[int]
"""Numbers of columns of a block."""


class BlockHeadings:
    """What texts say over the columns of a block, each a look-up by text.

    ``sure``: the columns named to the letter; ``begun``: those of whose heading it is the beginning; ``grouped``: those
    of a group that it heads; ``is_title``: whether it is the title of the block; ``untitled``: what it says behind that
    title, where this is the heading of a column to the letter, and else all of it.
    """

    def __init__(self, block: BlockSpec, book: LabelBook) -> None:
        self._block = block
        self._book = book
        self.sure = Remembered(self._sure).__getitem__
        self.begun = Remembered(self._begun).__getitem__
        self.grouped = Remembered(self._grouped).__getitem__
        self.is_title = Remembered(self._is_title).__getitem__
        self.untitled = Remembered(self._untitled).__getitem__

    def named(self, text: str) -> Numbers:
        """The columns that a text names to the letter, or else cut off."""
        return self.sure(text) or self.begun(text)

    def _sure(self, text: str) -> Numbers:
        return frozenset(n for n, each in enumerate(self._block.columns) if self._book.is_sure(text, each.label))

    def _begun(self, text: str) -> Numbers:
        return frozenset(n for n, each in enumerate(self._block.columns) if self._book.is_prefix(text, each.label))

    def _grouped(self, text: str) -> Numbers:
        return frozenset(
            n
            for n, column in enumerate(self._block.columns)
            if any(self._book.score(text, group) >= SCALE.heading for group in column.groups)
        )

    def _is_title(self, text: str) -> bool:
        title = self._block.title
        return title is not None and self._book.score(text, title) >= SCALE.accepted

    def _untitled(self, text: str) -> str:
        titles = self._block.title.texts if self._block.title is not None else ()
        for title in map(unspaced, titles):
            plain = unspaced(text)
            if plain.startswith(title) and self.sure(plain[len(title) :]):
                return plain[len(title) :]
        return text


def block_headings(block: BlockSpec, book: LabelBook) -> BlockHeadings:
    """The headings of a block, kept with the label book while documents of its schema are read."""
    kept = book.of_blocks.get(id(block))
    if kept is None or kept[0] is not block:
        kept = book.of_blocks[id(block)] = (block, BlockHeadings(block, book))
    found = kept[1]
    assert isinstance(found, BlockHeadings)
    return found
