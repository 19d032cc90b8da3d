"""Several runs on one store: each claims documents before it opens them, and leaves those of others to them.

What another run has is come back to at the end, when nothing else is left: it is done by then, or the other run is gone
and the claim with it. So no document is read twice, and no run ends while one is left.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TypeAlias

from extractor.documents.file_names import path_as_text
from extractor.errors import StoreLost, StoreUnavailable
from extractor.route import Result
from extractor.run.ready import ReadyOutcome
from extractor.run.selection import NamedContent
from extractor.run.workers import Finished
from extractor.store import CLAIM_HEARTBEAT_SECONDS, Outcome, RunClaims, StorePatience, key_of_content

FIRST_CLAIMED, MOST_CLAIMED = 4, 256
"""Documents that are claimed in one transaction: at first, and at most."""
_LASTS_SECONDS = 1.0
"""For about so long what was claimed together is enough: short, so that runs that share a folder end together."""
_LOOK_EVERY = 0.5
"""Seconds from one look at what another run has to the next."""
_JOIN_SECONDS = 1.0

Groups: TypeAlias = Iterator[Sequence[Finished[Outcome | ReadyOutcome]]]
"""What became of documents, those together that are to be stored together."""
Work: TypeAlias = Callable[[Iterable[NamedContent], int], Groups]
"""What is made of documents as they are handed out, and how many they are at most."""
DoneMeanwhile: TypeAlias = Callable[[NamedContent], Sequence[Result]]
"""The results of a document that another run has stored since this one began; none where it is still to be read."""
Tell: TypeAlias = Callable[[NamedContent, Sequence[Result]], None]


class Claiming:
    """The claims of one ``run``: its number, and when it began by the clock of the store. ``done_meanwhile`` and
    ``tell``: what another run did is looked for, and told.
    """

    def __init__(
        self,
        claims: RunClaims,
        run: tuple[int, float],
        patience: StorePatience,
        notice: Callable[[str], None],
        done_meanwhile: DoneMeanwhile,
        tell: Tell,
    ) -> None:
        self._claims = claims
        self._run, self._begun = run
        self._patience = patience
        self._notice = notice
        self._done_meanwhile = done_meanwhile
        self._tell = tell
        self._count = FIRST_CLAIMED
        self._elsewhere: list[NamedContent] = []
        self._finished: deque[str] = deque()
        self._lapsed = set[str]()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Claims are kept while this lasts, and given back."""
        self._patience.take(lambda: self._claims.renew(self._run))
        over = threading.Event()
        beating = threading.Thread(target=self._beat, args=(over,), daemon=True)
        beating.start()
        lost = False
        try:
            yield
        except StoreLost:
            lost = True
            raise
        finally:
            over.set()
            beating.join(_JOIN_SECONDS)
            if not lost:
                with suppress(StoreUnavailable):  # They lapse.
                    self._claims.end(self._run)

    def outcomes(self, contents: Iterable[NamedContent], number: int, work: Work, at_once: bool = False) -> Groups:
        """The outcomes of all documents that fall to this run, of ``number``. ``at_once``: they are handed out all
        together.
        """
        self._count = max(number, FIRST_CLAIMED) if at_once else self._count
        while number:
            for group in work(self._handed_out(contents), number):
                yield group
                keys = (_key(each.task.content) for each in group)
                self._finished.extend(key for key in keys if key not in self._lapsed)
                self._lapsed.clear()
            contents = left = self._waited_for()
            number = len(left)

    def lapsed(self, content: NamedContent) -> None:
        """What came of a document was not stored: this run was taken for gone, and the document for free. It is come
        back to like one that another run has.
        """
        self._lapsed.add(_key(content))
        self._elsewhere.append(content)

    def left_by_others(self, elsewhere: Iterable[NamedContent]) -> list[NamedContent]:
        """Those of some documents that another run had and left, free again; none once all of them are done."""
        self._elsewhere += elsewhere
        left = self._waited_for()
        keys = [_key(content) for content in left]
        if keys:
            self._patience.take(lambda: self._claims.take(self._run, self._begun, (), keys))
        return left

    def _handed_out(self, contents: Iterable[NamedContent]) -> Iterator[NamedContent]:
        """The documents that nobody else has and nobody has done; the others are remembered."""
        source = iter(contents)
        while batch := list(islice(source, self._count)):
            begun = time.monotonic()
            yield from self._free(batch)
            self._count = _fitting(self._count, time.monotonic() - begun)

    def _free(self, batch: Sequence[NamedContent], look_at_all: bool = False) -> list[NamedContent]:
        """Those of some documents that are this run's from now on. ``look_at_all``: any of them may be done by now."""
        done, self._finished = tuple(self._finished), deque()
        keys = [_key(content) for content in batch]
        taken = self._patience.take(lambda: self._claims.take(self._run, self._begun, keys, done))
        mine: list[NamedContent] = []
        for key, content in zip(keys, batch, strict=True):
            look = partial(self._done_meanwhile, content)
            results = self._patience.take(look) if taken.shared or look_at_all else ()
            if results:
                self._tell(content, results)
                self._finished.append(key)
            else:
                (mine if key in taken.keys else self._elsewhere).append(replace(content, claim=taken.token))
        return mine

    def _waited_for(self) -> list[NamedContent]:
        """Documents that another run had and left; none once all of them are done."""
        told = False
        while self._elsewhere:
            left, self._elsewhere = self._elsewhere, []
            mine: list[NamedContent] = []
            for begin in range(0, len(left), MOST_CLAIMED):
                mine += self._free(left[begin : begin + MOST_CLAIMED], look_at_all=True)
            if mine:
                return mine
            if self._elsewhere and not told:
                self._notice(f"Waiting for another run that is reading {_documents(len(self._elsewhere))}.")
                told = True
            if self._elsewhere:
                time.sleep(_LOOK_EVERY)
        return []

    def _beat(self, over: threading.Event) -> None:
        """Say again and again that this run is there, whatever goes wrong with that: a store that is away is told the
        next time, and what else it raises is raised where it is asked for more than this.
        """
        while not over.wait(CLAIM_HEARTBEAT_SECONDS):
            with suppress(Exception):
                self._claims.renew(self._run)


def _key(content: NamedContent) -> str:
    return key_of_content(content.sha256, path_as_text(content.path))


def _fitting(count: int, seconds: float) -> int:
    """How many documents to claim after so many lasted for so long."""
    if seconds > 2 * _LASTS_SECONDS:
        return max(FIRST_CLAIMED, count // 2)
    return min(MOST_CLAIMED, 2 * count) if seconds < _LASTS_SECONDS else count


def _documents(count: int) -> str:
    return "a document" if count == 1 else f"{count} documents"
