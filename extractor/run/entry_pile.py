"""The entries of a run, as many as there are documents: counted as they come, and kept packed in less than a hundred
bytes each, or left in the store where they were made before.
"""

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import eq
from typing import TypeAlias, overload

from pydantic import TypeAdapter

from extractor.errors import StoreUnavailable
from extractor.run.summary import FileEntry

StoredEntries: TypeAlias = Callable[[int], tuple[FileEntry, ...]]
"""The entries of a document that was done before, by its number, as the store has them."""

_TOGETHER = 100
"""Documents whose entries are packed together: an entry that waits for it takes forty times as much."""
_IN_STORE = -1
_BUNDLE = TypeAdapter(list[tuple[FileEntry, ...]])


class EntryPile(Sequence[FileEntry]):
    """Entries in the order of the numbers of their documents. ``stored``: where those are that were made before.

    ``counts``: entries by status; ``remarked``: accepted ones with remarks.
    """

    def __init__(self, stored: StoredEntries | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self.remarked = 0
        self._stored = stored
        self._numbers, self._bundles, self._places = array("i"), array("i"), array("i")
        self._packed: list[bytes] = []
        self._last: list[tuple[FileEntry, ...]] = []
        self._opened: tuple[int, list[tuple[FileEntry, ...]]] = (_IN_STORE, [])

    def add(self, number: int, entries: tuple[FileEntry, ...]) -> None:
        """The entries of a document that is done."""
        self._note(number, len(self._packed), len(self._last))
        self._last.append(entries)
        if len(self._last) == _TOGETHER:
            self._packed.append(zlib.compress(_BUNDLE.dump_json(self._last), 1))
            self._last = []
        self.counts.update(each.status for each in entries)
        self.remarked += sum(each.status == "accepted" and each.let_pass > 0 for each in entries)

    def add_stored(self, number: int, statuses: Sequence[str], remarked: int) -> None:
        """A document that was done before: how its entries stand, and how many of them have remarks."""
        self._note(number, _IN_STORE, 0)
        self.counts.update(statuses)
        self.remarked += remarked

    @property
    def documents(self) -> int:
        """How many documents are done, in this run or before."""
        return len(self._numbers)

    def __len__(self) -> int:
        return self.counts.total()

    def __eq__(self, other: object) -> bool:
        """Whether another sequence lists the same."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __iter__(self) -> Iterator[FileEntry]:
        for index in self._in_order():
            yield from self._entries(index)

    def within_reach(self, tell: Callable[[StoreUnavailable], object]) -> Iterator[FileEntry]:
        """The same, without those of documents that were done before from where the store is out of reach, which is
        told once.
        """
        away = False
        for index in self._in_order():
            if not (away and self._bundles[index] == _IN_STORE):
                try:
                    yield from self._entries(index)
                except StoreUnavailable as error:
                    away = True
                    tell(error)

    @overload
    def __getitem__(self, number: int) -> FileEntry: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[FileEntry]: ...

    def __getitem__(self, number: int | slice) -> FileEntry | Sequence[FileEntry]:
        if isinstance(number, slice):
            return list(self)[number]
        at = range(len(self))[number]
        return next(islice(self, at, None))

    def _in_order(self) -> Sequence[int]:
        return sorted(range(len(self._numbers)), key=self._numbers.__getitem__)

    def _note(self, number: int, bundle: int, place: int) -> None:
        self._numbers.append(number)
        self._bundles.append(bundle)
        self._places.append(place)

    def _entries(self, index: int) -> tuple[FileEntry, ...]:
        bundle, place = self._bundles[index], self._places[index]
        if bundle == _IN_STORE:
            return self._stored(self._numbers[index]) if self._stored is not None else ()
        if bundle == len(self._packed):
            return self._last[place]
        if self._opened[0] != bundle:
            self._opened = bundle, _BUNDLE.validate_json(zlib.decompress(self._packed[bundle]))
        return self._opened[1][place]
